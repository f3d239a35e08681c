"""Changes of a case's register. Each locks the case, stands in the chain, and is logged with its reason and with what
it did to the sums of questions that are open."""

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.api import Household, HouseholdMatter, Stairwell
from portal.plugins.bundled.elevator_consultations.chain import append, locked_case
from portal.plugins.bundled.elevator_consultations.choices import RecordKind
from portal.plugins.bundled.elevator_consultations.counting import tally_of
from portal.plugins.bundled.elevator_consultations.models import Case, Question, Unit
from portal.plugins.bundled.elevator_consultations.payloads import unit_payload

FIELDS = ("area", "area_source", "owner_mark", "is_undelivered")


def locked_register(pk: int, households: Collection[int] = ()) -> Case:
    """Inside a transaction, in the order in which answers lock as well: households, what they are asked, the case."""
    list(Household.objects.select_for_update(of=("self",)).filter(pk__in=households).order_by("pk"))
    matters = Question.objects.filter(case=pk, decided_at=None).exclude(matter=None).values("matter")
    list(HouseholdMatter.objects.select_for_update(of=("self",)).filter(pk__in=matters).order_by("pk"))
    return locked_case(pk)


def record_units(case: Case, units: Iterable[Unit]) -> None:
    """Write units of a `locked_case`, each with its row of the chain."""
    for unit in units:
        unit.save()
        append(case, RecordKind.UNIT, f"unit:{unit.pk}", unit_payload(unit))


def write_register(case: Case, units: Collection[Unit], *, what: str, by: User | None, why: str) -> None:
    """Units of a `locked_register`, new ones and changed ones. `what` is a word for the log."""
    before = sums_of(case)
    record_units(case, units)
    ask_their_stairwells(case)
    data = {"what": what, "units": [unit.pk for unit in units], "why": why, "before": before, "after": sums_of(case)}
    log(instance=case, action="elevators.change_register", user=by, data=data)


def sums_of(case: Case) -> dict[str, Any]:
    """How many take part in what is asked now, by the register as it is; nothing of what they said."""
    sums = {}
    for question in open_questions(case):
        found = tally_of(question).as_json()
        sums[str(question.pk)] = {name: found[name] for name in ("whole", "part", "part_is_met")}
    return sums


def open_questions(case: Case) -> list[Question]:
    return list(case.questions.filter(decided_at=None).select_related("case", "matter"))


def ask_their_stairwells(case: Case) -> None:
    """Letters go to the doors that are in the register now."""
    for question in open_questions(case):
        if question.matter:
            question.matter.stairwells.set(stairwells_of(case))


def stairwells_of(case: Case) -> list[Stairwell]:
    return list(Stairwell.objects.filter(pk__in=case.units.counted().order_by().values("household__stairwell")))


@transaction.atomic
def add_unit(case: Case, household: Household, *, by: User | None, why: str, **values: Any) -> Unit:
    """One that was removed before counts again. Raises ValidationError for one that is there already."""
    case = locked_register(case.pk, [household.pk])
    unit = Unit.objects.filter(case=case, household=household).first()
    if unit is not None and unit.removed_at is None:
        raise ValidationError(_("This flat is in the register already."))
    unit = unit or Unit(case=case, household=household)
    fill(unit, values)
    write_register(case, [unit], what="added", by=by, why=why)
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, by: User | None, why: str, **values: Any) -> Unit:
    """Raises ValidationError for one that is no longer counted."""
    case = locked_register(unit.case_id, [unit.household_id])
    unit = counted_unit(unit)
    before = unit_payload(unit)
    fill(unit, values)
    if unit_payload(unit) != before:
        write_register(case, [unit], what="changed", by=by, why=why)
    return unit


@transaction.atomic
def remove_unit(unit: Unit, *, by: User | None, why: str) -> Unit:
    """It counts no longer; its row and its answers stay for the chain."""
    case = locked_register(unit.case_id, [unit.household_id])
    unit = counted_unit(unit)
    set_removed(unit, why)
    write_register(case, [unit], what="removed", by=by, why=why)
    return unit


@transaction.atomic
def merge_units(unit: Unit, into: Unit, *, by: User | None, why: str, **values: Any) -> Unit:
    """Two flats have become one: `unit` counts no longer, `into` has the values given, or the sum of both areas. What
    `unit` had answered is kept and not counted; `into` answers for both."""
    if unit.case_id != into.case_id or unit.pk == into.pk:
        raise ValidationError(_("Choose another unit of this case."))
    case = locked_register(unit.case_id, [unit.household_id, into.household_id])
    unit, into = counted_unit(unit), counted_unit(into)
    fill(into, {"area": unit.area + into.area} | values)
    set_removed(unit, why)
    write_register(case, [unit, into], what="merged", by=by, why=why)
    return into


def counted_unit(unit: Unit) -> Unit:
    """As it is now."""
    now = Unit.objects.select_related("household").get(pk=unit.pk)
    if now.removed_at:
        raise ValidationError(_("This unit is no longer counted; somebody has removed it meanwhile."))
    return now


def set_removed(unit: Unit, why: str) -> None:
    unit.removed_at, unit.removed_why = timezone.now(), why


def fill(unit: Unit, values: dict[str, Any]) -> None:
    """Raises ValidationError, by field."""
    for name in FIELDS:
        if name in values:
            setattr(unit, name, values[name])
    unit.removed_at, unit.removed_why = None, ""
    unit.full_clean(validate_unique=False)
