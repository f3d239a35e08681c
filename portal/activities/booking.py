"""Is a room promised twice? It is warned of, never forbidden: a hall may hold two things."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from portal.activities.models import Occurrence, moment_of
from portal.activities.wanted import shown_owners
from portal.communities.models import Venue
from portal.recurrence import Occurrence as Date
from portal.recurrence import State, day_of
from portal.timetables.wording import day_text, time_text

SAID = 3


@dataclass(frozen=True, slots=True)
class Clash:
    title: str
    day: str
    time: str


def clashes_at(venue: Venue | None, dates: Sequence[Date], *, uid: str) -> list[Clash]:
    """What else is at the venue at the same time, from now on; of whole days nothing is said. At most two queries."""
    now = timezone.now()
    wanted = [
        (moment_of(each.starts), moment_of(each.ends))
        for each in dates
        if each.state != State.CANCELLED and isinstance(each.starts, dt.datetime) and moment_of(each.ends) > now
    ]
    if venue is None or not wanted:
        return []
    first, last = min(start for start, _end in wanted), max(end for _start, end in wanted)
    rows = (
        Occurrence.objects.shown_in(venue.community, shown_owners(venue.community))
        .with_series()
        .taking_place()
        .filter(series__venue=venue, series__all_day=False, series__is_cancelled=False)
        .exclude(series__owner="activities", series__uid=uid)
        .between(first, last)
    )
    found = []
    for row in rows:
        if any(row.starts_at < end and row.ends_at > start for start, end in wanted):
            found.append(Clash(str(row.series), day_text(day_of(row.starts)), time_text(row.starts, row.ends)))
            if len(found) == SAID:
                break
    return found
