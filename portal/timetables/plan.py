"""When an activity takes place, from the plain words of the form to a recurrence."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.recurrence import (
    Days,
    Extra,
    Moved,
    Occurrence,
    Recurrence,
    TooManyDates,
    When,
    day_of,
    occurrences_between,
)
from portal.timetables.choices import Change, Repeats

BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: A series with an end has at most so many dates; one without is worked out so far ahead.
MOST, AHEAD = 1_000, dt.timedelta(days=731)
LONGEST = dt.timedelta(days=366)


class PlanError(ValueError):
    """What is wrong, and at which field of the form; `row` is the place among the changes to single dates."""

    def __init__(self, field: str, message: str, *, row: int | None = None) -> None:
        super().__init__(message)
        self.field, self.message, self.row = field, message, row


@dataclass(frozen=True, slots=True)
class DateChange:
    date: dt.date
    change: Change
    to_date: dt.date | None = None
    start_time: dt.time | None = None
    end_time: dt.time | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The form's fields. Without `start_time` it takes whole days; `weekdays` begin with 0 for Monday."""

    starts_on: dt.date
    start_time: dt.time | None = None
    end_time: dt.time | None = None
    ends_on: dt.date | None = None
    repeats: Repeats = Repeats.NEVER
    every: int = 1
    weekdays: Sequence[int] = ()
    until: dt.date | None = None
    times: int | None = None
    rule: str = ""
    changes: Sequence[DateChange] = ()
    not_on_holidays: bool = False
    on_makeup_days: bool = False
    in_term_only: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    starts: When
    ends: When
    recurrence: Recurrence | None = field(default=None)

    def between(self, first: dt.date, last: dt.date, days: Days) -> list[Occurrence]:
        return occurrences_between(self.starts, self.ends, self.recurrence, first=first, last=last, days=days)

    def next_dates(self, days: Days, *, after: dt.date, count: int) -> list[Occurrence]:
        return self.between(after, after + AHEAD, days)[:count]


def schedule_of(plan: Plan) -> Schedule:
    """Raises PlanError for what cannot be worked out at all. What has no dates is for `check_dates`."""
    starts, ends = _span_of(plan)
    if plan.repeats == Repeats.NEVER and not plan.changes:
        return Schedule(starts, ends)
    extra, moved, without, cancelled = [], [], set(), set()
    for row, change in enumerate(plan.changes):
        if change.change == Change.LEFT_OUT:
            without.add(change.date)
        elif change.change == Change.CANCELLED:
            cancelled.add(change.date)
        elif change.change == Change.EXTRA:
            extra.append(Extra(*_changed_span(plan, change, change.date, row)))
        else:
            original = _at(plan, change.date, plan.start_time)
            moved.append(Moved(original, *_changed_span(plan, change, change.to_date or change.date, row)))
    try:
        recurrence = Recurrence(
            rule=rule_of(plan),
            without=frozenset(without),
            extra=tuple(extra),
            moved=tuple(moved),
            cancelled=frozenset(cancelled),
            not_on_holidays=plan.not_on_holidays,
            on_makeup_days=plan.on_makeup_days,
            in_term_only=plan.in_term_only,
        )
    except ValueError as error:
        raise PlanError("repeats", str(error)) from error
    return Schedule(starts, ends, recurrence)


def _span_of(plan: Plan) -> tuple[When, When]:
    last = plan.ends_on or plan.starts_on
    if last < plan.starts_on:
        raise PlanError("ends_on", _("The last day lies before the first."))
    if plan.start_time is None:
        if plan.end_time is not None:
            raise PlanError("start_time", _("When does it begin? Leave both times empty for whole days."))
        return plan.starts_on, last + dt.timedelta(days=1)
    if plan.end_time is None:
        raise PlanError("end_time", _("When does it end?"))
    starts, ends = _at(plan, plan.starts_on, plan.start_time), _at(plan, last, plan.end_time)
    if ends <= starts:
        text = _("It ends before it begins. If it goes on past midnight, enter the next day as the last day.")
        raise PlanError("end_time", text)
    if last - plan.starts_on > LONGEST:
        raise PlanError("ends_on", _("One date lasts a year at most. What comes back is entered under “How often”."))
    return starts, ends


