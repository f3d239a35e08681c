"""What takes place when, worked out day by day from nothing but the words of a rule: no dateutil, no code of ours.

Slow and plain on purpose. A rule has at most one date a day here.
"""

import calendar
import datetime as dt
import random
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = dt.timedelta(days=1)


@dataclass
class Said:
    """One random set, in words."""

    start: dt.date
    time: dt.time | None  # None: whole days
    lasts: dt.timedelta
    frequency: str = ""
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int = 0
    nth: int = 0
    until: dt.date | None = None
    count: int = 0
    without: set[dt.date] = field(default_factory=set)
    cancelled: set[dt.date] = field(default_factory=set)
    extra: dict[dt.date, dt.timedelta | None] = field(default_factory=dict)
    moved: dict[dt.date, tuple[dt.date, dt.timedelta]] = field(default_factory=dict)
    not_on_holidays: bool = False
    on_makeup_days: bool = False
    in_term_only: bool = False
    holidays: set[dt.date] = field(default_factory=set)
    makeup_days: set[dt.date] = field(default_factory=set)
    announced: set[int] = field(default_factory=set)
    terms: list[tuple[dt.date, dt.date]] = field(default_factory=list)

    def at(self, day: dt.date):
        return dt.datetime.combine(day, self.time, SHANGHAI) if self.time else day

    @property
    def rule(self) -> str:
        if not self.frequency:
            return ""
        parts = [f"FREQ={self.frequency}", f"INTERVAL={self.interval}"]
        if self.weekdays:
            nth = str(self.nth) if self.nth else ""
            parts.append("BYDAY=" + ",".join(nth + CODES[day] for day in self.weekdays))
        if self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.count:
            parts.append(f"COUNT={self.count}")
        if self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)


def is_of_the_rule(said: Said, day: dt.date) -> bool:
    """But for COUNT and UNTIL."""
    if said.frequency == "DAILY":
        return (day - said.start).days % said.interval == 0
    if said.frequency == "WEEKLY":
        weeks = (day - day.weekday() * DAY) - (said.start - said.start.weekday() * DAY)
        wanted = said.weekdays or (said.start.weekday(),)
        return weeks.days // 7 % said.interval == 0 and day.weekday() in wanted
    months = (day.year - said.start.year) * 12 + day.month - said.start.month
    last = calendar.monthrange(day.year, day.month)[1]
    if said.frequency == "MONTHLY":
        if months % said.interval:
            return False
        if said.month_day:
            return day.day == (said.month_day if said.month_day > 0 else last + 1 + said.month_day)
        place = (day.day - 1) // 7 + 1 if said.nth > 0 else -((last - day.day) // 7 + 1)
        return day.weekday() in said.weekdays and place == said.nth
    years = day.year - said.start.year
    return years % said.interval == 0 and (day.month, day.day) == (said.start.month, said.start.day)


def rule_days(said: Said, last: dt.date) -> list[dt.date]:
    if not said.frequency:
        return [said.start]
    found = []
    day = said.start
    while day <= last and not (said.until and day > said.until) and not (said.count and len(found) >= said.count):
        if is_of_the_rule(said, day):
            found.append(day)
        day += DAY
    return found


def naive_occurrences(said: Said, first: dt.date, last: dt.date) -> list[tuple]:
    """(original, starts, ends, state) of what has a part on a day from `first` to `last`."""
    regular = rule_days(said, max([last, *said.moved]))
    days = set(regular)
    if said.on_makeup_days and said.frequency and regular:
        ends = said.until or (regular[-1] if said.count else last)
        day = regular[0]
        while day <= min(ends, last):
            if day in said.makeup_days:
                days.add(day)
            day += DAY
    found = []
    for day in days | set(said.extra):
        if day in said.without:
            continue
        is_said = day in said.extra or day in said.moved or day in said.cancelled
        state = "on"
        if day not in said.extra:
            is_term = any(begin <= day <= end for begin, end in said.terms)
            is_holiday = day in said.holidays
            if not is_said and ((said.in_term_only and not is_term) or (said.not_on_holidays and is_holiday)):
                continue
            unknown = day.year not in said.announced and not is_holiday and day not in said.makeup_days
            dropped = (said.in_term_only and not is_term) or (said.not_on_holidays and is_holiday)
            if said.not_on_holidays and unknown and not dropped:
                state = "tentative"
        starts = said.at(day)
        lasts = said.extra.get(day) or said.lasts
        ends = starts + lasts
        if day in said.moved:
            to, lasts = said.moved[day]
            starts, state = said.at(to), "on"
            ends = starts + lasts
        if day in said.cancelled:
            state = "cancelled"
        begins = starts.date() if said.time else starts
        over = (ends - dt.timedelta(microseconds=1)).date() if said.time else ends - DAY
        if begins <= last and over >= first:
            found.append((said.at(day), starts, ends, state))
    return sorted(found, key=lambda each: (each[1], each[0]))


def random_set(seed: int) -> Said:
    """A set with a bit of everything; dates of 2026 and 2027, the holidays of 2026 announced."""
    pick = random.Random(seed)
    start = dt.date(2026, 1, 1) + pick.randrange(200) * DAY
    whole_days = pick.random() < 0.25
    time = None if whole_days else dt.time(pick.choice((6, 9, 16, 22, 23)), pick.choice((0, 30)))
    lasts = pick.choice((1, 2, 9)) * DAY if whole_days else dt.timedelta(minutes=pick.choice((45, 90, 180, 600, 1500)))
    said = Said(start, time, lasts)
    said.frequency = pick.choice(("", "DAILY", "WEEKLY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"))
    said.interval = pick.choice((1, 1, 1, 2, 3))
    if said.frequency == "WEEKLY" and pick.random() < 0.8:
        said.weekdays = tuple(sorted(pick.sample(range(7), pick.randint(1, 4))))
    if said.frequency == "MONTHLY":
        if pick.random() < 0.5:
            said.month_day = pick.choice((1, 15, 29, 31, -1, -2))
        else:
            said.nth, said.weekdays = pick.choice((1, 2, 3, 4, 5, -1, -2)), (pick.randrange(7),)
    if said.frequency:
        ending = pick.random()
        if ending < 0.35:
            said.until = start + pick.randrange(500) * DAY
        elif ending < 0.6:
            said.count = pick.randint(1, 40)
    for name in ("not_on_holidays", "on_makeup_days", "in_term_only"):
        setattr(said, name, pick.random() < 0.4)
    around = [start + pick.randrange(-5, 500) * DAY for _number in range(60)]
    said.holidays = {day for day in around[:20] if day.year == 2026}
    said.makeup_days = {day for day in around[20:35] if day.year == 2026 and day not in said.holidays}
    said.announced = {2026}
    said.terms = [(dt.date(2026, 2, 20), dt.date(2026, 7, 1)), (dt.date(2026, 9, 1), dt.date(2027, 1, 20))]
    days = rule_days(said, dt.date(2027, 6, 30))
    said.without = set(pick.sample(days, min(len(days), pick.randint(0, 4))))
    said.cancelled = set(pick.sample(days, min(len(days), pick.randint(0, 3))))
    for day in pick.sample(days, min(len(days), pick.randint(0, 3))):
        said.moved[day] = (day + pick.randrange(-3, 9) * DAY, said.lasts * pick.choice((1, 2)))
    for day in pick.sample(around, pick.randint(0, 4)):
        if day not in said.moved:
            said.extra[day] = pick.choice((None, said.lasts * 2))
    return said
