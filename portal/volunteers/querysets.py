import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Q, Sum, Value
from django.db.models.functions import Cast
from django.utils import timezone

from portal.names import Names
from portal.participation.querysets import EntryQuerySet
from portal.volunteers.choices import MemberStatus, VisitOutcome


class TeamQuerySet(models.QuerySet):
    def with_member_count(self) -> "TeamQuerySet":
        """Annotate `member_count`: who is a member now."""
        return self.annotate(member_count=Count("members", filter=Q(members__status=MemberStatus.ACTIVE)))

    def duty_names(self, now: dt.datetime | None = None) -> list[tuple[UUID, Names]]:
        """(key of the team, name of a duty) of the duties that lie ahead, each once. One query."""
        ahead = Q(duties__shifts__ends__gt=now or timezone.now(), duties__shifts__is_cancelled=False)
        rows = self.filter(ahead).order_by("pk", "duties__pk").values_list("key", "duties__pk", "duties__names")
        found: dict[Any, tuple[UUID, Names]] = {pk: (key, names) for key, pk, names in rows}
        return list(found.values())


class MemberQuerySet(EntryQuerySet):
    def active(self) -> "MemberQuerySet":
        return self.filter(status=MemberStatus.ACTIVE, withdrawn_at=None)

    def vetted(self) -> "MemberQuerySet":
        """Who may visit people who live alone."""
        return self.active().filter(vetted_at__isnull=False)

    def with_minutes(self) -> "MemberQuerySet":
        """Annotate `minutes`: all that was confirmed of each."""
        return self.annotate(minutes=Sum("records__minutes", default=0))


class ShiftQuerySet(models.QuerySet):
    def ahead(self, now: dt.datetime | None = None) -> "ShiftQuerySet":
        """Not over, soonest first."""
        shifts = self.filter(ends__gt=now or timezone.now(), is_cancelled=False, duty__is_cancelled=False)
        return shifts.select_related("duty__venue").order_by("starts", "pk")

    def takeable(self, now: dt.datetime | None = None) -> "ShiftQuerySet":
        """Those members may still take, full or not: what `Shift.is_open` says, for many."""
        hours = ExpressionWrapper(
            Cast("duty__hours_before", models.IntegerField()) * Value(dt.timedelta(hours=1)), models.DurationField()
        )
        closes_at = ExpressionWrapper(F("starts") - hours, models.DateTimeField())
        rows = self.filter(is_cancelled=False, duty__is_cancelled=False, starts__gt=now or timezone.now())
        return rows.annotate(closes=closes_at).filter(closes__gt=now or timezone.now())

    def places_by_team(self) -> Iterable[tuple[UUID, int]]:
        """(key of the team, places left in these shifts together)."""
        rows = self.order_by().values("duty__team__key").annotate(left=Sum(F("capacity") - F("taken")))
        return rows.values_list("duty__team__key", "left")

    def over(self, now: dt.datetime | None = None) -> "ShiftQuerySet":
        """Begun or over, latest first: attendance may be confirmed."""
        shifts = self.filter(starts__lte=now or timezone.now(), is_cancelled=False, duty__is_cancelled=False)
        return shifts.select_related("duty").order_by("-starts", "-pk")

    def with_counts(self) -> "ShiftQuerySet":
        """Annotate `unsettled`: of how many nobody said yet whether they came."""
        return self.annotate(unsettled=Count("claims", filter=Q(claims__has_come=None)))

    def with_names(self) -> "ShiftQuerySet":
        return self.prefetch_related("claims__member")


class VisitQuerySet(models.QuerySet):
    def open(self) -> "VisitQuerySet":
        """Alarmed, and nobody has seen the person since."""
        return self.filter(alarm_at__isnull=False, closed_at=None)

    def due_alarms(self, now: dt.datetime) -> "VisitQuerySet":
        return self.open().filter(next_alarm_at__lte=now)

    def not_reported(self, now: dt.datetime) -> "VisitQuerySet":
        """Over since `report_by`, and nobody said how it went."""
        return self.filter(outcome="", is_cancelled=False, alarm_at=None, report_by__lte=now)

    def needing(self) -> "VisitQuerySet":
        return self.filter(outcome=VisitOutcome.NEEDS, closed_at=None)
