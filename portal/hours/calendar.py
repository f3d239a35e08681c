"""What kind of day a date is, by the holidays in the database.

Every page that shows opening hours asks, so each process keeps the calendar as one value.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.hours.choices import HolidayKind
from portal.hours.days import Day, DayKind, plain_kind
from portal.hours.models import HolidayYear
from portal.hours.signals import holidays_changed
from portal.keeping import Version, kept

HOLIDAYS = Version("hours:calendar-version")
KINDS = {HolidayKind.OFF: DayKind.HOLIDAY, HolidayKind.WORKING: DayKind.MAKEUP}


@dataclass(frozen=True)
class WorkCalendar:
    """Immutable; get the current one from `work_calendar()`. Answers the protocol
    `portal.hours.days.Calendar`.
    """

    days: Mapping[dt.date, Day] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()

    def day(self, date: dt.date) -> Day:
        """A day that is listed is known even if its own year is not announced (1 January in last year's
        notice).
        """
        known = self.days.get(date)
        if known is None:
            known = Day(date, plain_kind(date) if date.year in self.announced else DayKind.UNKNOWN)
        return known

    def day_kind(self, date: dt.date) -> DayKind:
        return self.day(date).kind

    @classmethod
    def load(cls) -> "WorkCalendar":
        """One query."""
        rows = HolidayYear.objects.order_by().values_list("year", "days__date", "days__kind", "days__names")
        days: dict[dt.date, Day] = {}
        announced: set[int] = set()
        for year, date, kind, names in rows:
            announced.add(year)
            if date:
                days[date] = Day(date, KINDS[HolidayKind(kind)], names)
        return cls(days, frozenset(announced))


# Whoever changes holidays in a transaction announces it after the commit; nothing reads them before.
@kept(HOLIDAYS, in_transactions=True)
def work_calendar() -> WorkCalendar:
    return WorkCalendar.load()


holidays_changed.connect(HOLIDAYS.renew, dispatch_uid="hours.renew_calendar")
