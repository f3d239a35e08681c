"""What was asked, for editors: sums of a period, questions that hardly anybody asked left out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from search.models import SearchCount

#: Networks times days: what fewer asked is withheld, for it may be about somebody.
WITHHELD_BELOW = 3
PERIODS = (7, 30, 90, 365)
MOST_ROWS = 200


class Show(StrEnum):
    ALL = "all"
    EMPTY = "empty"
    UNCHOSEN = "unchosen"


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A question in one place. `place` is where the chosen results stood on average, from 1; 0 if none was chosen."""

    asked: str
    community: str
    visits: int
    empty: int
    clicks: int
    place: float

    @property
    def unchosen(self) -> int:
        """Visits that found something and chose nothing of it."""
        return max(0, self.visits - self.empty - self.clicks)


def asked_rows(communities: Collection[str] | None, *, days: int, show: Show = Show.ALL) -> list[AskedRow]:
    """Of these places (codes, empty for the city as a whole; None: everywhere), what was asked most. One query.

    EMPTY: somebody found nothing. UNCHOSEN: something was found, and never chosen.
    """
    rows = grouped(communities, days=days)
    if show is Show.EMPTY:
        rows = rows.filter(all_empty__gt=0).order_by("-all_empty", "asked", "community")
    elif show is Show.UNCHOSEN:
        rows = rows.filter(all_clicks=0, all_empty__lt=F("all_visits"))
    return [
        AskedRow(
            row["asked"],
            row["community"],
            row["all_visits"],
            row["all_empty"],
            row["all_clicks"],
            round(row["all_places"] / row["all_clicks"], 1) if row["all_clicks"] else 0,
        )
        for row in rows[:MOST_ROWS]
    ]


def grouped(communities: Collection[str] | None, *, days: int, least: int = WITHHELD_BELOW) -> QuerySet[Any, Any]:
    """Sums by question and place, most asked first, without those that fewer than `least` asked."""
    since = timezone.localdate() - timedelta(days=days - 1)
    where = Q() if communities is None else Q(community__in=list(communities))
    rows = SearchCount.objects.filter(where, day__gte=since).values("asked", "community")
    sums = rows.annotate(
        all_visits=Sum("visits"), all_empty=Sum("empty"), all_clicks=Sum("clicks"), all_places=Sum("places")
    )
    return sums.filter(all_visits__gte=least).order_by("-all_visits", "asked", "community")
