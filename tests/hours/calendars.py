"""A literal calendar: National Day 2026 as it was announced, and nothing known of 2027."""

import datetime as dt

from portal.hours.days import Day, DayKind, FixedCalendar
from portal.names import Names

NATIONAL_DAY = Names({"zh-hans": "国庆节", "en": "National Day"})


def days_of_national_day() -> dict[dt.date, Day]:
    """1 to 7 October (Thursday to Wednesday) off; Sunday 20 September and Saturday 10 October worked instead."""
    days = [Day(dt.date(2026, 10, day), DayKind.HOLIDAY, NATIONAL_DAY) for day in range(1, 8)]
    days += [Day(date, DayKind.MAKEUP, NATIONAL_DAY) for date in (dt.date(2026, 9, 20), dt.date(2026, 10, 10))]
    return {day.date: day for day in days}


CALENDAR_2026 = FixedCalendar(days_of_national_day(), announced=frozenset({2026}))
