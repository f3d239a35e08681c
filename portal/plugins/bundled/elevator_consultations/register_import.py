"""A file into the register: planned row by row, shown, then written as a whole or not at all.

A unit of the file is found by its door. Flats that are not in the list of places yet are added below stairwells that
are; stairwells are never made here. With `is_whole` units that are not in the file count no longer, but never one that
has answered what is asked now: that is somebody's to do by hand, with a reason.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.plugins.api import Community, Household, Problems, Row, Stairwell
from portal.plugins.bundled.elevator_consultations import register_files as cells
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.models import Answer, Case, Unit
from portal.plugins.bundled.elevator_consultations.payloads import unit_payload
from portal.plugins.bundled.elevator_consultations.registering import locked_register, set_removed, write_register

Door = tuple[int, str]


@dataclass
class Plan:
    """What an import would do. Nothing of it is written yet."""

    added: list[Unit] = field(default_factory=list)
    changed: list[tuple[str, Unit]] = field(default_factory=list)  # with the area before
    removed: list[Unit] = field(default_factory=list)
    unchanged: int = 0
    floors: list[Household] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)

    @property
    def units(self) -> list[Unit]:
        return [*self.added, *(unit for _before, unit in self.changed), *self.removed]

    @property
    def doors(self) -> int:
        """Flats that are new in the list of places."""
        return sum(unit.household.pk is None for unit in self.added)


def plan_import(case: Case, rows: Sequence[Row], *, is_whole: bool) -> Plan:
    """Four queries, however many rows."""
    return _Planning(case, is_whole).plan(rows)


@transaction.atomic
def import_register(case: Case, rows: Sequence[Row], *, is_whole: bool, by: User | None, why: str) -> Plan:
    """All rows or none; a plan with problems was not written."""
    known = [unit.household.pk for unit in plan_import(case, rows, is_whole=is_whole).units if unit.household.pk]
    case = locked_register(case.pk, known)
    plan = plan_import(case, rows, is_whole=is_whole)  # as it is now that nobody else can write
    if plan.problems or not plan.units:
        return plan
    for household in [*plan.floors, *(unit.household for unit in plan.added if unit.household.pk is None)]:
        household.save()
    for unit in plan.removed:
        set_removed(unit, why)
    write_register(case, plan.units, what="imported", by=by, why=why)
    return plan


class _Planning:
    def __init__(self, case: Case, is_whole: bool) -> None:
        self.case, self.is_whole, self.plan_ = case, is_whole, Plan()
        self.stairwells = stairwells_by_name(case.community)
        units = case.units.select_related("household__stairwell__building__compound")
        self.units = {unit.household_id: unit for unit in units}
        self.lines: dict[Door, int] = {}
        self.households: dict[Door, Household] = {}

    def plan(self, rows: Sequence[Row]) -> Plan:
        found = [(row, self.stairwell_of(row)) for row in rows]
        wanted = {stairwell.pk for _row, stairwell in found if stairwell}
        for household in Household.objects.filter(stairwell__in=wanted):
            self.households[household.stairwell_id, household.room] = household
        for row, stairwell in found:
            self.read(row, stairwell)
        if not rows:
            self.problem(0, _("The file has no rows below its first line."))
        if self.is_whole:
            self.leave_out()
        return self.plan_

    def problem(self, line: int, message: str) -> None:
        self.plan_.problems.add(line, message)

    def stairwell_of(self, row: Row) -> Stairwell | None:
        building, number = number_of(row["building"]), number_of(row["stairwell"])
        compound = cells.plain(row["compound"]).casefold()
        named = {"building": row["building"][:30], "stairwell": row["stairwell"][:30]}
        if not building or not number:
            self.problem(row.line, _("Building or stairwell is missing."))
            return None
        found = self.stairwells.get((compound, building, number), [])
        if len(found) == 1:
            return found[0]
        if found:
            self.problem(row.line, _("Several compounds have a building “%(building)s”: name the compound.") % named)
        elif not any(key[:2] == (compound, building) for key in self.stairwells):
            self.problem(row.line, _("There is no building “%(building)s” in this community’s list of places.") % named)
        else:
            self.problem(row.line, _("Building “%(building)s” has no stairwell “%(stairwell)s”.") % named)
        return None

    def read(self, row: Row, stairwell: Stairwell | None) -> None:
        room = cells.plain(row["room"])
        if not 0 < len(room) <= 20:
            self.problem(row.line, _("The room is missing, or longer than 20 characters."))
        facts = self.facts_of(row)
        if stairwell is None or facts is None or not 0 < len(room) <= 20:
            return
        first = self.lines.setdefault((stairwell.pk, room), row.line)
        if first != row.line:
            self.problem(
                row.line, _("Room %(room)s stands in line %(first)d already.") % {"room": room, "first": first}
            )
            return
        household = self.households.get((stairwell.pk, room)) or Household(stairwell=stairwell, room=room)
        if household.floor is None:
            household.floor = facts.floor
            if household.pk:
                self.plan_.floors.append(household)
        elif household.floor != facts.floor:
            values = {"room": room, "known": household.floor, "floor": facts.floor}
            message = _("Room %(room)s is on floor %(known)d in the list of places, and on %(floor)d in the file.")
            self.problem(row.line, message % values)
        self.take(household, facts, row)

    def facts_of(self, row: Row) -> cells.Facts | None:
        """None where something is wrong; all that is wrong is said at once."""
        found: dict[str, Any] = {}
        for column, read in (
            ("floor", cells.floor_in),
            ("area", cells.area_in),
            ("source", cells.source_in),
            ("owner", cells.owner_in),
            ("undelivered", cells.undelivered_in),
        ):
            try:
                found[column] = read(row[column])
            except ValidationError as error:
                self.problem(row.line, " ".join(error.messages))
        if len(found) < 5:
            return None
        if found["owner"] is not None and found["undelivered"]:
            self.problem(row.line, _("What is not handed over has no owner’s mark: it counts as the developer’s."))
            return None
        return cells.Facts(
            found["floor"], found["area"], found["source"], found["owner"], is_undelivered=found["undelivered"]
        )

    def take(self, household: Household, facts: cells.Facts, row: Row) -> None:
        unit = self.units.get(household.pk) if household.pk else None
        before = unit_payload(unit) if unit else None
        area = f"{unit.area:.2f}" if unit else ""
        was_counted = unit is not None and unit.removed_at is None
        unit = unit or Unit(case=self.case, household=household)
        unit.area, unit.area_source, unit.owner_mark = facts.area, facts.source, facts.owner
        unit.is_undelivered, unit.removed_at, unit.removed_why = facts.is_undelivered, None, ""
        if not was_counted:
            self.plan_.added.append(unit)
        elif unit_payload(unit) != before:
            self.plan_.changed.append((area, unit))
        else:
            self.plan_.unchanged += 1

    def leave_out(self) -> None:
        """What counts and is not in the file."""
        kept = {self.households[door].pk for door in self.lines if door in self.households}
        missing = [unit for unit in self.units.values() if unit.removed_at is None and unit.household_id not in kept]
        answered = set(answered_units(missing))
        if doors := [door_of(unit.household) for unit in missing if unit.pk in answered]:
            message = _(
                "Have answered what is asked now, but are not in the file: %(doors)s. Leave them in the file, or "
                "remove them one by one in the register with a reason: their answers are then kept and no longer "
                "counted."
            )
            self.problem(0, message % {"doors": _("; ").join(doors)})
        self.plan_.removed = missing


def answered_units(units: Iterable[Unit]) -> Iterable[int]:
    """Those of which there is an answer to a question that is not decided yet."""
    answers = Answer.objects.filter(unit__in=[unit.pk for unit in units], question__decided_at=None)
    return answers.order_by().values_list("unit_id", flat=True)


def has_answers(case: Case) -> bool:
    """Whether a change of the register moves sums that people have been part of."""
    return Answer.objects.filter(question__case=case, question__decided_at=None).exists()


def number_of(text: str) -> str:
    """3 of 3幢, 3号楼, building 3: as the list of places has it."""
    written = cells.plain(text).casefold()
    written = re.sub(r"^(building|stairwell|no\.?)\s*", "", written)
    return re.sub(r"\s*(号楼|号|幢|栋|楼|单元|#)$", "", written)


def stairwells_by_name(community: Community) -> dict[tuple[str, str, str], list[Stairwell]]:
    """By compound (its code or a name; also without), building and stairwell. One query."""
    stairwells = Stairwell.objects.filter(building__compound__community=community)
    found: dict[tuple[str, str, str], list[Stairwell]] = defaultdict(list)
    for stairwell in stairwells.select_related("building__compound"):
        building = stairwell.building
        names = {"", building.compound.code, *building.compound.names.values()}
        numbers = {building.number, *building.names.values()}
        for name in {each.casefold() for each in names}:
            for number in {number_of(each) for each in numbers}:
                found[name, number, number_of(stairwell.number)].append(stairwell)
    return dict(found)
