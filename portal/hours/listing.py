"""Rules as lines for readers and as schema.org data for machines. Words are in the active language."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.hours.days import EVERY_DAY, PUBLIC_HOLIDAY
from portal.hours.weekly import DAY_MINUTES, Season, Span, WeeklyRule, merge_spans
from portal.hours.wording import days_text, on_holidays_text, on_makeup_days_text, season_text, spans_text

SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "PublicHolidays")
Conditions = tuple[bool, bool | None]


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Words of one language, `text` being all of it. `is_implied`: days nobody wrote about, which thus are closed."""

    when: str
    times: str
    condition: str = ""
    is_closed: bool = False
    is_implied: bool = False
    text: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Row:
    """Days that have the same hours under the same conditions."""

    season: Season | None
    conditions: Conditions
    days: frozenset[int]
    spans: tuple[Span, ...]


def _rows(rules: Iterable[WeeklyRule]) -> list[_Row]:
    rules = list(rules)
    always_closed = {day for rule in rules if rule.is_closing and rule.season is None for day in rule.days}
    tables: dict[tuple[Season | None, Conditions], dict[int, list[Span]]] = {}
    rows: list[_Row] = []
    for rule in rules:
        conditions = (rule.on_holidays, rule.on_makeup_days)
        table = tables.setdefault((rule.season, conditions), {})
        if rule.is_closing:
            rows.append(_Row(rule.season, conditions, rule.days, ()))
            continue
        for day in sorted(rule.days - always_closed):
            table.setdefault(day, []).extend(rule.spans)
    opening: list[_Row] = []
    for (season, conditions), table in tables.items():
        alike: dict[tuple[Span, ...], set[int]] = {}
        for day, spans in sorted(table.items()):
            alike.setdefault(merge_spans(spans), set()).add(day)
        opening += [_Row(season, conditions, frozenset(days), spans) for spans, days in alike.items()]
    return opening + rows


def hours_lines(rules: Iterable[WeeklyRule]) -> list[HoursLine]:
    rows = _rows(rules)
    mixed = len({row.conditions for row in rows if row.spans}) > 1
    lines = [_line(row, "; ".join(_conditions(row)) if mixed and row.spans else "") for row in rows]
    rest = EVERY_DAY - {day for row in rows for day in row.days}
    if rest and rows:
        lines.append(replace(_line(_Row(None, (False, None), rest, ()), ""), is_implied=True))
    return lines


def _line(row: _Row, condition: str) -> HoursLine:
    days = days_text(row.days)
    when = capfirst(f"{season_text(row.season)} {days}" if row.season else days)
    times = spans_text(row.spans)
    text = f"{when} {times}"
    if condition:
        text = _("%(line)s (%(condition)s)") % {"line": text, "condition": condition}
    return HoursLine(when, times, condition, is_closed=not row.spans, text=text)


def holiday_notes(rules: Iterable[WeeklyRule]) -> list[str]:
    rows = [row for row in _rows(rules) if row.spans]
    if not rows or len({row.conditions for row in rows}) > 1:
        return []
    if any(PUBLIC_HOLIDAY in row.days for row in rows):
        return _conditions(rows[0])[1:]
    return _conditions(rows[0])


def _conditions(row: _Row) -> list[str]:
    on_holidays, on_makeup_days = row.conditions
    words = [on_holidays_text(on_holidays or PUBLIC_HOLIDAY in row.days)]
    if on_makeup_days is not None:
        words.append(on_makeup_days_text(on_makeup_days))
    return words


def schema_org_entries(rules: Iterable[WeeklyRule], today: dt.date) -> list[dict[str, Any]]:
    """Closed on holidays is said as schema.org's readers want it: opens and closes at 00:00."""
    entries: list[dict[str, Any]] = []
    rows = [row for row in _rows(rules) if row.spans]
    for row in rows:
        days = row.days | ({PUBLIC_HOLIDAY} if row.conditions[0] and row.days >= EVERY_DAY else set())
        for span in row.spans:
            entry = _entry(days, _clock(span.opens), _clock(span.closes))
            if row.season:
                first, last = row.season.dates_around(today)
                entry |= {"validFrom": first.isoformat(), "validThrough": last.isoformat()}
            entries.append(entry)
    if rows and not any(row.conditions[0] or PUBLIC_HOLIDAY in row.days for row in rows):
        entries.append(_entry({PUBLIC_HOLIDAY}, "00:00", "00:00"))
    return entries


def _entry(days: Iterable[int], opens: str, closes: str) -> dict[str, Any]:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{SCHEMA_DAYS[day]}" for day in sorted(days)],
        "opens": opens,
        "closes": closes,
    }


def _clock(minutes: int) -> str:
    """Closing at midnight is 23:59: 00:00 to 00:00 means closed."""
    if minutes == DAY_MINUTES:
        return "23:59"
    minutes %= DAY_MINUTES
    return f"{minutes // 60:02}:{minutes % 60:02}"
