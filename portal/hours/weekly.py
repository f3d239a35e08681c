"""The parts of a weekly pattern: spans of time, seasons, rules. Immutable, comparable, in and out of JSON."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.hours.days import EVERY_DAY, PUBLIC_HOLIDAY

DAY_MINUTES = 24 * 60
MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open from minute `opens` of the day up to, not including, minute `closes`.

    `closes` counts on past midnight (26 * 60 is 2:00 the next day) and lies at most 24 hours after `opens`.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.opens < DAY_MINUTES and self.opens < self.closes <= self.opens + DAY_MINUTES):
            raise ValueError(f"not a span of a day: {self.opens}-{self.closes}")

    @classmethod
    def from_json(cls, value: Any) -> "Span":
        opens, closes = (_minutes(part) for part in value)
        return cls(opens, closes if closes > opens else closes + DAY_MINUTES)

    def to_json(self) -> list[str]:
        return [_clock(self.opens), _clock(self.closes)]

    @property
    def is_whole_day(self) -> bool:
        return self.opens == 0 and self.closes == DAY_MINUTES


WHOLE_DAY = Span(0, DAY_MINUTES)


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    minutes = int(hour) * 60 + int(minute)
    if not (0 <= int(minute) < 60 and 0 <= minutes <= DAY_MINUTES):
        raise ValueError(f"not a time of day: {clock}")
    return minutes


def _clock(minutes: int) -> str:
    if minutes > DAY_MINUTES:
        minutes -= DAY_MINUTES
    return f"{minutes // 60:02}:{minutes % 60:02}"


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order of time, those that touch or overlap joined, as long as the result can be written: less
    than 24 hours, or the whole day.
    """
    merged: list[Span] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last and span.opens <= last.closes:
            length = max(span.closes, last.closes) - last.opens
            if length < DAY_MINUTES or (length == DAY_MINUTES and last.opens == 0):
                merged[-1] = Span(last.opens, last.opens + length)
                continue
        merged.append(span)
    return tuple(merged)


def covered(spans: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    """The minutes that are covered, however they are cut into spans: equal for equal opening times."""
    stretches: list[tuple[int, int]] = []
    for span in sorted(spans):
        if stretches and span.opens <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(span.closes, stretches[-1][1]))
        else:
            stretches.append((span.opens, span.closes))
    return tuple(stretches)


def common_spans(left: Iterable[Span], right: Iterable[Span]) -> tuple[Span, ...]:
    """When both are open."""
    right = tuple(right)
    pairs = ((max(a.opens, b.opens), min(a.closes, b.closes)) for a in left for b in right)
    return merge_spans(Span(opens, closes) for opens, closes in pairs if opens < closes and opens < DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class Season:
    """From one (month, day) to another, both included, every year; it may run over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def __post_init__(self) -> None:
        for month, day in (self.first, self.last):
            dt.date(2000, month, day)  # a leap year: 29 February is a date; raises ValueError for what is none

    @property
    def is_whole_months(self) -> bool:
        return self.first[1] == 1 and self.last[1] == MONTH_LENGTHS[self.last[0] - 1]

    def __contains__(self, date: dt.date) -> bool:
        day = (date.month, date.day)
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last

    def dates_around(self, date: dt.date) -> tuple[dt.date, dt.date]:
        """First and last date of the season that is running on `date`, else of the next one."""
        year = date.year
        wraps = self.first > self.last
        if wraps and (date.month, date.day) <= self.last:
            year -= 1
        elif not wraps and (date.month, date.day) > self.last:
            year += 1
        return _date(year, self.first), _date(year + wraps, self.last)


def _date(year: int, month_day: tuple[int, int]) -> dt.date:
    month, day = month_day
    if (month, day) == (2, 29) and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        day = 28
    return dt.date(year, month, day)


@dataclass(frozen=True, slots=True)
class WeeklyRule:
    """Open during `spans` on `days` (0 Monday ... 6 Sunday, 7 public holidays); no spans means closed on
    those days.

    `on_holidays`: the rule's weekdays hold on public holidays too. `on_makeup_days`: True, the rule always
    holds on make-up working days; False, never; None, it counts like the others (see
    `OpeningHours.spans_on`).
    """

    days: frozenset[int]
    spans: tuple[Span, ...]
    season: Season | None = None
    on_holidays: bool = False
    on_makeup_days: bool | None = None

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY_DAY | {PUBLIC_HOLIDAY}:
            raise ValueError(f"not days of the week: {sorted(self.days)}")

    @property
    def is_closing(self) -> bool:
        return not self.spans

    def is_in_season(self, date: dt.date) -> bool:
        return self.season is None or date in self.season

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "WeeklyRule":
        season = value.get("season")
        return cls(
            days=frozenset(value["days"]),
            spans=merge_spans(Span.from_json(span) for span in value["spans"]),
            season=Season(*(_month_day(end) for end in season)) if season else None,
            on_holidays=bool(value.get("on_holidays", False)),
            on_makeup_days=value.get("on_makeup_days"),
        )

    def to_json(self) -> dict[str, Any]:
        value: dict[str, Any] = {"days": sorted(self.days), "spans": [span.to_json() for span in self.spans]}
        if self.season:
            value["season"] = [f"{month:02}-{day:02}" for month, day in (self.season.first, self.season.last)]
        if self.on_holidays:
            value["on_holidays"] = True
        if self.on_makeup_days is not None:
            value["on_makeup_days"] = self.on_makeup_days
        return value


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
