"""Stored dates, as pages, cards and feeds ask for them."""

import datetime as dt
from collections.abc import Iterable

from django.apps import apps
from django.db.models import Prefetch, Q, QuerySet

from portal.activities.choices import OccurrenceState
from portal.communities.models import Community


class SeriesQuerySet(QuerySet):
    def shown_in(self, community: Community, owners: Iterable[str]) -> "SeriesQuerySet":
        return self.filter(community=community, owner__in=owners)


class OccurrenceQuerySet(QuerySet):
    def shown_in(self, community: Community, owners: Iterable[str]) -> "OccurrenceQuerySet":
        """Of these apps and plugins, in the order of their beginning."""
        found = self.filter(community=community, series__owner__in=owners)
        return found.order_by("starts_at", "series_id")

    def with_series(self) -> "OccurrenceQuerySet":
        """What a list shows of them, for a few: joined to each."""
        return self.select_related("series__venue__parent")

    def with_shared_series(self) -> "OccurrenceQuerySet":
        """Likewise for many of the same series: one query more, and each series is made once."""
        series = apps.get_model("activities", "Series").objects.select_related("venue__parent")
        return self.prefetch_related(Prefetch("series", series))

    def between(self, start: dt.datetime, end: dt.datetime) -> "OccurrenceQuerySet":
        """What has a part in that time; what takes no time counts where it stands."""
        return self.filter(Q(ends_at__gt=start) | Q(ends_at=start, starts_at=start), starts_at__lt=end)

    def ending_after(self, moment: dt.datetime) -> "OccurrenceQuerySet":
        return self.filter(ends_at__gt=moment)

    def taking_place(self) -> "OccurrenceQuerySet":
        return self.exclude(state=OccurrenceState.CANCELLED)
