"""The list of renovation projects: a community's own, or all of the city's."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.communities.models import Community
from portal.components import LinkItem
from portal.home.models import IndexPage
from portal.renovation.addresses import FEED, feed_url, renovation_url
from portal.renovation.catalogue import projects_shown
from portal.renovation.choices import Stage
from portal.renovation.listings import project_links, stage_counts, works_links
from portal.renovation.works_entries import works_ahead

PAGE_SIZE = 20


class RenovationIndexPage(IndexPage):
    """`community` is None for the city's. Works notices are in its Atom feed, `feed/` below it."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community")
    )

    parent_page_types: ClassVar[list[str]] = ["home.CityHomePage", "home.CommunityHomePage"]
    subpage_types: ClassVar[list[str]] = ["renovation.RenovationProjectPage"]
    fetched_with_child = ("project",)

    class Meta:
        verbose_name = _("index of renovation projects")
        verbose_name_plural = _("indexes of renovation projects")

    def section_at(self, path_components: list[str]) -> dict[str, Any]:
        return {"section": FEED} if path_components == [FEED] else {}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs.pop("section", "") == FEED:
            from portal.renovation.feeds import works_feed  # noqa: PLC0415 - feeds are built on models

            return works_feed(request, self)
        return super().serve(request, *args, **kwargs)

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
