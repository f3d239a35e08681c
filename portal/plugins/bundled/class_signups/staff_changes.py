"""Staff look at what changed in a class, and have its families told, or not."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_info, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.plugins.api import Crumb, community_of, private_page
from portal.plugins.bundled.class_signups.announcing import families_for, leave, note, send
from portal.plugins.bundled.class_signups.differences import in_order, is_ahead, message_words, row_words
from portal.plugins.bundled.class_signups.models import ClassProposal
from portal.plugins.bundled.class_signups.staff_views import meta_of, staff_crumb, title_of, url_of


class NotesForm(forms.Form):
    """`seen` is the version that was looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)

    def __init__(self, *args: Any, proposal: ClassProposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [code for code, _label in settings.LANGUAGES]
        self.fields["seen"].initial = proposal.version
        for code in self.codes:
            label = _("What else they have to know, in %(language)s") % {"language": language_name(code)}
            self.fields[f"note_{code}"] = forms.CharField(
                label=label,
                required=False,
                max_length=200,
                initial=proposal.notes.get(code, ""),
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    def notes(self) -> dict[str, str]:
        given = {code: self.cleaned_data[f"note_{code}"] for code in self.codes}
        return {code: text for code, text in given.items() if text}


def language_name(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def open_proposals(request: HttpRequest) -> QuerySet[ClassProposal]:
    return ClassProposal.objects.filter(course__community=community_of(request), decision="").select_related("course")


def changes_crumb(request: HttpRequest) -> Crumb:
    return Crumb(_("Changes to tell families of"), url_of(request, "changes"))


@private_page
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What waits for staff."""
    rows = [(each, url_of(request, "change", pk=each.pk), first_words(each)) for each in open_proposals(request)]
    meta = meta_of(request, _("Changes to tell families of"), staff_crumb(request))
    return render(request, "class_signups/staff/changes.html", {"meta": meta, "rows": rows})


def first_words(proposal: ClassProposal) -> str:
    return message_words([row for row in proposal.changes if is_ahead(row)])


@private_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    rows = ClassProposal.objects.filter(course__community=community_of(request))
    proposal = get_object_or_404(rows.select_related("course__community", "decided_by"), pk=pk)
    form = NotesForm(request.POST or None, proposal=proposal)
    if request.method == "POST" and (proposal.decision or (form.is_valid() and acted(request, proposal, form))):
        return answered(request, proposal)
    if form.is_bound:
        proposal = rows.select_related("course__community", "decided_by").get(pk=pk)
        seen_now = request.POST.copy()  # what they see now is what the next click is about
        seen_now["seen"] = str(proposal.version)
        form.data = seen_now
    context = change_context(request, proposal) | {"form": form}
    return render(request, "class_signups/staff/change.html", context, status=422 if form.errors else 200)


def change_context(request: HttpRequest, proposal: ClassProposal) -> dict[str, Any]:
    """Who would be told, and with which words."""
    families = [] if proposal.decision else families_for(proposal.course, proposal.changes)
    ahead = [row for row in proposal.changes if is_ahead(row)]
    title = _("Changed: %(class)s") % {"class": title_of(proposal.course)}
    return {
        "meta": meta_of(request, title, staff_crumb(request), changes_crumb(request)),
        "proposal": proposal,
        "rows": [row_words(row) for row in in_order(ahead)],
        "families": families,
        "wordings": [wording_in(code, proposal, ahead) for code, _label in settings.LANGUAGES],
    }


def wording_in(code: str, proposal: ClassProposal, ahead: list[dict[str, Any]]) -> tuple[str, str, str]:
    """(language, its name, what families with it read)"""
    name = language_name(code)
    with override(code):
        text = message_words(ahead, proposal.notes.in_language(code))
        values = {"class": proposal.course.names.in_language(code), "changes": text}
        return code, name, _("%(class)s has changed: %(changes)s") % values


def acted(request: HttpRequest, proposal: ClassProposal, form: NotesForm) -> bool:
    """What the button says. False where the form has to say something."""
    action = request.POST.get("action")
    if action == "leave":
        leave(proposal, by=request.user)  # type: ignore[arg-type]  # the gate lets staff in
        return True
    if action == "note":
        note(proposal, form.notes())
        return True
    try:
        told = send(proposal, by=request.user, seen=form.cleaned_data["seen"], notes=form.notes())  # type: ignore[arg-type]  # likewise
    except ValidationError as error:
        form.add_error(None, error)
        return False
    if told is not None:
        text = ngettext("%(count)d family is told.", "%(count)d families are told.", told)
        messages.success(request, text % {"count": told})
    return True


def answered(request: HttpRequest, proposal: ClassProposal) -> HttpResponse:
    """Back to what still waits; the wording stays on the screen while somebody writes a note."""
    if request.POST.get("action") == "note" and not proposal.decision:
        return redirect(request.path)
    if proposal.decision:
        text = _("Somebody has answered this already: %(what)s.")
        messages.info(request, text % {"what": proposal.get_decision_display()})
    return redirect(url_of(request, "changes"))
