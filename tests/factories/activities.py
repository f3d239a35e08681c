"""Activities as published pages below their community's calendar, and entries of others."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from portal.activities.models import ActivityCalendarPage, ActivityDateChange, ActivityPage, Series
from portal.activities.storing import catch_up, store
from portal.communities.models import Community
from portal.plugins.contracts import CalendarEntry
from portal.plugins.testing.kept import kept
from portal.timetables.days import known_days


def at(day: str, time: str = "09:00") -> dt.datetime:
    """By the wall clock of the city."""
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=timezone.get_default_timezone())


def calendar_of(community: Community, language: str = "zh-hans") -> ActivityCalendarPage:
    return ActivityCalendarPage.objects.get(community=community, locale__language_code=language)


@kept
def make_activity(
    slug: str = "tai-chi",
    *,
    community: Community,
    language: str = "zh-hans",
    changes: Sequence[dict[str, Any]] = (),
    publish: bool = True,
    **values: Any,
) -> ActivityPage:
    """A live activity, at nine on Monday, 2 March 2026, where nothing else is said. Its dates are not worked out yet:
    see `work_out`."""
    values = {
        "title": f"{slug} {language}",
        "summary": f"{slug} summary {language}",
        "starts_on": dt.date(2026, 3, 2),
        "start_time": dt.time(9),
        "end_time": dt.time(10),
    } | values
    page = ActivityPage(slug=slug, locale=Locale.objects.get(language_code=language), live=False, **values)
    page.changes = [ActivityDateChange(**change) for change in changes]
    calendar_of(community, language).add_child(instance=page)
    if publish:
        page.save_revision().publish()
    return ActivityPage.objects.get(pk=page.pk)


def make_pair(slug: str = "tai-chi", **values: Any) -> tuple[ActivityPage, ActivityPage]:
    chinese = make_activity(slug, **values)
    return chinese, make_activity(slug, language="en", translation_key=chinese.translation_key, **values)


def work_out() -> None:
    """As after the commit."""
    catch_up()


def store_entry(community: Community, uid: str = "duty", *, owner: str = "activities", **values: Any) -> Series:
    """An entry of any app or plugin in the store, as if its hook had said so. At nine on Monday, 2 March 2026."""
    values = {
        "titles": {"zh-hans": f"{uid}中文", "en": uid.title()},
        "path": f"calendar/{uid}/",
        "starts": at("2026-03-02"),
        "ends": at("2026-03-02", "10:00"),
    } | values
    return store(CalendarEntry(uid=uid, community=community, **values), owner, None, known_days())
