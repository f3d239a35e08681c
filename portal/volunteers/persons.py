"""What is held of a person besides what they handed in: that they are visited, and hours of service."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.communities.persons import Holder
from portal.communities.querysets import CommunityQuerySet
from portal.phones import plain_phone
from portal.volunteers.models import ServiceRecord, Visit, VisitedPerson


class VisitData:
    """Found by phone. Erasing ends the visits; hours go with the volunteer's entry, as numbers of the team."""

    def export(self, *, communities: CommunityQuerySet, phone: str) -> Iterable[dict[str, Any]]:
        number = plain_phone(phone)
        if not number:
            return
        for person in self._visited(communities, number):
            yield {"what": "visited", "name": person.name, "address": person.address, "note": person.note}
        visits = Visit.objects.filter(person__in=self._visited(communities, number)).order_by("starts")
        for visit in visits:
            at = timezone.localtime(visit.starts).isoformat(timespec="minutes")
            yield {"what": "visit", "at": at, "outcome": visit.outcome, "note": visit.note}
        records = ServiceRecord.objects.filter(
            member__phone=number, member__erased_at=None, team__community__in=communities.order_by().values("pk")
        )
        for record in records.order_by("day", "pk"):
            yield {"what": "hours", "day": record.day.isoformat(), "minutes": record.minutes, "for": str(record.names)}

    def erase(self, *, communities: CommunityQuerySet, phone: str) -> int:
        number = plain_phone(phone)
        people = list(self._visited(communities, number).values_list("pk", flat=True)) if number else []
        now = timezone.now()
        ahead = Visit.objects.filter(person__in=people, outcome="", alarm_at=None)
        ahead.update(is_cancelled=True)
        Visit.objects.filter(person__in=people).update(note="", closed_note="")
        return VisitedPerson.objects.filter(pk__in=people).update(
            name="", address="", phone="", note="", ended_on=timezone.localdate(now), erased_at=now
        )

    def _visited(self, communities: CommunityQuerySet, number: str) -> Any:
        within = communities.order_by().values("pk")
        return VisitedPerson.objects.filter(phone=number, erased_at=None, community__in=within).order_by("pk")


HOLDER = Holder(
    "volunteers",
    _("Visits and volunteers’ hours"),
    _("People who live alone and are visited, until half a year after the visits ended; hours volunteers served."),
    VisitData(),
)
