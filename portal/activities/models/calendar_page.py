"""The calendar of a community: everything that takes place there, whoever says so, and the activities below it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.activities.addresses import SLUG
from portal.communities.current import community_of
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.home.fixed import FixedPage
from portal.meta import Crumb, PageMeta
from portal.pages import PortalPage

#: Addresses below it that are no pages: {pattern: what answers}.
SECTIONS = {
    r"list/(?P<day>\d{4}-\d{2}-\d{2})": "list",
    r"week(?:/(?P<day>\d{4}-\d{2}-\d{2}))?": "week",
    r"month(?:/(?P<month>\d{4}-\d{2}))?": "month",
    r"subscribe": "subscribe",
    r"ics(?:/(?P<series>\d{1,18})(?:/(?P<original>\d{8}(?:T\d{6})?))?)?": "ics",
}
RESERVED = ("list", "week", "month", "subscribe", "ics")


class ActivityCalendarPage(FixedPage):
    """Added below a community's home pages when it is opened."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="calendar_pages", verbose_name=_("community")
    )

    search_kind = None
    parent_page_types: ClassVar[list[str]] = ["home.CommunityHomePage"]
    subpage_types: ClassVar[list[str]] = ["activities.ActivityPage"]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        SynchronizedField("community", overridable=False),
    ]

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    #: What below it was asked for, and with what; set when the page is served.
    section = "list"
    asked: Mapping[str, str] = MappingProxyType({})

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        here = community_of(request)
        if here is not None and here.pk == self.community_id:
            self.community = here
        if self.live and path_components and path_components[0] in RESERVED:
            section, asked = section_at("/".join(path_components))
            return RouteResult(self, kwargs={"section": section, "asked": asked})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.section, self.asked = kwargs.pop("section", "list"), kwargs.pop("asked", {})
        if self.section == "ics":
            from portal.activities.feeds import feed_response  # noqa: PLC0415 - views are built on models

            return feed_response(request, self)
        return super().serve(request, *args, **kwargs)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "activities/subscribe.html" if self.section == "subscribe" else "activities/activity_calendar_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.activities.views import calendar_context  # noqa: PLC0415 - likewise

        shown = calendar_context(request, self)
        return {**super().get_context(request, *args, **kwargs), **shown}

    def get_meta(self, request: HttpRequest) -> PageMeta:
        """Only the calendar itself is for search engines: its views have no end."""
        return replace(super().get_meta(request), indexable=self.section == "list" and not self.asked)

    def get_description(self) -> str:
        return gettext("What is on in %(place)s, day by day: activities, classes, meetings, volunteering, works.") % {
            "place": self.community
        }

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        crumbs = [Crumb(str(self.community), home_url(request, self.community))]
        if self.section == "subscribe":
            crumbs.append(Crumb(self.title, f"{home_url(request, self.community)}{SLUG}/"))
        return crumbs


def section_at(rest: str) -> tuple[str, dict[str, str]]:
    """Raises Http404 for what is none."""
    for pattern, section in SECTIONS.items():
        if found := re.fullmatch(pattern, rest):
            return section, {name: value for name, value in found.groupdict().items() if value}
    raise Http404
