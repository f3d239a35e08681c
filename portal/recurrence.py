"""When something takes place that repeats. Values and dates only: no database, no request.

A rule speaks of the wall clock where it is: dates are worked out without a time zone, then get that of the start, so
an hour stays that hour. What a rule does not say (holidays, terms) comes in as `Days`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import takewhile
from typing import Any

from dateutil.rrule import rrule, rrulestr

#: An aware datetime, or a date for what takes whole days.
When = dt.datetime | dt.date

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
#: More dates than this are a mistake, not a series.
MOST_DATES = 5_000
MIDNIGHT = dt.time()


class TooManyDates(ValueError):
    """A rule with more than MOST_DATES dates up to the last day that was asked for."""


class State(StrEnum):
    """`TENTATIVE`: the holidays of that year are not announced yet, so it may still be left out."""

    ON = "on"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Days:
    """What is known of days. A year that is not `announced` is unknown; `terms` are first and last days."""

    holidays: frozenset[dt.date] = frozenset()
    makeup_days: frozenset[dt.date] = frozenset()
    announced: frozenset[int] = frozenset()
    terms: tuple[tuple[dt.date, dt.date], ...] = ()

    def is_known(self, day: dt.date) -> bool:
        return day.year in self.announced or day in self.holidays or day in self.makeup_days

    def is_in_term(self, day: dt.date) -> bool:
        return any(first <= day <= last for first, last in self.terms)


@dataclass(frozen=True, slots=True)
class Extra:
    """A date beside the rule. It ends after the series' usual time where `ends` is None."""

    starts: When
    ends: When | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What would begin at `original` takes place then instead."""

    original: When
    starts: When
    ends: When


@dataclass(frozen=True)
class Recurrence:
    """`rule` is an RRULE of RFC 5545 without its name; empty, there are the start and what is `extra`.

    A date among `without` and `cancelled` of a series with times stands for all that begins on that day. `without`
    leaves nothing, `cancelled` stays to be seen as cancelled. `not_on_holidays`, `on_makeup_days` (also on working
    days made up for a holiday, at the usual time, between the first and the last date of the rule) and `in_term_only`
    speak of the rule; extra, moved and cancelled dates hold whatever day it is. Raises ValueError for a rule that is
    none, or repeats within a day.
    """

    rule: str = ""
    without: frozenset[When] = frozenset()
    extra: tuple[Extra, ...] = ()
    moved: tuple[Moved, ...] = ()
    cancelled: frozenset[When] = frozenset()
    not_on_holidays: bool = False
    on_makeup_days: bool = False
    in_term_only: bool = False

    def __post_init__(self) -> None:
        rule_of(self.rule, dt.datetime(2026, 1, 1), None)

    @property
    def depends_on_days(self) -> bool:
        return self.not_on_holidays or self.on_makeup_days or self.in_term_only


@dataclass(frozen=True, slots=True)
class Occurrence:
    """`original` is when the rule has it begin: it names the occurrence, also after it was moved."""

    original: When
    starts: When
    ends: When
    state: State = State.ON


def occurrences_between(
    starts: When, ends: When, recurrence: Recurrence | None, *, first: dt.date, last: dt.date, days: Days | None = None
) -> list[Occurrence]:
    """What takes place on a day from `first` to `last`, both included, in the order of its beginning.

    `starts` and `ends` are those of the first date; whole days end with the day after the last. Raises TooManyDates.
    """
    expansion = _Expansion(starts, ends, recurrence or Recurrence(), days or Days(), last)
    found = [each for each in expansion if day_of(each.starts) <= last and last_day_of(each) >= first]
    return sorted(found, key=lambda each: (_naive(each.starts), _naive(each.original)))


@dataclass(frozen=True, slots=True)
class Differences:
    """What a bare rule does not say, as calendar files do: dates left out, dates beside it, and those that are not
    as long or not at the time as the others, or cancelled. What is added and different is among both."""

    left_out: tuple[When, ...] = ()
    added: tuple[When, ...] = ()
    changed: tuple[Occurrence, ...] = ()


def differences_until(
    starts: When, ends: When, recurrence: Recurrence, *, last: dt.date, days: Days | None = None
) -> Differences:
    """From the first date to those that the rule has begin on `last`. Raises TooManyDates."""
    expansion = _Expansion(starts, ends, recurrence, days or Days(), last)
    kept = expansion.dates()
    changed = [
        each
        for each in expansion
        if each.state == State.CANCELLED or (each.starts, each.ends) != (each.original, each.original + expansion.lasts)
    ]
    return Differences(
        left_out=tuple(map(expansion.at, sorted(expansion.regular - kept.keys()))),
        added=tuple(map(expansion.at, sorted(kept.keys() - expansion.regular))),
        changed=tuple(sorted(changed, key=lambda each: _naive(each.original))),
    )


@dataclass
class _Expansion:
    """One working out of a recurrence, up to the day `last`."""

    starts: When
    ends: When
    recurrence: Recurrence
    days: Days
    last: dt.date
    lasts: dt.timedelta = field(init=False)

    def __post_init__(self) -> None:
        if isinstance(self.starts, dt.datetime) != isinstance(self.ends, dt.datetime):
            raise ValueError("a series has times or whole days, not both")
        self.lasts = _naive(self.ends) - _naive(self.starts)
        if self.lasts < dt.timedelta():
            raise ValueError("it ends before it begins")

    def __iter__(self) -> Iterator[Occurrence]:
        moved = {_naive(each.original): each for each in self.recurrence.moved}
        for start, (end, state) in self.dates().items():
            occurrence = Occurrence(self.at(start), self.at(start), self.at(end), state)
            if change := moved.get(start):
                occurrence = replace(occurrence, starts=change.starts, ends=change.ends, state=State.ON)
            if self.is_among(start, self.recurrence.cancelled):
                occurrence = replace(occurrence, state=State.CANCELLED)
            yield occurrence

    def dates(self) -> dict[dt.datetime, tuple[dt.datetime, State]]:
        """{original start: (end, state)}, by the wall clock: the rule's and the extra ones without those left out."""
        explicit = {_naive(each.original) for each in self.recurrence.moved}
        found = {}
        for start in self.regular | self.made_up:
            state = self.state_on(start.date())
            if state is None and (start in explicit or self.is_among(start, self.recurrence.cancelled)):
                state = State.ON
            if state is not None:
                found[start] = (start + self.lasts, state)
        for each in self.recurrence.extra:
            start = _naive(each.starts)
            found[start] = (_naive(each.ends) if each.ends is not None else start + self.lasts, State.ON)
        return {start: rest for start, rest in found.items() if not self.is_among(start, self.recurrence.without)}

    @cached_property
    def regular(self) -> set[dt.datetime]:
        """What the rule has, or the start alone, up to the last day of interest."""
        start = _naive(self.starts)
        if not self.recurrence.rule:
            return {start}
        wanted = [self.last, *(day_of(each.original) for each in self.recurrence.moved)]
        end = dt.datetime.combine(max(wanted), dt.time.max)
        found = set()
        for each in takewhile(lambda each: each <= end, rule_of(self.recurrence.rule, start, self.zone)):
            found.add(each)
            if len(found) > MOST_DATES:
                raise TooManyDates(f"more than {MOST_DATES} dates")
        return found

    @cached_property
    def made_up(self) -> set[dt.datetime]:
        """The usual time on make-up days between the rule's first date and its last."""
        if not (self.recurrence.on_makeup_days and self.recurrence.rule and self.regular):
            return set()
        end = self.ends_for_good or self.last
        usual = _naive(self.starts).time()
        return {
            dt.datetime.combine(day, usual)
            for day in self.days.makeup_days
            if min(self.regular).date() <= day <= min(end, self.last) and day not in self.regular_days
        }

    @cached_property
    def regular_days(self) -> set[dt.date]:
        return {each.date() for each in self.regular}

    @property
    def ends_for_good(self) -> dt.date | None:
        """The last day make-up days count to: that of UNTIL, or of the last of COUNT; None while the rule goes on."""
        parts = parts_of(self.recurrence.rule)
        if "UNTIL" in parts:
            return until_of(parts["UNTIL"], self.zone).date()
        return max(self.regular).date() if "COUNT" in parts else None

    def state_on(self, day: dt.date) -> State | None:
        """None where the rule's own date is left out for the kind of day it is."""
        if self.recurrence.in_term_only and not self.days.is_in_term(day):
            return None
        if not self.recurrence.not_on_holidays:
            return State.ON
        if day in self.days.holidays:
            return None
        return State.ON if self.days.is_known(day) else State.TENTATIVE

    def is_among(self, start: dt.datetime, named: frozenset[When]) -> bool:
        if not named:
            return False
        return start.date() in named or (self.zone is not None and self.at(start) in named)

    def at(self, wall: dt.datetime) -> When:
        return wall.replace(tzinfo=self.zone) if isinstance(self.starts, dt.datetime) else wall.date()

    @property
    def zone(self) -> dt.tzinfo | None:
        return self.starts.tzinfo if isinstance(self.starts, dt.datetime) else None


