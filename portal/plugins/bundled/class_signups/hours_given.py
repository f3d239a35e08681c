"""Class hours given, counted from attendance: of sessions to which somebody came, also of children since erased."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.api import Community, Figure
from portal.plugins.bundled.class_signups.models import ClassSession


def hours_given(communities: Any, first: dt.date, last: dt.date) -> Iterable[Figure]:
    """Whole hours. Two queries."""
    begin = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    end = timezone.make_aware(dt.datetime.combine(last + dt.timedelta(days=1), dt.time()))
    there = Count("attendances", filter=Q(attendances__in_at__isnull=False))
    sessions = ClassSession.objects.filter(starts__gte=begin, starts__lt=end)
    sessions = sessions.filter(course__community__in=communities.order_by().values("pk")).order_by()
    by_community: dict[int, list[tuple[dt.timedelta, int]]] = {}
    for community, length, came in (
        sessions.annotate(came=there)
        .filter(came__gt=0)
        .values_list("course__community", F("ends") - F("starts"), "came")
    ):
        by_community.setdefault(community, []).append((length, came))
    known = Community.objects.in_bulk(by_community)
    for pk, given in by_community.items():
        lengths = sum((length for length, _came in given), dt.timedelta())
        of_people = sum((length * came for length, came in given), dt.timedelta())
        yield Figure(known[pk], "classes.hours", _("Class hours given"), whole_hours(lengths), 200)
        yield Figure(known[pk], "classes.people_hours", _("Hours people spent in classes"), whole_hours(of_people), 210)


def whole_hours(time: dt.timedelta) -> int:
    return round(time / dt.timedelta(hours=1))
