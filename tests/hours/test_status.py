import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from portal.hours.days import POSSIBLE_KINDS, DayKind, FixedCalendar
from portal.hours.schedule import OpeningHours
from portal.hours.status import OpeningState
from portal.hours.weekly import Span, WeeklyRule
from tests.hours.calendars import CALENDAR_2026
from tests.hours.strategies import rules

ZONE = ZoneInfo(settings.TIME_ZONE)
COUNTER = "Mon-Fri 9:00-12:00, 13:30-19:30; Sat 9:00-12:00"
BAR = "Fri-Sat 20:00-2:00"
SUMMER = "Jul-Aug daily 14:00-20:00"
ANY_YEAR = FixedCalendar()


def local(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def status(hours, moment, calendar=CALENDAR_2026):
    return OpeningHours.parse(hours).status_at(local(moment), calendar)


@pytest.mark.parametrize(
    ("hours", "moment", "english", "chinese"),
    [
        (COUNTER, "2026-09-29 18:00", "Open now until 19:30", "正在开放，到 19:30"),
        (COUNTER, "2026-09-29 12:30", "Opens at 13:30", "13:30 开放"),
        (COUNTER, "2026-09-28 20:00", "Closed now. Opens tomorrow at 9:00", "现在不开放，明天 9:00 开放"),
        (COUNTER, "2026-09-26 12:00", "Closed now. Opens Mon at 9:00", "现在不开放，周一 9:00 开放"),
        (COUNTER, "2026-09-30 21:00", "Closed now. Opens Oct 8 at 9:00", "现在不开放，10月8日 9:00 开放"),
        (
            COUNTER,
            "2026-10-01 10:00",
            "Closed for the holiday: National Day. Opens Oct 8 at 9:00",
            "节假日不开放：国庆节，10月8日 9:00 开放",
        ),
        (
            COUNTER,
            "2026-12-31 20:00",
            "Closed now. Holidays for 2027 are not announced yet: please call first",
            "现在不开放，2027 年节假日安排尚未公布，请先电话确认",
        ),
        (
            COUNTER,
            "2027-01-05 10:00",
            "Holidays for 2027 are not announced yet: please call first",
            "2027 年节假日安排尚未公布，请先电话确认",
        ),
        (BAR, "2026-09-26 23:00", "Open now until 2:00 tomorrow", "正在开放，到明天 2:00"),
        (BAR, "2026-09-27 01:00", "Open now until 2:00", "正在开放，到 2:00"),
        ("Mon-Fri 24h", "2026-09-15 01:00", "Open now until Fri 24:00", "正在开放，到周五 24:00"),
        ("Mon 18:00-24:00", "2026-09-28 19:00", "Open now until 24:00", "正在开放，到 24:00"),
        ("24h", "2027-01-05 01:00", "Open day and night", "全天 24 小时开放"),
        ("Nov-Mar 24h", "2027-01-05 01:00", "Open now, day and night", "正在开放，昼夜不停"),
        (SUMMER, "2026-08-31 20:00", "Closed now. Holidays for 2027 are not announced yet: please call first", None),
        ("Sep 20 8:30-11:00", "2026-09-20 09:00", "Sep 20 8:30–11:00", "9月20日 8:30–11:00"),
        ("", "2026-09-20 09:00", "", ""),
    ],
)
def test_message_says_what_holds_now(hours, moment, english, chinese):
    found = status(hours, moment)
    assert found.message_in("en") == english
    if chinese is not None:
        assert found.message_in("zh-hans") == chinese


@pytest.mark.parametrize(
    ("hours", "moment", "state"),
    [
        ("Mon-Fri 9:00-17:00", "2026-10-10 10:00", "open"),  # a Saturday worked for National Day
        ("Mon-Fri 9:00-17:00", "2026-10-17 10:00", "closed"),  # a plain Saturday
        ("Mon-Fri 9:00-17:00; Sat 13:00-20:00", "2026-10-10 18:00", "closed"),  # as on a working day
        ("Sat 14:00-16:00", "2026-10-10 15:00", "open"),  # no working week: it stays a Saturday
        ("Mon, Wed 9:00-17:00", "2026-10-10 10:00", "closed"),
        ("Mon-Fri 9:00-17:00, not on make-up working days", "2026-10-10 10:00", "closed"),
        ("Mon, Wed 9:00-17:00, also on make-up working days", "2026-10-10 10:00", "open"),
        ("Mon-Fri 9:00-17:00", "2026-10-05 10:00", "holiday"),  # a Monday
        ("Mon-Fri 9:00-17:00, also on public holidays", "2026-10-05 10:00", "open"),
        ("Mon-Fri 9:00-17:00; holidays 9:00-11:00", "2026-10-05 10:00", "open"),
        ("Mon-Fri 9:00-17:00; holidays 9:00-11:00", "2026-10-05 12:00", "closed"),
        ("Daily 9:00-17:00; Mon closed", "2026-10-12 10:00", "closed"),
        (SUMMER, "2026-08-31 15:00", "open"),
        (SUMMER, "2026-09-01 15:00", "closed"),
        (SUMMER, "2027-01-05 15:00", "closed"),  # out of season, whatever will be announced
        (SUMMER, "2027-07-05 03:00", "unknown"),
        ("Mon-Fri 9:00-17:00", "2027-01-10 10:00", "unknown"),  # a Sunday that may become a working day
        ("Mon 20:00-2:00", "2027-01-05 01:00", "unknown"),
    ],
)
def test_days_of_the_calendar_decide(hours, moment, state):
    assert status(hours, moment).state == state


def test_night_before_unannounced_year_ends_as_planned():
    found = status("Thu 20:00-2:00", "2027-01-01 01:00")
    assert (found.state, found.closes_at) == (OpeningState.OPEN, local("2027-01-01 02:00"))


def test_uncertain_night_ends_when_it_would_close():
    found = status("Mon 20:00-2:00", "2027-01-05 01:00")
    assert (found.unannounced_year, found.valid_until) == (2027, local("2027-01-05 02:00"))


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-09-29 10:00", "2026-09-29 12:00"),
        ("2026-09-29 12:00", "2026-09-29 13:30"),
        ("2026-09-29 20:00", "2026-09-30 00:00"),
        ("2026-10-01 10:00", "2026-10-02 00:00"),
        ("2027-01-05 10:00", "2027-01-06 00:00"),
    ],
)
def test_message_is_valid_until_next_change(moment, until):
    assert status(COUNTER, moment).valid_until == local(until)


