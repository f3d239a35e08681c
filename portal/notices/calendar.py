"""Notices with a time of their own in the calendar: what takes place, and the period of public announcements."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db.models.signals import post_delete, post_save

from portal.communities.querysets import CommunityQuerySet
from portal.notices.addresses import NOTICES_SLUG
from portal.notices.choices import NoticeKind
from portal.notices.models import NoticePage
from portal.plugins.calendar import CalendarKind, calendar_changed
from portal.plugins.contracts import CalendarEntry

OWNER = "notices"


def uid_of(notice: NoticePage) -> str:
    return f"notice-{notice.translation_key}"


def entries_of(communities: CommunityQuerySet, uids: Sequence[str] | None) -> Iterator[CalendarEntry]:
    """Of the live ones; two queries for any number."""
    notices = NoticePage.objects.live().filter(community__in=communities.order_by().values("pk"), lists_persons=False)
    if uids is not None:
        notices = notices.filter(translation_key__in=[uid.removeprefix("notice-") for uid in uids])
    found = notices.select_related("community", "locale").order_by("translation_key", "pk")
    for _key, versions in groupby(found, key=lambda notice: notice.translation_key):
        if entry := entry_of(list(versions)):
            yield entry


def entry_of(versions: Sequence[NoticePage]) -> CalendarEntry | None:
    first = versions[0]
    times = times_of(first)
    if times is None:
        return None
    return CalendarEntry(
        uid=uid_of(first),
        community=first.community,
        titles={notice.language_code: notice.title for notice in versions},
        summaries={notice.language_code: notice.lead for notice in versions},
        path=f"{NOTICES_SLUG}/{first.slug}/",
        starts=times[0],
        ends=times[1],
        kind=CalendarKind.NOTICE,
    )


def times_of(notice: NoticePage) -> tuple[Any, Any] | None:
    """(start, end): times of what takes place, or whole days of a period; None for a notice without either."""
    if notice.takes_place_from:
        return notice.takes_place_from, notice.takes_place_until or notice.takes_place_from
    if notice.kind == NoticeKind.ANNOUNCEMENT and notice.period_until:
        first = notice.period_from or notice.period_until
        return first, notice.period_until + dt.timedelta(days=1)
    return None


def say_change(sender: type, instance: NoticePage, **kwargs: object) -> None:
    """Publishing, expiry and deletion all save or delete the page in their transaction."""
    calendar_changed(OWNER, [uid_of(instance)])


def connect() -> None:
    """Called in AppConfig.ready(); the uids keep a second call harmless."""
    post_save.connect(say_change, sender=NoticePage, dispatch_uid="notices_calendar_save")
    post_delete.connect(say_change, sender=NoticePage, dispatch_uid="notices_calendar_delete")
