"""Residents' own pages: what they handed in, found again by its link or by a code to their phone."""

from typing import Any

from django import forms
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.components import LinkItem
from portal.meta import Crumb, PageMeta
from portal.participation import sign_in
from portal.participation.actions import entry_of_token, withdraw
from portal.participation.consents import withdraw_consent
from portal.participation.models import Entry, PhoneSignIn
from portal.participation.privacy_headers import private_page
from portal.participation.throttle import Throttle
from portal.phones import PhoneFormField

ASKS, GUESSES = Throttle("sign-in-asks", 30), Throttle("sign-in-guesses", 60)
SALT = "portal.participation.sign_in"


class PhoneForm(forms.Form):
    phone = PhoneFormField(
        label=gettext_lazy("Your phone number"),
        help_text=gettext_lazy("The one you gave when you handed something in."),
        max_length=40,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The code from the text message"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


def meta_of(title: str, *crumbs: Crumb) -> PageMeta:
    return PageMeta(title=title, language=get_language() or "", indexable=False, breadcrumbs=crumbs)


def own_crumb() -> Crumb:
    return Crumb(_("What I handed in"), reverse("my:index"))


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What was handed in with the phone of whoever signed in; the question for the phone to all others."""
    if phone := sign_in.signed_in_phone(request):
        items = [item_of(entry) for entry in Entry.objects.shown().of_phone(phone).specific()]
        context = {"meta": meta_of(_("What I handed in")), "items": items}
        return render(request, "participation/my_entries.html", context)
    form = PhoneForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if not ASKS.is_too_many(request):
                row = sign_in.ask_for_code(form.cleaned_data["phone"])
                asked = signing.dumps([row.pk, next_path(request)], salt=SALT)
                return redirect(f"{reverse('my:code')}?asked={asked}")
            form.add_error(None, _("Many codes were asked for from your network. Please try again in an hour."))
            status = 429
    context = {"meta": meta_of(_("What I handed in")), "form": form, "is_offered": sign_in.is_offered()}
    return render(request, "participation/my_phone.html", context, status=status)


def item_of(entry: Entry) -> LinkItem:
    note = (
        f"{entry.community} · {date_format(localtime(entry.created_at), 'SHORT_DATE_FORMAT')} · {entry.shown_reference}"
    )
    return LinkItem(entry.get_title(), reverse("my:entry", args=[entry.pk]), summary=entry.get_status(), note=note)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Where the code is typed in. The address knows which request it answers; the phone is in none."""
    row, next_ = _asked(request)
    if row is None:
        return redirect("my:index")
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            too_many = GUESSES.is_too_many(request)
            token = None if too_many else sign_in.enter_code(row, form.cleaned_data["code"])
            if token:
                response = redirect(next_ or "my:index")
                sign_in.start_visit(response, token, request)
                return response
            form.add_error("code", _("This is not the code, or it is too old. You may ask for a new one."))
            status = 429 if too_many else 422
    context = {"meta": meta_of(_("Enter the code"), own_crumb()), "form": form}
    return render(request, "participation/my_code.html", context, status=status)


def _asked(request: HttpRequest) -> tuple[PhoneSignIn | None, str]:
    """The request that the address stands for, and where to go from it."""
    try:
        pk, next_ = signing.loads(request.GET.get("asked", ""), salt=SALT, max_age=sign_in.CODE_LASTS)
    except signing.BadSignature:
        return None, ""
    return PhoneSignIn.objects.filter(pk=pk).first(), next_


def next_path(request: HttpRequest) -> str:
    """Where somebody was sent here from, `?next=/zh-hans/...`; nothing outside this site."""
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


@private_page
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    response = redirect("my:index")
    sign_in.end_visit(request, response)
    return response


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The private page, for whoever has its link. Its token has 187 bits: nobody finds one by trying."""
    entry = entry_of_token(token)
    if entry is None:
        raise Http404
    return show(request, entry)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def by_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """The private page, for whoever signed in with the phone it was handed in with."""
    phone = sign_in.signed_in_phone(request)
    if not phone:
        return redirect("my:index")
    row = Entry.objects.shown().of_phone(phone).filter(pk=pk).first()
    if row is None:
        raise Http404
    return show(request, row.specific)


def show(request: HttpRequest, entry: Entry) -> HttpResponse:
    status = 200
    if request.method == "POST":
        if change(request, entry):
            return redirect(request.path)
        status = 409
    context: dict[str, Any] = {
        "entry": entry,
        "meta": meta_of(entry.get_title(), own_crumb()),
        "facts": entry.get_facts(),
        "consents": entry.consents.select_related("notice"),
        "refused": status == 409,
    }
    return render(request, entry.private_template, context, status=status)


#: A button says what it does and to what: far shorter than any number Python would refuse to read.
LONGEST_ACTION = 60


def change(request: HttpRequest, entry: Entry) -> bool:
    """Do what a button of the private page asks for. False where that is not possible (any more)."""
    action, _colon, pk = request.POST.get("action", "")[:LONGEST_ACTION].partition(":")
    if action == "withdraw":
        return entry.can_be_withdrawn() and withdraw(entry)
    if action == "consent" and pk.isdecimal():
        consent = entry.consents.filter(pk=pk).first()
        return consent is not None and withdraw_consent(consent)
    return entry.act(action, pk, request.POST)
