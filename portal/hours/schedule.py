"""`OpeningHours`: when a counter, room or service is open, as one immutable value."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import pgettext

from portal.hours.days import (
    EVERY_DAY,
    POSSIBLE_KINDS,
    PUBLIC_HOLIDAY,
    WEEKEND,
    WORKING_WEEK,
    Calendar,
    DayKind,
)
from portal.hours.listing import HoursLine, holiday_notes, hours_lines, schema_org_entries
from portal.hours.parsing import HoursSyntaxError, parse_rules, words_of_dates
from portal.hours.status import OpeningStatus, reckon_status
from portal.hours.weekly import WHOLE_DAY, Span, WeeklyRule, common_spans, covered, merge_spans
from portal.names import Names

# Counters close at 17:00 or 17:30; the long day in summer ends at 18:00. What is open later is worth a badge.
EVENING = 18 * 60


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Weekly rules, and a free text per language: for what is no weekly pattern, or to be said besides.

    False when there is neither. Rules add up; a rule without times closes its days.
    """

    rules: tuple[WeeklyRule, ...] = ()
    text: Names = field(default_factory=Names)

    def __bool__(self) -> bool:
        return bool(self.rules or self.text)

    def __str__(self) -> str:
        return self.short_text()

    @classmethod
    def parse(cls, value: str, language: str | None = None) -> "OpeningHours":
        """What people write. No weekly pattern (`Sep 20 8:30-11:00`, `Apr-Jun`, `by appointment`): kept as
        text.

        The text is in `language`, else in the language it looks like; bare dates and times are said in
        every one. Forms that should tell the writer what was not understood use `parse_rules`.
        """
        value = value.strip()
        if not value:
            return cls()
        try:
            return cls(parse_rules(value))
        except HoursSyntaxError:
            return cls(text=_text_of(value, language))

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> "OpeningHours":
        """Raises ValueError for what `to_json` cannot have made."""
        if not value:
            return cls()
        try:
            rules = tuple(WeeklyRule.from_json(rule) for rule in value.get("rules", ()))
            return cls(rules, Names(value.get("text") or {}))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not opening hours: {value!r}") from error

    def to_json(self) -> dict[str, Any]:
        """`{"rules": [{"days": [0], "spans": [["09:00", "17:00"]], ...}], "text": {"en": ...}}`; `{}` when
        empty.
        """
        value: dict[str, Any] = {}
        if self.rules:
            value["rules"] = [rule.to_json() for rule in self.rules]
        if self.text:
            value["text"] = dict(self.text)
        return value

    def spans_on(self, date: dt.date, kind: DayKind) -> tuple[Span, ...]:
        """Spans that begin on the date, given what kind of day it is (UNKNOWN counts as an ordinary day).

        Holidays: rules for public holidays, and those that hold on holidays too. Make-up working days: the
        hours common to Monday to Friday, or where there are none those of its own weekday; and rules that
        always hold then.
        """
        rules = [rule for rule in self.rules if rule.is_in_season(date)]
        day = date.weekday()
        if kind == DayKind.HOLIDAY:
            holding = [r for r in rules if PUBLIC_HOLIDAY in r.days or (r.on_holidays and day in r.days)]
        elif kind == DayKind.MAKEUP:
            return _makeup_spans(rules, day)
        else:
            holding = [rule for rule in rules if day in rule.days]
        return _spans_of(holding)

    def is_uncertain_on(self, date: dt.date, kind: DayKind) -> bool:
        """Whether the hours of the date depend on what has not been announced."""
        if kind != DayKind.UNKNOWN:
            return False
        return len({covered(self.spans_on(date, possible)) for possible in POSSIBLE_KINDS}) > 1

    @property
    def is_always_open(self) -> bool:
        """Every minute of every day, holidays included."""
        always = any(
            rule.spans == (WHOLE_DAY,)
            and rule.days >= EVERY_DAY
            and rule.on_holidays
            and rule.on_makeup_days is not False
            and rule.season is None
            for rule in self.rules
        )
        return always and not any(rule.is_closing for rule in self.rules)

    @property
    def has_evening(self) -> bool:
        """Open after 18:00 on some day, in some season."""
        return any(span.closes > EVENING for rule in self.rules for span in rule.spans)

    @property
    def has_weekend(self) -> bool:
        closed = {day for rule in self.rules if rule.is_closing for day in rule.days}
        return any(rule.days & WEEKEND - closed for rule in self.rules if not rule.is_closing)

    def status_at(self, moment: dt.datetime, calendar: Calendar) -> OpeningStatus:
        return reckon_status(self, moment, calendar)

    def lines(self, language: str | None = None) -> list[HoursLine]:
        """Days with the same hours together, Monday first; days without any last, as closed."""
        with _language(language):
            return hours_lines(self.rules)

    def holiday_notes(self, language: str | None = None) -> list[str]:
        """What holds on holidays and make-up days, as far as it is the same for all rules."""
        with _language(language):
            return [capfirst(note) for note in holiday_notes(self.rules)]

    def notes(self, language: str | None = None) -> list[str]:
        """Holiday notes, then the free text."""
        with _language(language):
            return self.holiday_notes() + ([str(self.text)] if self.text else [])

    def short_text(self, language: str | None = None) -> str:
        """One line: Mon–Fri 9:00–17:00; Sat 9:00–12:00. The free text where there are no rules."""
        with _language(language):
            if not self.rules:
                return str(self.text)
            return pgettext("between lines of opening hours", "; ").join(
                str(line) for line in hours_lines(self.rules) if not line.is_implied
            )

    def schema_org(self, today: dt.date | None = None) -> list[dict[str, Any]]:
        """OpeningHoursSpecification objects; seasons get the dates of the one running on `today` or coming
        next.
        """
        return schema_org_entries(self.rules, today or dt.date.today())


def _language(language: str | None) -> translation.override:
    return translation.override(language or translation.get_language())


def _spans_of(rules: list[WeeklyRule]) -> tuple[Span, ...]:
    if any(rule.is_closing for rule in rules):
        return ()
    return merge_spans(span for rule in rules for span in rule.spans)


def _makeup_spans(rules: list[WeeklyRule], day: int) -> tuple[Span, ...]:
    always = [rule for rule in rules if rule.on_makeup_days is True]
    usual = [rule for rule in rules if rule.on_makeup_days is None]
    weekdays = [_spans_of([rule for rule in usual if weekday in rule.days]) for weekday in WORKING_WEEK]
    spans = reduce(common_spans, weekdays) or _spans_of([rule for rule in usual if day in rule.days])
    return merge_spans([*spans, *_spans_of(always)])


def _text_of(value: str, language: str | None) -> Names:
    codes = [code for code, _label in settings.LANGUAGES]
    if language is None:
        said: dict[str, str] = {}
        for code in codes:
            with translation.override(code):
                said[code] = words_of_dates(value)
        if all(said.values()):
            return Names(said)
        is_chinese = bool(re.search(r"[\u4e00-\u9fff]", value))
        language = next((code for code in codes if code.startswith("zh") == is_chinese), codes[0])
    return Names({language: value})
