"""What is forgotten some time after a case ended: who said what, their points, scans and visits, and what the chain
holds of them. The chain itself, the register's areas and the sums as decided stay."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from portal.plugins.api import Community
from portal.plugins.bundled.elevator_consultations.chain import locked_case
from portal.plugins.bundled.elevator_consultations.choices import RecordKind, Stage
from portal.plugins.bundled.elevator_consultations.models import (
    Answer,
    Case,
    ChainRow,
    DoorVisit,
    MediationStep,
    Objection,
)

#: After a case is in use or stopped: as long as its decision can be contested (Civil Code, article 188).
KEPT = dt.timedelta(days=3 * 365)
#: Visits at doors serve the question they were made for.
VISITS_KEPT = dt.timedelta(days=90)
ENDED = (Stage.IN_USE, Stage.STOPPED)
OF_HOUSEHOLDS = (RecordKind.ANSWER, RecordKind.OBJECTION)


class ElevatorPersonalData:
    """Of persons themselves nothing is kept: a household is a door. Nothing of it is found by a phone number."""

    is_by_phone = False
    description: Mapping[str, str] = {
        "zh-hans": "每户（按门牌，不记姓名）对加装电梯的意见、补充说明、签字扫描件、异议与上门记录，"
        "用于依法计票和备查；上门记录在计票90天后删除，其余在事项结束（投用或终止）三年后删除，只留合计与校验值。",
        "en": "What each household (a door, no name) said about an elevator, its remarks, scans of signed papers, "
        "objections and visits, to count by law and to prove it. Visits are deleted 90 days after the count, the rest "
        "three years after the case ended (in use or stopped); sums and digests stay.",
    }

    def export(self, *, communities: QuerySet[Community], phone: str) -> Iterable[Mapping[str, Any]]:
        return ()

    def erase(self, *, communities: QuerySet[Community], phone: str) -> int:
        return 0

    def erase_due(self, *, today: dt.date) -> int:
        """Called inside a transaction. Takes cases one after the other, in the order in which they are locked."""
        midnight = timezone.make_aware(dt.datetime.combine(today, dt.time()))
        visits, _each = DoorVisit.objects.filter(question__decided_at__lt=midnight - VISITS_KEPT).delete()
        ended = Case.objects.filter(stage__in=ENDED, stage_since__lt=midnight - KEPT)
        return visits + sum(erase_case(pk) for pk in ended.order_by("pk").values_list("pk", flat=True))


def erase_case(pk: int) -> int:
    """Inside a transaction; how many records went. Idempotent."""
    case = locked_case(pk)
    objections = Objection.objects.filter(case=case)
    erased, _each = Answer.objects.filter(question__case=case).delete()
    visits, _each = DoorVisit.objects.filter(question__case=case).delete()
    steps, _each = MediationStep.objects.filter(objection__case=case).delete()
    erased += visits + steps
    erased += objections.exclude(text="", unit=None).update(text="", unit=None)
    rows = ChainRow.objects.filter(case=case, kind__in=OF_HOUSEHOLDS).exclude(payload=None)
    rows.update(payload=None, salt="")
    return erased
