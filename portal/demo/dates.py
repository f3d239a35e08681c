"""Dates in the demo's texts are written relative to today, and rendered when the city is seeded.

A placeholder is a kind, perhaps a shift, perhaps a word for the long form, in braces:

    {date}           25 November         11月25日
    {date+3}         three days later; {date-3} three days earlier
    {date+3 long}    with the year: 28 November 2026, 2026年11月28日
    {date:this-sat}  Saturday of the current week (weeks run from Monday to Sunday; it may have passed)
    {date:next-tue}  Tuesday of the week after; {date:last-fri} Friday of the week before
    {date:coming-sun}  the first Sunday that has not passed, today included
    {weekday+3}      Saturday, 星期六; takes the same shifts as {date}
    {isodate+3}      2026-11-28, for values that are no text; the same shifts, and the same in every language
    {month+1}        December, 12月; shifted by months, {month+1 long} with the year

Any other brace is a mistake and raises ValueError: a text must never be shown with a placeholder in it.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_ZH = "一二三四五六日"
_MONTHS_EN = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - twelve quoted names are harder to read
)
_WEEKS = {"last": -1, "this": 0, "next": 1}

_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_PLACEHOLDER = re.compile(
    rf"\{{(?P<kind>date|weekday|isodate|month)"
    rf"(?:(?P<shift>[+-]\d{{1,4}})|:(?P<week>last|this|next|coming)-(?P<weekday>{'|'.join(WEEKDAYS)}))?"
    rf"(?P<long> long)?\}}"
)


def render(text: str, *, today: date, language: str) -> str:
    """`text` with every placeholder replaced: Chinese dates for languages starting with "zh", else English."""
    return _BRACES.sub(lambda found: _rendered(found[0], today, language), text)


def render_all(value: Any, *, today: date, language: str) -> Any:
    """`value` as read from YAML, with every text in it rendered; keys of mappings stay as they are."""
    if isinstance(value, str):
        return render(value, today=today, language=language)
    if isinstance(value, dict):
        return {key: render_all(item, today=today, language=language) for key, item in value.items()}
    if isinstance(value, list):
        return [render_all(item, today=today, language=language) for item in value]
    return value


def _rendered(braces: str, today: date, language: str) -> str:
    found = _PLACEHOLDER.fullmatch(braces)
    if found is None:
        raise ValueError(f"not a date placeholder: {braces}")
    kind, is_long, is_chinese = found["kind"], bool(found["long"]), language.startswith("zh")
    if (kind == "month" and found["week"]) or (is_long and kind in ("weekday", "isodate")):
        raise ValueError(f"not a date placeholder: {braces}")
    if kind == "month":
        return _month(_months_later(today, int(found["shift"] or 0)), is_long, is_chinese)
    day = _day(today, found["shift"], found["week"], found["weekday"])
    return _DAY_STYLES[kind](day, is_long, is_chinese)


def _day(today: date, shift: str | None, week: str | None, weekday: str | None) -> date:
    if week is None or weekday is None:
        return today + timedelta(days=int(shift or 0))
    days = WEEKDAYS.index(weekday) - today.weekday()
    return today + timedelta(days=days % 7 if week == "coming" else days + 7 * _WEEKS[week])


def _months_later(today: date, months: int) -> date:
    """The first day of a month that many months away."""
    years, month = divmod(today.month - 1 + months, 12)
    return date(today.year + years, month + 1, 1)


def _date(day: date, is_long: bool, is_chinese: bool) -> str:
    if is_chinese:
        return f"{day.year}年{day.month}月{day.day}日" if is_long else f"{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS_EN[day.month - 1]}{f' {day.year}' if is_long else ''}"


def _month(day: date, is_long: bool, is_chinese: bool) -> str:
    if is_chinese:
        return f"{day.year}年{day.month}月" if is_long else f"{day.month}月"
    return f"{_MONTHS_EN[day.month - 1]}{f' {day.year}' if is_long else ''}"


def _weekday(day: date, _is_long: bool, is_chinese: bool) -> str:
    return f"星期{_WEEKDAYS_ZH[day.weekday()]}" if is_chinese else _WEEKDAYS_EN[day.weekday()]


def _isodate(day: date, _is_long: bool, _is_chinese: bool) -> str:
    return day.isoformat()


_DAY_STYLES: dict[str, Callable[[date, bool, bool], str]] = {
    "date": _date,
    "weekday": _weekday,
    "isodate": _isodate,
}
