"""Add what residents type to “also known as” of a page: find the page, look at what will happen, do it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from portal.home.keywords import LONGEST_WORD, Addition, add_keyword, addition_to, nameable_pages

_OFFERED = 20


class KeywordForm(forms.Form):
    """`page` is chosen among those whose title has all the words of `look`."""

    word = forms.CharField(label=gettext_lazy("what residents type"), max_length=LONGEST_WORD)
    look = forms.CharField(label=gettext_lazy("words of the page’s title"), max_length=LONGEST_WORD, required=False)
    page = forms.ModelChoiceField(
        label=gettext_lazy("page"), queryset=Page.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        look = str((self.data if self.is_bound else self.initial).get("look") or "").replace("\x00", "")
        pages = nameable_pages(user) if look.split() else Page.objects.none()
        for part in look.split()[:5]:
            pages = pages.filter(title__icontains=part)
        found = pages.order_by("path").values_list("pk", flat=True)[:_OFFERED]
        field: forms.ModelChoiceField = self.fields["page"]  # type: ignore[assignment]  # it was declared so above
        field.queryset = Page.objects.filter(pk__in=list(found)).select_related("locale").order_by("path")
        field.label_from_instance = label_of  # type: ignore[method-assign,assignment]  # its purpose

    def clean_word(self) -> str:
        word = " ".join(self.cleaned_data["word"].split())
        if any(mark in word for mark in ",，、;；"):
            raise ValidationError(_("One name at a time, without commas."))
        return word


def label_of(page: Page) -> str:
    return f"{page.title} · {page.locale} · {page.url_path.split('/', 2)[2]}"


class AddKeywordView(WagtailAdminTemplateMixin, TemplateView):
    """GET finds pages and changes nothing. POST shows what will happen, and with `confirm` does it."""

    template_name = "home/admin/add_keyword.html"
    page_title = gettext_lazy("Add to “also known as”")
    header_icon = "tag"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {name: self.request.GET.get(name, "")[:LONGEST_WORD] for name in ("word", "look")}
        form = kwargs.pop("form", None) or KeywordForm(initial=given, user=self.request.user)
        return super().get_context_data(**kwargs) | {"form": form, "given": given}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = KeywordForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        page, word = form.cleaned_data["page"].specific, form.cleaned_data["word"]
        try:
            if "confirm" in request.POST:
                return self._done(add_keyword(page, word, by=request.user), word)
            addition = addition_to(page, word, by=request.user)
        except ValidationError as error:
            form.add_error("page", error)
            return self.render_to_response(self.get_context_data(form=form))
        return self.render_to_response(self.get_context_data(form=form, addition=addition))

    def _done(self, addition: Addition, word: str) -> HttpResponse:
        values = {"page": addition.page.get_admin_display_title(), "word": word}
        if addition.is_published:
            messages.success(self.request, _("“%(page)s” is now found by “%(word)s”.") % values)
        else:
            messages.warning(self.request, _("“%(word)s” is in a draft of “%(page)s”, to be published.") % values)
        return redirect(f"{reverse('search_report:index')}")
