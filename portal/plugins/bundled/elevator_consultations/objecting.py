"""Objections come in by a household's code, or on paper through staff. Each gets an answer before the case moves on."""

import datetime as dt
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.api import Household, lock_household
from portal.plugins.bundled.elevator_consultations.chain import append, locked_case
from portal.plugins.bundled.elevator_consultations.choices import Outcome, RecordKind, Stage
from portal.plugins.bundled.elevator_consultations.ledger_payloads import objection_payload
from portal.plugins.bundled.elevator_consultations.models import Case, Objection, PublicNotice, Unit
from portal.plugins.bundled.elevator_consultations.notice_letter import objections_matter

#: Of one unit; whoever has more to say is better helped by a talk.
MOST_OF_ONE_UNIT = 20


def standing_notice(case: Case) -> PublicNotice | None:
    return case.notices.filter(replaced_at=None).first()


def is_running(case: Case, notice: PublicNotice | None) -> bool:
    """Whether households may object by their code today."""
    today = timezone.localdate()
    return case.stage == Stage.NOTICE and notice is not None and notice.first_day <= today <= notice.last_day


@transaction.atomic
def raise_objection(case: Case, *, household: Household, text: str, once: UUID | None = None) -> Objection:
    """By the code of the notice's letter. Sent twice with the same `once` it is one. Raises ValidationError, and
    CodeRefused once the matter is over."""
    matter = objections_matter(case)
    if matter is None:
        raise ValidationError(_("There is no public notice yet that one could object to."))
    lock_household(matter, household)
    row = locked_case(case.pk)
    unit = row.units.counted().filter(household=household).first()
    if unit is None:
        raise ValidationError(_("Your flat is not in the register of this case. Please ask at the counter."))
    if sent := sent_before(row, unit, once):
        return sent
    if not is_running(row, standing_notice(row)):
        raise ValidationError(_("The days in which one can object here are over. Please ask at the counter."))
    return _write(row, Objection(case=row, unit=unit, text=text, once=once))


@transaction.atomic
def record_objection(
    case: Case,
    *,
    unit: Unit | None,
    text: str,
    raised_at: dt.datetime | None = None,
    once: UUID | None = None,
    by: AbstractBaseUser,
) -> Objection:
    """On paper, or said at the counter; `unit` None is somebody who has no flat there. At any time: whoever works on
    the case judges whether it came too late, and answers that."""
    row = locked_case(case.pk)
    if sent := sent_before(row, unit, once):
        return sent
    raised_at = min(raised_at or timezone.now(), timezone.now())
    entered = {"is_on_paper": True, "entered_by": by, "raised_at": raised_at}
    objection = _write(row, Objection(case=row, unit=unit, text=text, once=once, **entered))
    log(instance=row, action="elevators.enter_objection", user=by, data={"number": objection.number})
    return objection


def sent_before(case: Case, unit: Unit | None, once: UUID | None) -> Objection | None:
    sent = Objection.objects.filter(once=once).first() if once else None
    if sent is None:
        return None
    if (sent.case_id, sent.unit_id) != (case.pk, unit.pk if unit else None):
        raise ValidationError(_("This form was used already. Please open it anew."), code="used")
    return sent


def _write(case: Case, objection: Objection) -> Objection:
    if objection.unit_id and case.objections.filter(unit=objection.unit_id).count() >= MOST_OF_ONE_UNIT:
        raise ValidationError(_("There are many objections of this flat already. Please talk to us at the counter."))
    last = case.objections.order_by("number").values_list("number", flat=True).last()
    objection.number = (last or 0) + 1
    objection.full_clean(exclude=["case", "unit", "entered_by"])
    objection.save()
    record(case, objection)
    return objection


def record(case: Case, objection: Objection) -> None:
    """The row of the chain that every change of an objection appends."""
    steps = list(objection.steps.all())
    append(case, RecordKind.OBJECTION, f"objection:{objection.number}", objection_payload(objection, steps))


@transaction.atomic
def take_back(objection: Objection, *, household: Household) -> Objection:
    """By the household that raised it; it stays in the ledger."""
    matter = objections_matter(objection.case)
    if matter is None or objection.unit is None or objection.unit.household_id != household.pk:
        raise ValidationError(_("This is not an objection of your flat."))
    lock_household(matter, household)
    case = locked_case(objection.case_id)
    objection = case.objections.get(pk=objection.pk)
    if objection.outcome != Outcome.WITHDRAWN:
        objection.outcome, objection.settled_at = Outcome.WITHDRAWN, timezone.now()
        objection.save(update_fields=["outcome", "settled_at"])
        record(case, objection)
    return objection
