import datetime as dt

from django.db import models
from django.utils import timezone


class HouseholdMatterQuerySet(models.QuerySet):
    def open(self, at: dt.datetime | None = None) -> "HouseholdMatterQuerySet":
        """Those that take answers."""
        at = at or timezone.now()
        return self.filter(opens_at__lte=at, closes_at__gt=at)


class HouseholdCodeQuerySet(models.QuerySet):
    def valid(self) -> "HouseholdCodeQuerySet":
        """Those no newer letter took the place of."""
        return self.filter(replaced_at=None)
