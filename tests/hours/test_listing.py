import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.hours.schedule import OpeningHours
from tests.hours.strategies import rules


@pytest.mark.parametrize(
    ("hours", "english", "chinese"),
    [
        ("Mon-Fri 9:00-17:00", ["Mon–Fri 9:00–17:00", "Sat, Sun closed"], ["周一至周五 9:00–17:00", "周六、周日 休息"]),
        ("24h", ["Every day 24 hours"], ["每天 24小时"]),
        (
            "Mon,Wed,Fri 14:00-16:00; Tue 14:00-16:00",
            ["Mon–Wed, Fri 14:00–16:00", "Thu, Sat, Sun closed"],
            ["周一至周三、周五 14:00–16:00", "周四、周六、周日 休息"],
        ),
        (
            "Daily 9:00-17:00; Mon closed",
            ["Tue–Sun 9:00–17:00", "Mon closed"],
            ["周二至周日 9:00–17:00", "周一 休息"],
        ),
        (
            "Daily 9:00-17:00; Jul 15-Aug 31 Sat 22:00-2:00",
            ["Every day 9:00–17:00", "Jul 15–Aug 31 Sat 22:00–2:00 the next day"],
            ["每天 9:00–17:00", "7月15日至8月31日 周六 22:00–次日2:00"],
        ),
        (
            "Mon-Fri 9:00-17:00; Sat 9:00-12:00, also on public holidays; Sun closed",
            [
                "Mon–Fri 9:00–17:00 (not on public holidays)",
                "Sat 9:00–12:00 (also on public holidays)",
                "Sun closed",
            ],
            ["周一至周五 9:00–17:00（法定节假日除外）", "周六 9:00–12:00（法定节假日照常）", "周日 休息"],
        ),
        ("by phone", [], []),
    ],
)
def test_days_alike_stand_together(hours, english, chinese):
    parsed = OpeningHours.parse(hours)
    assert ([str(line) for line in parsed.lines("en")], [str(line) for line in parsed.lines("zh-hans")]) == (
        english,
        chinese,
    )


def test_short_text_leaves_out_implied_closing():
    hours = OpeningHours.parse("工作日 9:00-17:00；周六 9:00-12:00")
    assert (hours.short_text("en"), hours.short_text("zh-hans")) == (
        "Mon–Fri 9:00–17:00; Sat 9:00–12:00",
        "周一至周五 9:00–17:00；周六 9:00–12:00",
    )


@pytest.mark.parametrize(
    ("hours", "notes"),
    [
        ("Mon-Fri 9:00-17:00", ["Not on public holidays"]),
        ("24h", ["Also on public holidays"]),
        ("周末及节假日 10:00-16:00", []),
        (
            "Mon-Fri 9:00-17:00, not on make-up working days",
            ["Not on public holidays", "Not on make-up working days"],
        ),
        ("by phone", ["by phone"]),
    ],
)
def test_notes_say_what_holds_on_holidays(hours, notes):
    assert OpeningHours.parse(hours).notes("en") == notes


@pytest.mark.parametrize(
    ("hours", "evening", "weekend"),
    [
        ("Mon-Sat 8:30-19:30", True, True),
        ("Mon-Fri 8:00-18:00", False, False),
        ("Fri 20:00-2:00", True, False),
        ("Daily 9:00-17:00; Sat-Sun closed", False, False),
        ("Jul-Aug Sun 9:00-12:00", False, True),
        ("by phone", False, False),
    ],
)
def test_evening_and_weekend_counters_are_recognised(hours, evening, weekend):
    parsed = OpeningHours.parse(hours)
    assert (parsed.has_evening, parsed.has_weekend) == (evening, weekend)


def test_schema_org_names_days_times_and_holidays():
    days = [f"https://schema.org/{day}" for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")]
    kind = {"@type": "OpeningHoursSpecification"}
    assert OpeningHours.parse("Mon-Fri 9:00-12:00, 13:30-24:00").schema_org() == [
        kind | {"dayOfWeek": days, "opens": "09:00", "closes": "12:00"},
        kind | {"dayOfWeek": days, "opens": "13:30", "closes": "23:59"},
        kind | {"dayOfWeek": ["https://schema.org/PublicHolidays"], "opens": "00:00", "closes": "00:00"},
    ]


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        ("2026-11-22", "2026-11-01", "2027-03-31"),
        ("2026-05-01", "2026-11-01", "2027-03-31"),
        ("2027-02-01", "2026-11-01", "2027-03-31"),
    ],
)
def test_schema_org_dates_the_season(today, first, last):
    entry = OpeningHours.parse("Nov-Mar 24h").schema_org(dt.date.fromisoformat(today))[0]
    assert (entry["validFrom"], entry["validThrough"], entry["opens"], entry["closes"]) == (
        first,
        last,
        "00:00",
        "23:59",
    )


@given(st.lists(rules, min_size=1, max_size=4))
def test_any_hours_survive_json_and_can_be_said(found):
    hours = OpeningHours(tuple(found))
    assert OpeningHours.from_json(hours.to_json()) == hours
    assert all(str(line) for line in hours.lines("en"))
    assert all(entry["opens"] for entry in hours.schema_org(dt.date(2026, 11, 22)))


@pytest.mark.parametrize("value", [{"rules": [{}]}, {"rules": 5}, {"rules": [{"days": [0], "spans": [["9", "10"]]}]}])
def test_broken_json_is_refused(value):
    with pytest.raises(ValueError, match=r".+"):
        OpeningHours.from_json(value)
