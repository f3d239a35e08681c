import datetime as dt
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from portal.plugins.bundled.class_signups.choices import CallResult, LateAfter, SignUpFor

#: After the beginning; whoever is still not there then is no longer a matter for this list.
MISSED_FOR = dt.timedelta(hours=12)


def minutes_ago(path_of_minutes: str, path_of_time: str, now: dt.datetime, *, before: bool) -> Q:
    """Whether a time lies so many minutes back, or less; no database adds minutes in the same words."""
    found = Q()
    for minutes in LateAfter.values:
        moment = now - dt.timedelta(minutes=minutes)
        found |= Q((path_of_minutes, minutes), (f"{path_of_time}__{'lte' if before else 'gt'}", moment))
    return found


class ChildQuerySet(models.QuerySet):
    def with_place(self) -> "ChildQuerySet":
        return self.filter(sign_up__withdrawn_at=None, has_place=True).exclude(name="")

    def with_offer(self) -> "ChildQuerySet":
        """`is_offered`: whether the family is asked about a place, for a sister or brother."""
        open_offers = _model("ClassOffer").objects.filter(sign_up=OuterRef("sign_up"), answer="")
        return self.annotate(is_offered=Exists(open_offers))

    def missing(self, now: dt.datetime | None = None, **narrowed: Any) -> "ChildQuerySet":
        """Children of care groups that should be there and are not, each with the session (`missed`) it is missed at:
        not told absent, and nobody has said on the phone meanwhile that they come. One query.

        `narrowed` is about children: `sign_up__course=...`.
        """
        now = now or timezone.now()
        sessions = "sign_up__course__sessions"
        found = self.with_place().filter(
            minutes_ago("sign_up__course__late_after", f"{sessions}__starts", now, before=True),
            **{f"{sessions}__starts__gt": now - MISSED_FOR, f"{sessions}__is_cancelled": False},
            sign_up__course__is_care_group=True,
            sign_up__course__is_public=True,
            sign_up__course__is_cancelled=False,
            sign_up__course__is_called_off=False,
            **narrowed,
        )
        found = found.annotate(missed=F(sessions))  # of the join above: a second one would pair all with all
        day = {"child": OuterRef("pk"), "session": OuterRef("missed")}
        known = _model("ClassAttendance").objects.filter(Q(in_at__isnull=False) | Q(absent_at__isnull=False), **day)
        calls = _model("ClassCall").objects.filter(minutes_ago("session__course__late_after", "at", now, before=False))
        chosen = _model("ClassSignUp").sessions.through.objects.filter(
            classsignup=OuterRef("sign_up"), classsession=OuterRef("missed")
        )
        return found.filter(
            ~Exists(known),
            ~Exists(calls.filter(result=CallResult.COMES, **day)),
            ~Q(sign_up__course__sign_up_for=SignUpFor.SESSIONS) | Exists(chosen),
        )


def _model(name: str) -> Any:
    """Models are built on querysets."""
    return apps.get_model("class_signups", name)
