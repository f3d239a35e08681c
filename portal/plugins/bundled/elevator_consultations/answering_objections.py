"""What staff do about an objection: talk, answer, say what came of it."""

import datetime as dt
import re

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.api import Names
from portal.plugins.bundled.elevator_consultations.chain import locked_case
from portal.plugins.bundled.elevator_consultations.choices import Outcome
from portal.plugins.bundled.elevator_consultations.ledger_payloads import names_digest
from portal.plugins.bundled.elevator_consultations.models import MediationStep, Objection
from portal.plugins.bundled.elevator_consultations.objecting import record


@transaction.atomic
def answer_objection(
    objection: Objection,
    *,
    topic: Names,
    answers: Names,
    outcome: Outcome,
    by: User,
    seen: str | None = None,
) -> Objection:
    """Answer it, or change the answer; both stay in the chain. Everybody reads topic and answer. `seen` is the
    `state_of` what whoever answers had before them: an answer of somebody else is not written over."""
    case = locked_case(objection.case_id)
    row = case.objections.select_related("unit__household").get(pk=objection.pk)
    if (row.topic, row.answers, row.outcome) == (topic, answers, outcome):
        return row  # a second click
    if seen is not None and seen != state_of(row):
        raise ValidationError(_("Somebody has answered meanwhile. Please look at it again."), code="stale")
    check_answer(row, topic, answers, outcome)
    now = timezone.now()
    if outcome != row.outcome:
        row.settled_at = None if outcome == Outcome.OPEN else now
    row.topic, row.answers, row.outcome = topic, answers, outcome
    row.answered_at, row.answered_by = (row.answered_at or now) if answers else None, by
    row.full_clean(exclude=["case", "unit", "entered_by", "answered_by"])
    row.save()
    record(case, row)
    log(instance=case, action="elevators.answer_objection", user=by, data={"number": row.number, "outcome": outcome})
    return row


def state_of(objection: Objection) -> str:
    """Changes with every answer."""
    return f"{names_digest(objection.topic)}{names_digest(objection.answers)}{objection.outcome}"


def check_answer(objection: Objection, topic: Names, answers: Names, outcome: Outcome) -> None:
    if not answers and outcome != Outcome.WITHDRAWN:
        raise ValidationError({"answers": _("Everybody who objects gets an answer, in at least one language.")})
    for field, names in (("topic", topic), ("answers", answers)):
        if objection.unit and names_door(names, objection.unit.household.room):
            text = _("This names the flat (%(room)s). Everybody reads it: please say it without.")
            raise ValidationError({field: text % {"room": objection.unit.household.room}})


def names_door(names: Names, room: str) -> bool:
    """Whether a text has the room's number as a number of its own. One of a digit or two is no sign of a door."""
    door = re.compile(rf"(?<![0-9A-Za-z]){re.escape(room)}(?![0-9A-Za-z])")
    return len(room) > 2 and any(door.search(text) for text in names.values())


@transaction.atomic
def add_step(objection: Objection, *, on: dt.date, what: str, by: User) -> MediationStep:
    """The same step entered twice is one."""
    case = locked_case(objection.case_id)
    row = case.objections.get(pk=objection.pk)
    there = next((each for each in row.steps.all() if (each.on, each.what) == (on, what)), None)
    if there is not None:
        return there
    if on > timezone.localdate():
        raise ValidationError({"on": _("Enter a talk once it has taken place.")})
    step = MediationStep(objection=row, on=on, what=what, entered_by=by)
    step.full_clean(exclude=["objection", "entered_by"])
    step.save()
    record(case, row)
    log(instance=case, action="elevators.add_step", user=by, data={"number": row.number})
    return step