def rule_of(text: str, start: dt.datetime, zone: dt.tzinfo | None) -> Iterator[dt.datetime] | rrule:
    """The rule's dates from a start by the wall clock. Raises ValueError, in English, for what is no such rule."""
    parts = parts_of(text)
    if not parts:
        return iter(())
    if parts.get("FREQ") not in FREQUENCIES:
        raise ValueError(f"it does not repeat by days, weeks, months or years: {text!r}")
    if "UNTIL" in parts:
        # By the wall clock, like everything else; dateutil wants it as aware as the start.
        parts["UNTIL"] = f"{until_of(parts['UNTIL'], zone):%Y%m%dT%H%M%S}"
    try:
        found = rrulestr(";".join(f"{name}={value}" for name, value in parts.items()), dtstart=start)
    except (ValueError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"no rule of RFC 5545: {text!r} ({error})") from error
    if not isinstance(found, rrule):
        raise ValueError(f"more than one rule: {text!r}")
    return found


def parts_of(text: str) -> dict[str, str]:
    """{"FREQ": "WEEKLY", ...}"""
    parts: dict[str, str] = {}
    for part in filter(None, text.strip().rstrip(";").split(";")):
        name, equals, value = part.partition("=")
        if not equals or not value or name.upper() in parts:
            raise ValueError(f"no rule of RFC 5545: {text!r}")
        parts[name.upper()] = value.upper()
    for name in ("COUNT", "INTERVAL"):
        if name in parts and not (parts[name].isdecimal() and int(parts[name])):
            raise ValueError(f"{name} is no number: {text!r}")
    return parts