@pytest.mark.parametrize("hours", ["24h", "by appointment", ""])
def test_what_never_changes_has_no_end(hours):
    assert status(hours, "2026-09-29 10:00").valid_until is None


def test_moments_of_other_zones_are_local():
    moment = dt.datetime(2026, 9, 29, 11, 29, tzinfo=dt.UTC)
    found = OpeningHours.parse(COUNTER).status_at(moment, CALENDAR_2026)
    assert (found.is_open, found.moment, found.closes_at) == (
        True,
        local("2026-09-29 19:29"),
        local("2026-09-29 19:30"),
    )


def naive_spans(hours, date, kind):
    """The rules once more, minute by minute, straight from the words of the documentation."""

    def minutes(day, allowed):
        holding = [r for r in hours.rules if r.is_in_season(date) and day in r.days and allowed(r)]
        if any(not rule.spans for rule in holding):
            return set()
        return {minute for rule in holding for span in rule.spans for minute in range(span.opens, span.closes)}

    day = date.weekday()
    if kind == DayKind.HOLIDAY:
        in_season = [rule for rule in hours.rules if rule.is_in_season(date)]
        holding = [rule for rule in in_season if 7 in rule.days or (rule.on_holidays and day in rule.days)]
        if any(not rule.spans for rule in holding):
            return set()
        return {minute for rule in holding for span in rule.spans for minute in range(span.opens, span.closes)}
    if kind == DayKind.MAKEUP:
        weekdays = [minutes(weekday, lambda rule: rule.on_makeup_days is None) for weekday in range(5)]
        usual = set.intersection(*weekdays) or minutes(day, lambda rule: rule.on_makeup_days is None)
        always = [rule for rule in hours.rules if rule.is_in_season(date) and rule.on_makeup_days]
        if any(not rule.spans for rule in always):
            return usual
        return usual | {m for rule in always for span in rule.spans for m in range(span.opens, span.closes)}
    return minutes(day, lambda rule: True)


