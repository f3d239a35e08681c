"""What kind of day a date is, and what anybody who knows it must answer. Plain values, no database."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from portal.names import Names

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
# Stands among the weekdays of a rule for "on public holidays, whatever the weekday".
PUBLIC_HOLIDAY = 7
WORKING_WEEK = frozenset(range(5))
WEEKEND = frozenset({SATURDAY, SUNDAY})
EVERY_DAY = frozenset(range(7))


class DayKind(StrEnum):
    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"
    UNKNOWN = "unknown"


# What a day of an unannounced year may turn out to be. Ordinary days go by their weekday: WORKING stands
# for them all.
POSSIBLE_KINDS = (DayKind.WORKING, DayKind.HOLIDAY, DayKind.MAKEUP)


def plain_kind(date: dt.date) -> DayKind:
    """What the date is by its weekday alone."""
    return DayKind.WEEKEND if date.weekday() in WEEKEND else DayKind.WORKING


@dataclass(frozen=True, slots=True)
class Day:
    """`names` is the holiday's: that it is, or that a make-up day works for. Empty on other days."""

    date: dt.date
    kind: DayKind
    names: Names = field(default_factory=Names)


class Calendar(Protocol):
    """Answers for every date; a date of a year whose holidays are not announced is UNKNOWN."""

    def day(self, date: dt.date) -> Day: ...


@dataclass(frozen=True)
class FixedCalendar:
    """A calendar from literal days, in which the years of `announced` (None: all) are known."""

    days: Mapping[dt.date, Day] = field(default_factory=dict)
    announced: frozenset[int] | None = None

    def day(self, date: dt.date) -> Day:
        known = self.days.get(date)
        if known:
            return known
        if self.announced is not None and date.year not in self.announced:
            return Day(date, DayKind.UNKNOWN)
        return Day(date, plain_kind(date))
