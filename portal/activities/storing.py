"""From marks to stored dates: ask whose entry it is, keep the series, work its dates out, forget the mark.

All in one transaction that holds the mark: a change made meanwhile waits, and marks it anew.
"""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.activities.choices import Effect, OccurrenceState
from portal.activities.feed_dates import as_feed_dates
from portal.activities.marks import EVERYTHING, mark
from portal.activities.models import DayEffect, Occurrence, Series, SeriesMark, moment_of
from portal.activities.wanted import asked_owners
from portal.communities.models import Community
from portal.keeping import PAGES
from portal.plugins.activation import communities_with
from portal.plugins.calling import call
from portal.plugins.contracts import CalendarEntry
from portal.plugins.registry import installed
from portal.recurrence import Days, as_plain, differences_until, occurrences_between
from portal.timetables.days import known_days

logger = logging.getLogger(__name__)

BATCH = 50
#: How much of what was and of what will be is kept.
KEPT_BEHIND, KEPT_AHEAD = dt.timedelta(days=400), dt.timedelta(days=731)
FAILED = object()


def mark_all() -> None:
    """Each night: the days go on, and whoever forgot to say that something changed is asked."""
    for owner in asked_owners():
        mark(owner, [EVERYTHING])
    Series.objects.exclude(owner__in=asked_owners()).delete()


def catch_up() -> int:
    """Work off everything that is marked; how many marks are left because a plugin does not answer."""
    failed: list[Exception] = []
    for owner in sorted(set(SeriesMark.objects.values_list("owner", flat=True))):
        try:
            _spread(owner)
            marked = SeriesMark.objects.filter(owner=owner).exclude(uid=EVERYTHING).order_by("pk")
            while (uids := list(marked.values_list("uid", flat=True)[:BATCH])) and work_off(owner, uids):
                pass
        except Exception as error:  # the others' entries are theirs all the same
            logger.exception("The calendar entries of %s could not be worked out", owner)
            failed.append(error)
    if failed:
        raise failed[0]
    return SeriesMark.objects.count()


@transaction.atomic
def _spread(owner: str) -> None:
    """A mark for all of an owner becomes one for each entry it has or had."""
    whole = SeriesMark.objects.select_for_update().filter(owner=owner, uid=EVERYTHING).first()
    if whole is None:
        return
    entries = entries_of(owner, None)
    if entries is None:
        return
    known = set(Series.objects.filter(owner=owner).values_list("uid", flat=True))
    whole.delete()
    mark(owner, known | {entry.uid for entry in entries})


@transaction.atomic
def work_off(owner: str, uids: Sequence[str]) -> bool:
    """Store what these entries are now. False where the plugin does not answer: the marks wait for it."""
    marks = list(SeriesMark.objects.select_for_update().filter(owner=owner, uid__in=uids).order_by("pk"))
    wanted = [each.uid for each in marks]
    entries = entries_of(owner, wanted)
    if entries is None:
        return False
    days = known_days()
    known = {series.uid: series for series in Series.objects.filter(owner=owner, uid__in=wanted)}
    for_days = {each.uid for each in marks if each.for_days}
    for entry in entries:
        if entry.uid in wanted:
            store(entry, owner, known.pop(entry.uid, None), days, tells=entry.uid in for_days)
    Series.objects.filter(pk__in=[series.pk for series in known.values()]).delete()
    SeriesMark.objects.filter(pk__in=[each.pk for each in marks]).delete()
    transaction.on_commit(PAGES.renew)
    return True


def entries_of(owner: str, uids: Sequence[str] | None) -> list[CalendarEntry] | None:
    """What an app or plugin says of these entries, or of all; None where it does not answer.

    Of a plugin only where it is on: that is looked up here, whatever it says.
    """
    if owner not in asked_owners():
        return []
    found: list[Any] = call(
        "calendar_entries",
        only=owner,
        instead=lambda _plugin: FAILED,
        communities=Community.objects.all(),
        uids=uids,
    )
    if FAILED in found:
        return None
    if owner in installed():
        on = set(communities_with(owner).values_list("pk", flat=True))
        found = [entry for entry in found if entry.community.pk in on]
    return list({entry.uid: entry for entry in found}.values())


def store(entry: CalendarEntry, owner: str, series: Series | None, days: Days, *, tells: bool = False) -> Series:
    """`tells` has its editors told what became of its dates."""
    values = {**values_of(entry), **dates_for_feeds(entry, days)}
    if series is None:
        series = Series.objects.create(owner=owner, uid=entry.uid, **values)
    elif changed := [name for name, value in values.items() if getattr(series, name) != value]:
        for name in changed:
            setattr(series, name, values[name])
        series.sequence += 1
        series.changed_at = timezone.now()
        series.save()
    _store_dates(series, entry, days, tells=tells)
    return series


