"""Admin: what households are asked, and the print runs of their letters."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.communities.access.viewsets import CommunityListViewSet
from portal.participation.household_address import household_letters_url
from portal.participation.household_codes import issue_codes
from portal.participation.letters import letter_texts, letters_for
from portal.participation.letters_forms import LettersForm
from portal.participation.models import HouseholdMatter


class MatterIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[HouseholdMatter]:
        return super().get_base_queryset().select_related("community")


class LettersView(WagtailAdminTemplateMixin, FormView):
    """Choose doors; what is sent back are the letters themselves. Nobody can have them shown a second time."""

    model = HouseholdMatter
    template_name = "participation/admin/letters.html"
    form_class = LettersForm
    page_title = gettext_lazy("Letters to households")
    header_icon = "mail"
    permission_required = "change"

    @cached_property
    def matter(self) -> HouseholdMatter:
        return get_object_or_404(HouseholdMatter.objects.select_related("community"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return f"{self.matter} · {self.matter.community}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = {"url": reverse("household_letters:index"), "label": self.page_title}
        return [*self.breadcrumbs_items, own, {"label": str(self.matter)}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"matter": self.matter}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("household_letters:index")
        return super().get_context_data(matter=self.matter, back=back, **kwargs)

    def form_invalid(self, form: LettersForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: LettersForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            issued = issue_codes(
                self.matter,
                form.households(),
                by=self.request.user if self.request.user.is_authenticated else None,
                replace=given["replace"],
                why=given["why"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if not issued:
            form.add_error("stairwells", _("All these households have a letter, or there is no such room."))
            return self.form_invalid(form)
        return print_letters(self.request, self.matter, issued, given["language"])


def print_letters(request: HttpRequest, matter: HouseholdMatter, issued: Any, language: str) -> HttpResponse:
    """The letters as one page to print; kept by no cache and no history."""
    context = {
        "letters": letters_for(issued, matter.community, language=language),
        "matter": matter,
        "community": matter.community,
        "language": language,
        "words": letter_texts(matter, language),
        "back": household_letters_url(matter),
    }
    answer = render(request, "participation/letters.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


class MatterViewSet(CommunityListViewSet):
    """Rows are made by the rooms and plugins that ask; here their letters are printed."""

    model = HouseholdMatter
    name = "household_letters"
    icon = "mail"
    menu_label = gettext_lazy("Letters to households")
    menu_order = 270
    add_to_admin_menu = True
    index_view_class = MatterIndexView
    list_display = [
        TitleColumn(
            "titles",
            label=gettext_lazy("About"),
            accessor=str,
            get_url=household_letters_url,
        ),
        Column("community", label=gettext_lazy("community")),
        DateColumn("opens_at", label=gettext_lazy("opens")),
        DateColumn("closes_at", label=gettext_lazy("closes")),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/", self.construct_view(LettersView), name="letters"),
        ]
