from datetime import date

import pytest

from portal.demo.dates import render, render_all

SUNDAY = date(2026, 11, 22)
NEW_YEARS_EVE = date(2026, 12, 31)  # a Thursday
TWO_YEARS_ON = date(2028, 11, 22)  # a Wednesday

EXPECTED = [
    ("{date}", SUNDAY, "11月22日", "22 November"),
    ("{date+3}", SUNDAY, "11月25日", "25 November"),
    ("{date+3}", NEW_YEARS_EVE, "1月3日", "3 January"),
    ("{date+3 long}", NEW_YEARS_EVE, "2027年1月3日", "3 January 2027"),
    ("{date-366 long}", TWO_YEARS_ON, "2027年11月22日", "22 November 2027"),
    ("{date:this-sat}", SUNDAY, "11月21日", "21 November"),
    ("{date:coming-sun}", SUNDAY, "11月22日", "22 November"),
    ("{date:coming-mon}", SUNDAY, "11月23日", "23 November"),
    ("{date:next-tue}", SUNDAY, "11月24日", "24 November"),
    ("{date:last-fri}", NEW_YEARS_EVE, "12月25日", "25 December"),
    ("{date:this-sat long}", NEW_YEARS_EVE, "2027年1月2日", "2 January 2027"),
    ("{date:next-wed}", TWO_YEARS_ON, "11月29日", "29 November"),
    ("{weekday}", SUNDAY, "星期日", "Sunday"),
    ("{weekday+3}", TWO_YEARS_ON, "星期六", "Saturday"),
    ("{weekday:this-mon}", NEW_YEARS_EVE, "星期一", "Monday"),
    ("{isodate+3}", NEW_YEARS_EVE, "2027-01-03", "2027-01-03"),
    ("{isodate:coming-thu}", NEW_YEARS_EVE, "2026-12-31", "2026-12-31"),
    ("{month}", SUNDAY, "11月", "November"),
    ("{month+1}", NEW_YEARS_EVE, "1月", "January"),
    ("{month+1 long}", NEW_YEARS_EVE, "2027年1月", "January 2027"),
    ("{month-12 long}", TWO_YEARS_ON, "2027年11月", "November 2027"),
]


@pytest.mark.parametrize(("text", "today", "chinese", "english"), EXPECTED)
def test_placeholder_is_rendered_in_each_language(text: str, today: date, chinese: str, english: str) -> None:
    assert render(text, today=today, language="zh-hans") == chinese
    assert render(text, today=today, language="en") == english


def test_text_around_placeholders_is_kept() -> None:
    text = "{date+3}九时至十七时5至8号楼停水"
    assert render(text, today=SUNDAY, language="zh-hans") == "11月25日九时至十七时5至8号楼停水"
    assert render("From {date} to {date+1}.", today=NEW_YEARS_EVE, language="en") == "From 31 December to 1 January."


@pytest.mark.parametrize(
    "text",
    ["{datum}", "{date+}", "{date + 3}", "{month:this-sat}", "{isodate long}", "{weekday long}", "{", "a } b", "{}"],
)
def test_any_other_brace_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a date placeholder"):
        render(text, today=SUNDAY, language="en")


def test_texts_in_nested_values_are_rendered() -> None:
    value = {"{date}": ["{isodate}", {"title": "{month}"}], "floor": 2, "lift": True}
    rendered = {"{date}": ["2026-11-22", {"title": "November"}], "floor": 2, "lift": True}
    assert render_all(value, today=SUNDAY, language="en") == rendered
