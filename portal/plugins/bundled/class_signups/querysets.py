import datetime as dt

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from portal.plugins.api import Community


class CourseQuerySet(models.QuerySet):
    def shown_in(self, community: Community) -> "CourseQuerySet":
        return self.filter(community=community, is_public=True)

    def not_over(self, today: dt.date | None = None) -> "CourseQuerySet":
        return self.filter(last_day__gte=today or timezone.localdate())

    def with_waiting(self) -> "CourseQuerySet":
        """`waiting`: how many families stand in line."""
        in_line = Q(sign_ups__queue__isnull=False, sign_ups__withdrawn_at=None)
        return self.annotate(waiting=Count("sign_ups", filter=in_line, distinct=True))
