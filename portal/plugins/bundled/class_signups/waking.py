"""A clock that stands still at night: nobody has to answer while they sleep."""

import datetime as dt

from django.utils import timezone

BEGIN, END = dt.time(8), dt.time(21)


def waking_end(start: dt.datetime, hours: float) -> dt.datetime:
    """When so many hours between 8:00 and 21:00 of the city's time have passed since `start`."""
    left = dt.timedelta(hours=hours)
    at = timezone.localtime(start)
    while True:
        opens, closes = (timezone.make_aware(dt.datetime.combine(at.date(), time)) for time in (BEGIN, END))
        at = max(at, opens)
        if at + left <= closes:
            return at + left
        left -= max(closes - at, dt.timedelta())
        at = timezone.make_aware(dt.datetime.combine(at.date() + dt.timedelta(days=1), BEGIN))
