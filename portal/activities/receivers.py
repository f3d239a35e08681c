"""What changes the calendar: pages of activities, communities, plugins, holidays and terms."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move, pre_page_move

from portal.activities.marks import EVERYTHING, mark
from portal.activities.models import ActivityPage, Series
from portal.activities.wanted import asked_owners
from portal.communities.models import Community
from portal.hours.signals import holidays_changed, school_terms_changed
from portal.plugins.calendar import calendar_changed
from portal.plugins.signals import calendar_entries_changed, plugin_switched

OWNER = "activities"


def mark_entries(owner: str, uids: frozenset[str], **_signal: Any) -> None:
    mark(owner, uids)


def mark_activity(instance: ActivityPage, **kwargs: Any) -> None:
    """Publishing, unpublishing and expiry all save the page in their transaction."""
    if not kwargs.get("raw"):
        calendar_changed(OWNER, [instance.uid])


def mark_moved(instance: Page, **_signal: Any) -> None:
    """A move changes whose the activities below are."""
    keys = ActivityPage.objects.descendant_of(instance, inclusive=True).values_list("translation_key", flat=True)
    calendar_changed(OWNER, map(str, keys))


def mark_plugin(key: str, **_signal: Any) -> None:
    """Off needs no new dates, the query leaves them out; what changed meanwhile is asked for when it is on again."""
    if key in asked_owners():
        mark(key, [EVERYTHING])


def mark_days(**_signal: Any) -> None:
    """Holidays or terms were announced, changed or taken back: every series that asks about days."""
    with transaction.atomic():
        rows = Series.objects.filter(depends_on_days=True).order_by("owner", "pk").values_list("owner", "uid")
        touched: dict[str, list[str]] = {}
        for owner, uid in rows:
            touched.setdefault(owner, []).append(uid)
        for owner, uids in touched.items():
            mark(owner, uids, for_days=True)


def mark_community(instance: Community, created: bool, **_signal: Any) -> None:
    """Pages of a community that is not open are not public, so their entries are not either."""
    if not created:
        uids = Series.objects.filter(community=instance, owner=OWNER).values_list("uid", flat=True)
        homes = instance.home_pages.values_list("path", flat=True)
        keys = {str(key) for path in homes for key in keys_below(path)}
        calendar_changed(OWNER, keys | set(uids))


def keys_below(path: str) -> list[Any]:
    return list(ActivityPage.objects.filter(path__startswith=path).values_list("translation_key", flat=True))


def connect() -> None:
    """Called in AppConfig.ready(); the uids keep a second call harmless."""
    calendar_entries_changed.connect(mark_entries, dispatch_uid="calendar_entries")
    plugin_switched.connect(mark_plugin, dispatch_uid="calendar_plugin")
    holidays_changed.connect(mark_days, dispatch_uid="calendar_holidays")
    school_terms_changed.connect(mark_days, dispatch_uid="calendar_terms")
    for signal in (post_save, post_delete):
        signal.connect(mark_activity, sender=ActivityPage, dispatch_uid=f"calendar_activity_{id(signal)}")
    for signal in (pre_page_move, post_page_move):
        signal.connect(mark_moved, dispatch_uid=f"calendar_move_{id(signal)}")
    post_save.connect(mark_community, sender=Community, dispatch_uid="calendar_community")
