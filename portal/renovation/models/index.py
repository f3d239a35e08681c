"""The list of renovation projects: a community's own, or all of the city's."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.communities.current import community_of
from portal.communities.models import Community
from portal.components import LinkItem
from portal.home.fixed import FixedPage
from portal.meta import PageMeta
from portal.names import fallback_order
from portal.pages import PortalPage, languages_of
from portal.renovation.addresses import FEED, feed_url, renovation_url
from portal.renovation.catalogue import projects_shown
from portal.renovation.choices import Stage
from portal.renovation.listings import project_links, stage_counts, works_links
from portal.renovation.models.page import RenovationProjectPage
from portal.renovation.works_entries import works_ahead

PAGE_SIZE = 20


class RenovationIndexPage(FixedPage):
    """`community` is None for the city's. Works notices are in its Atom feed, `feed/` below it."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community")
    )

    search_kind = None
    parent_page_types: ClassVar[list[str]] = ["home.CityHomePage", "home.CommunityHomePage"]
    subpage_types: ClassVar[list[str]] = ["renovation.RenovationProjectPage"]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        SynchronizedField("community", overridable=False),
    ]

    class Meta:
        verbose_name = _("index of renovation projects")
        verbose_name_plural = _("indexes of renovation projects")

    #: Which page of the list; set when it is served.
    page_number = 1

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        here = community_of(request)
        if here is not None and here.pk == self.community_id:
            self.community = here
        if self.live and path_components == [FEED]:
            return RouteResult(self, kwargs={"section": FEED})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs.pop("section", "") == FEED:
            from portal.renovation.feeds import works_feed  # noqa: PLC0415 - feeds are built on models

            return works_feed(request, self)
        return super().serve(request, *args, **kwargs)

    def child_to_route(self, slug: str) -> Page | None:
        """The community's project of this slug in the best language; one query for all of them."""
        pages = RenovationProjectPage.objects.live().filter(community=self.community_id, slug=slug)
        languages = {page.locale.language_code: page for page in pages.select_related("locale", "project")}
        found = next((languages[code] for code in fallback_order() if code in languages), None)
        if found is not None and self.community is not None:
            found.live_languages = languages_of(languages)
            found.community = self.community
        return found

    # What it shows

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        projects = projects_shown(self.community)
        wanted = request.GET.get("stage", "")
        counts = stage_counts(projects, request.path, wanted)
        if wanted in Stage.values:
            projects = [project for project in projects if project.stage == wanted]
        page = Paginator(self._links(projects, request), PAGE_SIZE).get_page(request.GET.get("page"))
        self.page_number = page.number
        works = works_ahead(self.community) if self.community else []
        return {
            **super().get_context(request, *args, **kwargs),
            "page_of_projects": page,
            "counts": counts,
            "works": works_links(works, request)[:10],
            "feed_url": feed_url(self.community, request),
        }

    def _links(self, projects: Sequence[Any], request: HttpRequest) -> list[LinkItem]:
        return project_links(projects, request, with_community=self.community_id is None)

    def get_description(self) -> str:
        place = {"place": self.community} if self.community else None
        if place:
            return (
                gettext("What is renovated in %(place)s: what residents asked for, how far it is, when works are on.")
                % place
            )
        return gettext("What is renovated in the city, community by community, and how far it is.")

    def get_address(self, request: HttpRequest, language: str) -> str:
        address = renovation_url(self.community, request, language=language)
        return f"{address}?page={self.page_number}" if self.page_number > 1 else address

    def get_meta(self, request: HttpRequest) -> PageMeta:
        meta = super().get_meta(request)
        if self.page_number > 1:
            named = {"subject": self.title, "number": self.page_number}
            return replace(meta, title=gettext("%(subject)s, page %(number)d") % named)
        return meta
