"""Reads of stored dates."""

import datetime as dt

from django.http import HttpRequest
from django.utils import timezone

from portal.activities.filters import Filters
from portal.activities.models import Occurrence, Series
from portal.activities.wanted import shown_owners
from portal.communities.models import Community


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())


def dates_between(
    community: Community, first: dt.date, last: dt.date, *, filters: Filters, request: HttpRequest
) -> list[Occurrence]:
    """What takes place on the days from `first` to `last`. Two queries, and what the plugins' states cost once."""
    rows = Occurrence.objects.shown_in(community, shown_owners(community, request)).with_shared_series()
    rows = rows.filter(filters.condition("series__"))
    return list(rows.between(midnight(first), midnight(last + dt.timedelta(days=1))))


def next_dates(
    community: Community, *, after: dt.datetime, count: int, filters: Filters, request: HttpRequest
) -> list[Occurrence]:
    """What is on then, or comes next. One query."""
    rows = Occurrence.objects.shown_in(community, shown_owners(community, request)).with_series()
    return list(rows.filter(filters.condition("series__")).ending_after(after)[:count])


def next_dates_of(series: Series, *, count: int) -> list[Occurrence]:
    """One query."""
    rows = series.occurrences.ending_after(timezone.now()).order_by("starts_at")[:count]
    found = list(rows)
    for row in found:
        row.series = series
    return found


def series_of(owner: str, uid: str) -> Series | None:
    return Series.objects.select_related("venue__parent", "community").filter(owner=owner, uid=uid).first()
