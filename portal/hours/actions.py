"""Writes: what was announced."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.hours.holiday_names import holiday_names
from portal.hours.models import Holiday, HolidayYear, SchoolTerm
from portal.hours.notices import Notice
from portal.hours.signals import holidays_changed, school_terms_changed


class NoticeConflict(ValueError):
    """A date that the notice for another year already holds."""


@dataclass
class HolidayChanges:
    added: int = 0
    changed: int = 0
    removed: int = 0
    years: set[int] = field(default_factory=set)
    dates: set[dt.date] = field(default_factory=set)
    unannounced: list[int] = field(default_factory=list)


@transaction.atomic
def record_notices(
    *,
    notices: Sequence[Notice],
    by: AbstractBaseUser | None,
    progress: Callable[[Iterable[Notice]], Iterable[Notice]] = iter,
) -> HolidayChanges:
    """The days of each notice's year become those of the notice; names edited meanwhile stay. Raises
    NoticeConflict.

    A notice without days says its year is not announced yet and changes nothing. `holidays_changed` is
    sent after commit if anything changed.
    """
    changes = HolidayChanges()
    announced = [notice for notice in notices if notice.days]
    changes.unannounced = [notice.year for notice in notices if not notice.days]
    years = HolidayYear.objects.select_for_update().in_bulk([notice.year for notice in announced])
    dates = [day.date for notice in announced for day in notice.days]
    known = {
        holiday.date: holiday
        for holiday in Holiday.objects.filter(notice__in=[notice.year for notice in announced])
        | Holiday.objects.filter(date__in=dates)
    }
    for notice in progress(announced):
        _record_notice(notice, years.get(notice.year), known, changes)
    for year in sorted(changes.years):
        log(instance=HolidayYear(year=year), action="hours.import_holidays", user=by, title=str(year))
    announce_after_commit(years=changes.years, dates=changes.dates)
    return changes


def _record_notice(
    notice: Notice, year: HolidayYear | None, known: dict[dt.date, Holiday], changes: HolidayChanges
) -> None:
    if year is None or year.source != notice.source:
        # In bulk, as below: the receivers that announce single rows stay out of it.
        year = HolidayYear(year=notice.year, source=notice.source)
        HolidayYear.objects.bulk_create(
            [year], update_conflicts=True, unique_fields=["year"], update_fields=["source", "imported_at"]
        )
        changes.years.add(notice.year)
    wanted = {day.date: day for day in notice.days}
    added, changed = [], []
    for date, day in wanted.items():
        holiday = known.get(date)
        if holiday is None:
            added.append(Holiday(date=date, kind=day.kind, names=holiday_names(day.name), notice=year))
            continue
        if holiday.notice_id != notice.year:
            raise NoticeConflict(
                _("%(date)s is already a day of the notice for %(year)d.") % {"date": date, "year": holiday.notice_id}
            )
        is_renamed = holiday.names.get("zh-hans") != day.name
        if is_renamed or holiday.kind != day.kind:
            holiday.kind = day.kind
            holiday.names = holiday_names(day.name) if is_renamed else holiday.names
            changed.append(holiday)
    gone = [date for date, holiday in known.items() if holiday.notice_id == notice.year and date not in wanted]
    Holiday.objects.bulk_create(added)
    Holiday.objects.bulk_update(changed, ["kind", "names"])
    Holiday.objects.filter(date__in=gone).delete()
    touched = {*(holiday.date for holiday in [*added, *changed]), *gone}
    if touched:
        changes.years.add(notice.year)
    changes.dates |= touched
    changes.added += len(added)
    changes.changed += len(changed)
    changes.removed += len(gone)


def announce_after_commit(*, years: Iterable[int], dates: Iterable[dt.date]) -> None:
    years, dates = frozenset(years), frozenset(dates)
    if years or dates:
        transaction.on_commit(lambda: holidays_changed.send(sender=Holiday, years=years, dates=dates))


@dataclass
class TermChanges:
    added: int = 0
    changed: int = 0


@transaction.atomic
def record_school_terms(*, terms: Sequence[SchoolTerm], by: AbstractBaseUser | None) -> TermChanges:
    """Terms by their keys; those not named stay. `school_terms_changed` is sent after commit if anything changed."""
    changes = TermChanges()
    fields = ("names", "scope", "starts", "ends")
    known = {term.key: term for term in SchoolTerm.objects.select_for_update().filter(key__in=[t.key for t in terms])}
    added = [term for term in terms if term.key not in known]
    changed = []
    for term in terms:
        old = known.get(term.key)
        if old and any(getattr(old, name) != getattr(term, name) for name in fields):
            for name in fields:
                setattr(old, name, getattr(term, name))
            changed.append(old)
    SchoolTerm.objects.bulk_create(added)
    SchoolTerm.objects.bulk_update(changed, fields)
    for term in [*added, *changed]:
        log(instance=term, action="hours.import_school_terms", user=by)
    announce_terms_after_commit(term.key for term in [*added, *changed])
    changes.added, changes.changed = len(added), len(changed)
    return changes


def announce_terms_after_commit(keys: Iterable[str]) -> None:
    if changed := frozenset(keys):
        transaction.on_commit(lambda: school_terms_changed.send(sender=SchoolTerm, keys=changed))