def until_of(text: str, zone: dt.tzinfo | None) -> dt.datetime:
    """The last moment by the wall clock. A date means that whole day; `Z` is turned into local time."""
    for form in ("%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S", "%Y%m%d"):
        try:
            moment = dt.datetime.strptime(text, form)
        except ValueError:
            continue
        if form.endswith("Z") and zone is not None:
            return moment.replace(tzinfo=dt.UTC).astimezone(zone).replace(tzinfo=None)
        return moment if "T" in form else dt.datetime.combine(moment, dt.time(23, 59, 59))
    raise ValueError(f"UNTIL is no date: {text!r}")


def day_of(when: When) -> dt.date:
    return when.date() if isinstance(when, dt.datetime) else when


def last_day_of(occurrence: Occurrence) -> dt.date:
    """The last day it has a part of: what ends at midnight has none of the next day."""
    if occurrence.ends == occurrence.starts:
        return day_of(occurrence.starts)
    end = _naive(occurrence.ends)
    return (end - dt.timedelta(microseconds=1)).date()


def _naive(when: When) -> dt.datetime:
    return when.replace(tzinfo=None) if isinstance(when, dt.datetime) else dt.datetime.combine(when, MIDNIGHT)


# As plain values, to be kept as JSON. Times are those of the wall clock: who reads them back says where.


def as_plain(recurrence: Recurrence) -> dict[str, Any]:
    """Only what is said."""
    plain = {
        "rule": recurrence.rule,
        "without": sorted(map(_text, recurrence.without)),
        "extra": [[_text(each.starts), _text(each.ends)] for each in recurrence.extra],
        "moved": [[_text(each.original), _text(each.starts), _text(each.ends)] for each in recurrence.moved],
        "cancelled": sorted(map(_text, recurrence.cancelled)),
        **{name: getattr(recurrence, name) for name in CONDITIONS},
    }
    return {name: value for name, value in plain.items() if value}


def from_plain(plain: Mapping[str, Any], zone: dt.tzinfo) -> Recurrence:
    """The reverse of `as_plain`. Raises ValueError, KeyError or TypeError for what it did not make."""

    def when(text: str) -> When:
        return dt.datetime.fromisoformat(text).replace(tzinfo=zone) if "T" in text else dt.date.fromisoformat(text)

    return Recurrence(
        rule=plain.get("rule", ""),
        without=frozenset(map(when, plain.get("without", ()))),
        extra=tuple(Extra(when(start), when(end) if end else None) for start, end in plain.get("extra", ())),
        moved=tuple(Moved(*map(when, each)) for each in plain.get("moved", ())),
        cancelled=frozenset(map(when, plain.get("cancelled", ()))),
        **{name: bool(plain.get(name)) for name in CONDITIONS},
    )


CONDITIONS = ("not_on_holidays", "on_makeup_days", "in_term_only")


def _text(when: When | None) -> str:
    return "" if when is None else _naive(when).isoformat() if isinstance(when, dt.datetime) else when.isoformat()
