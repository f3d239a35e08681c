"""Hours as people write them to rules.

One group is days (none: every day) and times, optionally months and what holds on holidays and make-up
days. Groups may follow each other on a line; better each has a line of its own. What is not understood is
an error that names it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from portal.hours.days import EVERY_DAY, PUBLIC_HOLIDAY
from portal.hours.notation import rewrite
from portal.hours.weekly import DAY_MINUTES, MONTH_LENGTHS, WHOLE_DAY, Season, Span, WeeklyRule, merge_spans
from portal.hours.wording import (
    date_text,
    days_text,
    on_holidays_text,
    on_makeup_days_text,
    season_text,
    spans_text,
)

MAX_RULES = 50
MAX_LENGTH = 2000
MONTHS = re.compile(r"M(\d{1,2})(?:/(\d{1,2}))?(?:-M(\d{1,2})(?:/(\d{1,2}))?)?")
DAYS = re.compile(r"D([0-6])(?:-D([0-6]))?")
TIMES = re.compile(r"T(\d+)-(\d+)")
FLAGS = {
    "PHON": {"on_holidays": True},
    "PHOFF": {"on_holidays": False},
    "MKON": {"on_makeup_days": True},
    "MKOFF": {"on_makeup_days": False},
}


class HoursSyntaxError(ValueError):
    """`line` counts from 1; the message is for editors, in the active language."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def holds_on_holidays(days: frozenset[int], spans: tuple[Span, ...]) -> bool:
    """If nobody says: day and night, every day, goes on over National Day; everything else stops."""
    return spans == (WHOLE_DAY,) and days >= EVERY_DAY


@dataclass
class _Group:
    """A rule in the making."""

    days: set[int] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)
    season: Season | None = None
    closed: bool = False

    @property
    def has_times(self) -> bool:
        return bool(self.spans) or self.closed

    def finished(self, part: str) -> WeeklyRule:
        if not self.has_times:
            raise HoursSyntaxError(_("Times are missing: “%(text)s”.") % {"text": part.strip()})
        if self.spans and self.closed:
            raise HoursSyntaxError(_("Open and closed at once: “%(text)s”.") % {"text": part.strip()})
        days, spans = frozenset(self.days or EVERY_DAY), merge_spans(self.spans)
        return WeeklyRule(days, spans, self.season, on_holidays=holds_on_holidays(days, spans))


def parse_rules(text: str) -> tuple[WeeklyRule, ...]:
    """Rules of all lines; semicolons part like lines. A part of conditions only holds for all rules before
    it.
    """
    if len(text) > MAX_LENGTH:
        raise HoursSyntaxError(_("Too long: at most %(max)d characters.") % {"max": MAX_LENGTH})
    rules: list[WeeklyRule] = []
    for number, line in enumerate(text.splitlines(), start=1):
        for part in re.split(r"[;；。]", line):
            try:
                rules = _with_part(rules, part)
            except HoursSyntaxError as error:
                error.line = number
                raise
            if len(rules) > MAX_RULES:
                raise HoursSyntaxError(_("Too many rules: at most %(max)d.") % {"max": MAX_RULES}, number)
    if rules and all(rule.is_closing for rule in rules):
        raise HoursSyntaxError(_("This says when it is closed; say when it is open too."))
    return tuple(rules)


def _with_part(rules: list[WeeklyRule], part: str) -> list[WeeklyRule]:
    groups: list[_Group] = []
    flags: dict[str, Any] = {}
    for word in rewrite(part):
        if word in FLAGS:
            flags.update(FLAGS[word])
        else:
            _read_word(word, groups)
    finished = [group.finished(part) for group in groups]
    if flags and not finished:
        return [replace(rule, **flags) for rule in rules]
    return rules + [replace(rule, **flags) for rule in finished]


def _read_word(word: str, groups: list[_Group]) -> None:
    """Days or months that follow times begin the next group, which keeps the season; so do times after
    closing.
    """
    selects = word == "PH" or word[0] in "DM"
    if not groups:
        groups.append(_Group())
    elif selects and groups[-1].has_times and (groups[-1].days or groups[-1].season):
        groups.append(_Group(season=groups[-1].season))
    group = groups[-1]
    if word == "PH":
        group.days.add(PUBLIC_HOLIDAY)
    elif word == "CLOSED":
        group.closed = True
    elif match := DAYS.fullmatch(word):
        group.days |= days_of(match)
    elif match := TIMES.fullmatch(word):
        group.spans.append(_span_of(match))
    elif match := MONTHS.fullmatch(word):
        group.season = season_of(match)
    else:
        raise HoursSyntaxError(_("“%(text)s” is not understood.") % {"text": word[:40]})


def days_of(match: re.Match[str]) -> set[int]:
    first, last = int(match[1]), int(match[2] or match[1])
    return {day % 7 for day in range(first, last + (8 if last < first else 1))}


def _span_of(match: re.Match[str]) -> Span:
    opens, closes = int(match[1]), int(match[2])
    if opens >= DAY_MINUTES or closes > DAY_MINUTES:
        raise HoursSyntaxError(_("Times go from 0:00 to 24:00."))
    if opens == closes:
        raise HoursSyntaxError(_("It opens and closes at the same time; write “24h” for day and night."))
    return Span(opens, closes if closes > opens else closes + DAY_MINUTES)


def season_of(match: re.Match[str]) -> Season:
    """A month or a range. A single date is no season: it happens once and is not said to come back every
    year.
    """
    first_month, first_day, last_month, last_day = match.groups()
    if first_day and not last_month:
        raise HoursSyntaxError(_("A single date is no weekly pattern: say it in the free text."))
    last_month = last_month or first_month
    try:
        last = (int(last_month), int(last_day or MONTH_LENGTHS[int(last_month) - 1]))
        return Season((int(first_month), int(first_day or 1)), last)
    except (ValueError, IndexError):
        raise HoursSyntaxError(_("There is no such date in the calendar.")) from None


def words_of_dates(text: str) -> str:
    """`Sep 20 8:30-11:00` said in the active language, or nothing if there is more in it than dates and
    times.
    """
    words = []
    try:
        for word in rewrite(text):
            if match := MONTHS.fullmatch(word):
                single = match[2] and not match[3]
                words.append(date_text(int(match[1]), int(match[2])) if single else season_text(season_of(match)))
            elif match := DAYS.fullmatch(word):
                words.append(days_text(days_of(match)))
            elif match := TIMES.fullmatch(word):
                words.append(spans_text([_span_of(match)]))
            else:
                return ""
    except (HoursSyntaxError, IndexError):
        return ""
    return " ".join(words)


def write_rules(rules: Iterable[WeeklyRule]) -> str:
    """A line a rule in the active language, as an editor would write it: `parse_rules` gives the same
    rules back.
    """
    return "\n".join(_written(rule) for rule in rules)


def _written(rule: WeeklyRule) -> str:
    words = [season_text(rule.season)] if rule.season else []
    words += [days_text(rule.days), spans_text(rule.spans)]
    conditions = []
    if rule.on_holidays != holds_on_holidays(rule.days, rule.spans):
        conditions.append(on_holidays_text(rule.on_holidays))
    if rule.on_makeup_days is not None:
        conditions.append(on_makeup_days_text(rule.on_makeup_days))
    return " ".join([*words, *(f"({condition})" for condition in conditions)])