def naive_state(hours, moment, calendar):
    """True, False, or None for unknown: a day whose hours depend on the announcement is so as a whole."""
    if hours.is_always_open:
        return True
    date, minute = moment.date(), moment.hour * 60 + moment.minute
    answers = []
    for back in (0, 1):
        day = calendar.day(date - dt.timedelta(days=back))
        kinds = POSSIBLE_KINDS if day.kind == DayKind.UNKNOWN else (day.kind,)
        variants = [naive_spans(hours, day.date, kind) for kind in kinds]
        certain = all(variant == variants[0] for variant in variants)
        possible = {minute + back * 1440 in variant for variant in variants}
        if certain:
            answers.append(variants[0] and minute + back * 1440 in variants[0])
        else:
            answers.append(None if back == 0 or True in possible else False)
    return True if any(answers) else None if None in answers else False


def test_always_open_is_day_and_night_without_exception():
    answers = {
        text: OpeningHours.parse(text).is_always_open
        for text in (
            "24h",
            "Mon-Sun 24h",
            "Mon-Sat 24h",
            "Nov-Mar 24h",
            "24h; Sun closed",
            "24h, not on public holidays",
        )
    }
    assert answers == {
        "24h": True,
        "Mon-Sun 24h": True,
        "Mon-Sat 24h": False,
        "Nov-Mar 24h": False,
        "24h; Sun closed": False,
        "24h, not on public holidays": False,
    }


schedules = st.lists(rules, min_size=1, max_size=3).map(lambda found: OpeningHours(tuple(found)))
moments = st.datetimes(dt.datetime(2026, 8, 28), dt.datetime(2027, 1, 12)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(hours=schedules, moment=moments)
@example(hours=OpeningHours((WeeklyRule(frozenset({3}), (Span(60, 1500),)),)), moment=dt.datetime(2027, 1, 1, 0, 30))
def test_state_agrees_with_minute_by_minute_oracle(hours, moment):
    state = hours.status_at(moment, CALENDAR_2026)
    expected = naive_state(hours, moment, CALENDAR_2026)
    assert (None if state.state == OpeningState.UNKNOWN else state.is_open) == expected


@given(hours=schedules, moment=moments)
def test_changes_are_where_the_oracle_sees_them(hours, moment):
    """Nothing changes before `valid_until`; `closes_at` and `opens_at` are the first minutes of the next state."""
    found = hours.status_at(moment, CALENDAR_2026)
    if found.valid_until is None:
        assert naive_state(hours, moment, CALENDAR_2026) is True
        return
    first = naive_state(hours, moment, CALENDAR_2026)
    for minutes in range(0, int((found.valid_until - found.moment).total_seconds()) // 60, 15):
        assert naive_state(hours, moment + dt.timedelta(minutes=minutes), CALENDAR_2026) == first
    for change, before, after in ((found.closes_at, True, {False, None}), (found.opens_at, False, {True})):
        if change is not None:
            change = change.replace(tzinfo=None)
            assert naive_state(hours, change - dt.timedelta(minutes=1), CALENDAR_2026) is before
            assert naive_state(hours, change, CALENDAR_2026) in after


@given(moment=moments)
def test_unannounced_day_is_never_plain_open(moment):
    """A working week and a daily counter: neither is open or closed for certain in a year nobody has announced."""
    for hours in ("Mon-Fri 9:00-17:00", "Daily 9:00-17:00", "每天 0:00-24:00，法定节假日除外"):
        found = OpeningHours.parse(hours).status_at(moment, CALENDAR_2026)
        assert (found.state == OpeningState.UNKNOWN) == (moment.year == 2027)
