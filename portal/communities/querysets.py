import datetime as dt

from django.db import models
from django.db.models import Case, IntegerField, Value, When

from portal.communities.choices import CommunityStatus, GridRole


class CommunityQuerySet(models.QuerySet):
    def open(self) -> "CommunityQuerySet":
        """Communities the public sees."""
        return self.filter(status=CommunityStatus.OPEN)

    def living(self) -> "CommunityQuerySet":
        """All but the archived ones."""
        return self.exclude(status=CommunityStatus.ARCHIVED)

    def with_street(self) -> "CommunityQuerySet":
        return self.select_related("street__district")


class GridStaffQuerySet(models.QuerySet):
    def consenting(self, today: dt.date) -> "GridStaffQuerySet":
        """Those who may be shown."""
        return self.filter(consented_on__lte=today)

    def by_rank(self) -> "GridStaffQuerySet":
        """Grid by grid, its lead first."""
        whens = [When(role=role, then=Value(rank)) for rank, role in enumerate(GridRole.values)]
        rank = Case(*whens, output_field=IntegerField())
        return self.order_by("grid__code", rank, "name")
