"""Whose doors to knock at: units that have not answered, with the visits made so far. No names."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.plugins.api import Household
from portal.plugins.bundled.elevator_consultations.choices import DoorResult
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.models import DoorVisit, Question, Unit


@dataclass(frozen=True, slots=True)
class Door:
    unit: Unit
    text: str
    visits: tuple[DoorVisit, ...]

    @property
    def is_closed(self) -> bool:
        """They asked to be left alone, or nobody lives there."""
        return bool(self.visits) and self.visits[0].result in (DoorResult.NOT_ASKED, DoorResult.EMPTY)


def doors_to_knock_at(question: Question) -> list[Door]:
    """Floor by floor; those that want no more visits last. Two queries."""
    silent = Unit.objects.counted().filter(case=question.case_id).exclude(answers__question=question)
    silent = silent.select_related("household__stairwell__building__compound")
    visits: dict[int, list[DoorVisit]] = defaultdict(list)
    for visit in question.visits.select_related("visited_by"):
        visits[visit.unit_id].append(visit)
    doors = [Door(unit, door_of(unit.household), tuple(visits[unit.pk])) for unit in silent]
    return sorted(doors, key=lambda door: door.is_closed)


@transaction.atomic
def record_visit(question: Question, unit: Unit, result: DoorResult, *, once: UUID, by: User) -> DoorVisit:
    """Pressed twice it is one. Raises ValidationError once it is over, and for a unit of another case."""
    Household.objects.select_for_update().get(pk=unit.household_id)
    if known := DoorVisit.objects.filter(once=once, unit=unit, question=question).first():
        return known
    if not question.is_open or unit.case_id != question.case_id:
        raise ValidationError(_("It is over: nobody needs to be visited any more."))
    return DoorVisit.objects.create(question=question, unit=unit, result=result, once=once, visited_by=by)