def values_of(entry: CalendarEntry) -> dict[str, Any]:
    recurrence = entry.recurrence
    in_community = entry.venue is not None and entry.venue.community_id == entry.community.pk
    return {
        "community_id": entry.community.pk,
        "titles": {code: title[:255] for code, title in entry.titles.items()},
        "summaries": {code: text[:500] for code, text in entry.summaries.items()},
        "paths": dict(entry.path),  # type: ignore[arg-type]  # the entry has made it a mapping
        "kind": entry.kind.value,
        "starts_at": moment_of(entry.starts),
        "ends_at": moment_of(entry.ends),
        "all_day": not isinstance(entry.starts, dt.datetime),
        "plain_recurrence": as_plain(recurrence) if recurrence else {},
        "depends_on_days": bool(recurrence and recurrence.depends_on_days),
        "audiences": f",{','.join(entry.audiences)}," if entry.audiences else "",
        "venue_id": entry.venue.pk if entry.venue and in_community else None,
        "place": dict(entry.place),
        "team": entry.team,
        "team_names": dict(entry.team_names),
        "is_free": entry.is_free,
        "is_cancelled": entry.is_cancelled,
    }


def dates_for_feeds(entry: CalendarEntry, days: Days) -> dict[str, Any]:
    """Kept with the series, so that a feed of many reads no dates."""
    if entry.recurrence is None:
        return {"feed_dates": {}}
    last = timezone.localdate() + KEPT_AHEAD
    try:
        found = differences_until(entry.starts, entry.ends, entry.recurrence, last=last, days=days)
    except (ValueError, OverflowError):  # `_worked_out` says what is wrong
        return {"feed_dates": {}}
    return {"feed_dates": as_feed_dates(found)}


def _store_dates(series: Series, entry: CalendarEntry, days: Days, *, tells: bool) -> None:
    """Rows that stay keep their identity; what is past the window goes."""
    wanted, problem = _worked_out(series, entry, days)
    present = {row.original_at: row for row in series.occurrences.all()}
    new = [row for row in wanted.values() if row.original_at not in present]
    changed = [
        _taken_over(present[original], row)
        for original, row in wanted.items()
        if original in present and _differs(present[original], row)
    ]
    gone = [row for original, row in present.items() if original not in wanted]
    if tells:
        _tell(series, new=new, gone=gone)
    Occurrence.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Occurrence.objects.bulk_create(new)
    Occurrence.objects.bulk_update(changed, ["starts_at", "ends_at", "state", "community"])
    if series.problem != problem:
        Series.objects.filter(pk=series.pk).update(problem=problem)


def _worked_out(series: Series, entry: CalendarEntry, days: Days) -> tuple[dict[dt.datetime, Occurrence], str]:
    today = timezone.localdate()
    span = {"first": today - KEPT_BEHIND, "last": today + KEPT_AHEAD}
    try:
        found = occurrences_between(entry.starts, entry.ends, entry.recurrence, days=days, **span)
    except (ValueError, OverflowError) as error:  # what its author said makes no dates; the others have theirs
        logger.warning("No dates of %s %s: %s", series.owner, series.uid, error)
        return {}, str(error)[:200]
    rows = [
        Occurrence(
            series=series,
            community_id=series.community_id,
            original_at=moment_of(each.original),
            starts_at=moment_of(each.starts),
            ends_at=moment_of(each.ends),
            state=OccurrenceState(each.state.value),
        )
        for each in found
    ]
    return {row.original_at: row for row in rows}, ""


def _differs(present: Occurrence, wanted: Occurrence) -> bool:
    names = ("starts_at", "ends_at", "state", "community_id")
    return any(getattr(present, name) != getattr(wanted, name) for name in names)


def _taken_over(present: Occurrence, wanted: Occurrence) -> Occurrence:
    for name in ("starts_at", "ends_at", "state", "community_id"):
        setattr(present, name, getattr(wanted, name))
    return present


def _tell(series: Series, *, new: Iterable[Occurrence], gone: Iterable[Occurrence]) -> None:
    """Of dates to come, but for the last month kept: those may be new because time went on."""
    now = timezone.now()
    last = now + KEPT_AHEAD - dt.timedelta(days=31)
    happened = [*((row, Effect.ADDED) for row in new), *((row, Effect.DROPPED) for row in gone)]
    DayEffect.objects.bulk_create(
        [
            DayEffect(series=series, day=timezone.localdate(row.starts_at), effect=effect)
            for row, effect in happened
            if now < row.starts_at < last
        ],
        ignore_conflicts=True,
    )
