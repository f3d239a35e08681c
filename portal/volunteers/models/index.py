"""The index of a community's volunteer teams, by field of work."""

from dataclasses import replace
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.communities.current import community_of
from portal.communities.models import Community
from portal.home.fixed import FixedPage
from portal.meta import Crumb, PageMeta
from portal.names import fallback_order
from portal.pages import PortalPage, languages_of
from portal.volunteers.addresses import FIELD, field_url, teams_url
from portal.volunteers.catalogue import FieldEntry, counted, teams_in
from portal.volunteers.listings import field_links, team_links
from portal.volunteers.models.page import VolunteerTeamPage

PAGE_SIZE = 20


class VolunteerTeamIndexPage(FixedPage):
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+", verbose_name=_("community"))

    search_kind = None
    parent_page_types: ClassVar[list[str]] = ["home.CommunityHomePage"]
    subpage_types: ClassVar[list[str]] = ["volunteers.VolunteerTeamPage"]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        SynchronizedField("community", overridable=False),
    ]

    class Meta:
        verbose_name = _("index of volunteer teams")
        verbose_name_plural = _("indexes of volunteer teams")

    #: The field of work asked for, and which page of its list; set when the page is served.
    selected: FieldEntry | None = None
    page_number = 1

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        here = community_of(request)
        if here is not None and here.pk == self.community_id:
            self.community = here
        if self.live and len(path_components) == 2 and path_components[0] == FIELD:
            return RouteResult(self, kwargs={"field": path_components[1]})
        return super().route(request, path_components)

    def child_to_route(self, slug: str) -> Page | None:
        """The community's team of this slug in the best language; one query for all of them."""
        teams = VolunteerTeamPage.objects.live().filter(community=self.community_id, slug=slug)
        languages = {team.locale.language_code: team for team in teams.select_related("locale", "field")}
        found = next((languages[code] for code in fallback_order() if code in languages), None)
        if found is not None:
            found.live_languages = languages_of(languages)
            found.community = self.community
        return found

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

    def get_meta(self, request: HttpRequest) -> PageMeta:
        meta, title = super().get_meta(request), self.heading
        if self.page_number > 1:
            title = gettext("%(subject)s, page %(number)d") % {"subject": title, "number": self.page_number}
        return replace(meta, title=title)

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        return [Crumb(self.title, teams_url(self.community, request))] if self.selected else []
