"""The index of a community's volunteer teams, by field of work."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.home.labels import LabelEntry
from portal.home.models import IndexPage
from portal.meta import Crumb
from portal.volunteers.addresses import FIELD, field_url, teams_url
from portal.volunteers.catalogue import counted, teams_in
from portal.volunteers.listings import field_links, team_links

PAGE_SIZE = 20


class VolunteerTeamIndexPage(IndexPage):
    subpage_types: ClassVar[list[str]] = ["volunteers.VolunteerTeamPage"]
    fetched_with_child = ("field",)

    class Meta:
        verbose_name = _("index of volunteer teams")
        verbose_name_plural = _("indexes of volunteer teams")

    #: The field of work asked for; set when the page is served.
    selected: LabelEntry | None = None

    def section_at(self, path_components: list[str]) -> dict[str, Any]:
        is_field = len(path_components) == 2 and path_components[0] == FIELD
        return {"field": path_components[1]} if is_field else {}

    # What it shows

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        teams, code = teams_in(self.community), kwargs.pop("field", "")
        fields = counted(teams)
        if code:
            self.selected = next((field for field, _count in fields if field.code == code), None)
            if self.selected is None:
                raise Http404
            teams = [team for team in teams if team.field == self.selected]
        page = Paginator(team_links(teams, self.community, request), PAGE_SIZE).get_page(request.GET.get("page"))
        self.page_number = page.number
        context = {"page_of_teams": page, "all_url": teams_url(self.community, request) if code else ""}
        if not code and len(fields) > 1:
            context["fields"] = field_links(fields, self.community, request)
        return {**super().get_context(request, *args, **kwargs), **context}

    def get_description(self) -> str:
        named = {"subject": self.heading, "place": self.community}
        return gettext("%(subject)s in %(place)s: who helps, when they meet, how to join.") % named

    def get_address(self, request: HttpRequest, language: str) -> str:
        address = teams_url(self.community, request, language=language)
        if self.selected:
            address = field_url(self.selected.code, self.community, request, language=language)
        return f"{address}?page={self.page_number}" if self.page_number > 1 else address

    @property
    def heading(self) -> str:
        return str(self.selected) if self.selected else self.title

    @property
    def heading_language(self) -> str:
        """The heading's where it is not the reader's, else empty."""
        return self.selected.names.other_language if self.selected else self.other_language

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        return [Crumb(self.title, teams_url(self.community, request))] if self.selected else []