def _changed_span(plan: Plan, change: DateChange, day: dt.date, row: int) -> tuple[When, When]:
    """On another day, at the usual time where no other is given, as long as usual where no end is."""
    usual_start, usual_end = _span_of(plan)
    lasts = usual_end - usual_start  # type: ignore[operator]  # both are of one kind
    if plan.start_time is None:
        return day, day + lasts
    starts = _at(plan, day, change.start_time or plan.start_time)
    ends = _at(plan, day, change.end_time) if change.end_time else starts + lasts
    if ends <= starts:
        raise PlanError("end_time", _("It ends before it begins."), row=row)
    return starts, ends


def _at(plan: Plan, day: dt.date, time: dt.time | None) -> When:
    """That time of that day; where the plan has whole days, the day."""
    if plan.start_time is None or time is None:
        return day
    return dt.datetime.combine(day, time, timezone.get_default_timezone())


def rule_of(plan: Plan) -> str:
    if plan.repeats == Repeats.RULE:
        return plan.rule
    start = plan.starts_on
    nth = -1 if start.day > 28 else (start.day - 1) // 7 + 1
    frequency = {
        Repeats.NEVER: [],
        Repeats.DAILY: ["FREQ=DAILY"],
        Repeats.WEEKLY: [
            "FREQ=WEEKLY",
            "BYDAY=" + ",".join(BYDAY[d] for d in sorted(plan.weekdays or [start.weekday()])),
        ],
        Repeats.MONTHLY: ["FREQ=MONTHLY", f"BYMONTHDAY={start.day}"],
        Repeats.MONTHLY_WEEKDAY: ["FREQ=MONTHLY", f"BYDAY={nth}{BYDAY[start.weekday()]}"],
        Repeats.YEARLY: ["FREQ=YEARLY"],
    }[plan.repeats]
    if not frequency:
        return ""
    parts = [*frequency]
    if plan.every > 1:
        parts.append(f"INTERVAL={plan.every}")
    if plan.times:
        parts.append(f"COUNT={plan.times}")
    elif plan.until:
        parts.append(f"UNTIL={until_text(plan)}")
    return ";".join(parts)


def until_text(plan: Plan) -> str:
    """RFC 5545 wants a date where the start is one, and otherwise UTC."""
    assert plan.until is not None  # noqa: S101 - for the type checker: the caller has looked
    if plan.start_time is None:
        return f"{plan.until:%Y%m%d}"
    end = dt.datetime.combine(plan.until, dt.time(23, 59, 59), timezone.get_default_timezone())
    return f"{end.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def check_dates(plan: Plan, schedule: Schedule, days: Days) -> None:
    """Raises PlanError where nothing takes place, where it takes place too often, or a change changes nothing."""
    last = plan.until or (plan.starts_on + AHEAD)
    end_field = "times" if plan.times else "until"
    if plan.until and plan.until < plan.starts_on:
        raise PlanError("until", _("It comes back until a day before its first."))
    try:
        found = schedule.between(plan.starts_on, max(last, plan.starts_on + AHEAD), days)
    except TooManyDates:
        found = []
        too_many = True
    else:
        too_many = max(len(found), plan.times or 0) > MOST
    if too_many:
        text = ngettext("That makes more than %(count)d date.", "That makes more than %(count)d dates.", MOST)
        raise PlanError(end_field, text % {"count": MOST})
    _check_changes(plan, schedule, days)
    if not found:
        raise PlanError(end_field, _nothing_left(plan))


def _nothing_left(plan: Plan) -> str:
    if plan.in_term_only:
        return _("No date is left. In which term? Terms that are not entered yet have no dates.")
    return _("No date is left: look at the days of the week, the last day and the dates left out.")


def _check_changes(plan: Plan, schedule: Schedule, days: Days) -> None:
    """Leaving out, cancelling and moving speak of a date the rule has, whatever day it is."""
    recurrence = schedule.recurrence
    if recurrence is None:
        return
    bare = Recurrence(rule=recurrence.rule, extra=recurrence.extra, on_makeup_days=recurrence.on_makeup_days)
    for row, change in enumerate(plan.changes):
        if change.change == Change.MOVED and not (change.to_date or change.start_time):
            raise PlanError("to_date", _("Moved to when?"), row=row)
        if change.change == Change.EXTRA:
            continue
        found = occurrences_between(
            schedule.starts, schedule.ends, bare, first=change.date, last=change.date, days=days
        )
        if not any(day_of(each.original) == change.date for each in found):
            raise PlanError("date", _("Nothing takes place on that day anyway."), row=row)
