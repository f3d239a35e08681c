"""Quiet hours: nobody's phone rings at night for what can wait."""

import datetime as dt

from django.utils import timezone

BEGIN, END = dt.time(21), dt.time(8)


def not_before(now: dt.datetime, *, is_urgent: bool) -> dt.datetime:
    """`now`, or the end of the quiet hours (21:00 to 8:00, the city's time) it lies in."""
    local = timezone.localtime(now)
    if is_urgent or END <= local.time() < BEGIN:
        return now
    day = local.date() if local.time() < END else local.date() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, END))
