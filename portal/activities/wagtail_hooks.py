"""Admin: the preview of dates, what is said after saving, and what announcements changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from portal.activities.admin_views import preview_dates
from portal.activities.booking import clashes_at
from portal.activities.dashboard import DayEffectsPanel
from portal.activities.models import ActivityPage
from portal.communities.access.checks import named_pages
from portal.communities.access.gate import admit
from portal.timetables.days import known_days


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("activity-dates/<int:page_id>/", preview_dates, name="activity_dates")]


admit("activity_dates", "works out what was sent, for pages the person may work on", check=named_pages)


@hooks.register("construct_homepage_panels")
def add_day_effects(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(DayEffectsPanel())


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_of_clashes(request: HttpRequest, page: Page) -> None:
    """A room promised twice is said after saving, whether or not the preview was looked at."""
    if not isinstance(page, ActivityPage) or page.schedule is None or page.venue is None:
        return
    try:
        dates = page.schedule.next_dates(known_days(), after=timezone.localdate(), count=1000)
    except ValueError:
        return
    for clash in clashes_at(page.venue, dates, uid=page.uid):
        text = _("%(venue)s is taken on %(day)s, %(time)s: %(title)s.")
        named = {"venue": page.venue, "day": clash.day, "time": clash.time, "title": clash.title}
        messages.warning(request, text % named)
