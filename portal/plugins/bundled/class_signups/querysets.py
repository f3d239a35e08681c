import datetime as dt

from django.apps import apps
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
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

    def with_missing(self, now: dt.datetime | None = None) -> "CourseQuerySet":
        """`missing`: how many children of a care group should be there and are not."""
        children = apps.get_model("class_signups", "ClassChild").objects.missing(now, sign_up__course=OuterRef("pk"))
        counted = children.order_by().values("sign_up__course").annotate(number=Count("pk")).values("number")
        return self.annotate(missing=Coalesce(Subquery(counted), 0))

    def with_proposals(self) -> "CourseQuerySet":
        """Annotate `proposed`: whether a message to families waits for staff."""
        return self.annotate(proposed=Count("proposals", filter=Q(proposals__decision=""), distinct=True))

    def with_session_places(self, now: dt.datetime | None = None) -> "CourseQuerySet":
        """Annotate `session_places`, left in sessions to come together, and `boundless`: how many of these have no end
        of places."""
        ahead = Q(sessions__starts__gt=now or timezone.now(), sessions__is_cancelled=False)
        left = F("sessions__capacity") - F("sessions__taken")
        return self.annotate(
            session_places=Sum(left, filter=ahead, default=0),
            boundless=Count("sessions", filter=ahead & Q(sessions__capacity=None)),
        )
