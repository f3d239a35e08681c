"""One voice a unit. Whatever way an answer comes in, it locks its household, writes the one row, and adds to the chain:
both or neither."""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.api import AnswerChannel, Household, lock_household
from portal.plugins.bundled.elevator_consultations.chain import append, locked_case
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, RecordKind, Signer, Voice
from portal.plugins.bundled.elevator_consultations.letters import takes_codes
from portal.plugins.bundled.elevator_consultations.models import Answer, Case, Question, SignedPaper, Unit
from portal.plugins.bundled.elevator_consultations.payloads import answer_payload
from portal.plugins.bundled.elevator_consultations.scans import Scan


@dataclass(frozen=True, slots=True)
class Paper:
    """What staff say of a paper that they enter."""

    signed_by: Signer
    signed_on: dt.date
    why: str
    scan: Scan | None = None


def answer_by_code(question: Question, household: Household, voice: Voice, point: str = "") -> Answer:
    """In place of what the household said before. The same again changes nothing.

    Raises CodeRefused once it is over, ValidationError for a household that is not in the register, and where consent
    is given on paper.
    """
    if not takes_codes(question):
        raise ValidationError(_("Consent is given on paper, signed by the owner."))
    return _answer(question, household, voice, point)


@transaction.atomic
def enter_paper(question: Question, unit: Unit, voice: Voice, paper: Paper, *, by: User, point: str = "") -> Answer:
    """Likewise, from paper. Consent wants a scan. Raises CodeRefused and ValidationError."""
    if question.kind == QuestionKind.CONSENT and paper.scan is None:
        raise ValidationError({"scan": _("Consent needs a scan of the signed paper.")})
    if paper.signed_on > timezone.localdate():
        raise ValidationError({"signed_on": _("That day is still to come.")})
    answer = _answer(question, unit.household, voice, point, paper=paper, by=by)
    scan = paper.scan
    SignedPaper.objects.get_or_create(  # the form sent twice
        answer=answer,
        signed_by=paper.signed_by,
        signed_on=paper.signed_on,
        digest=answer.scan_digest,
        why=paper.why,
        defaults={
            "content": scan.content if scan else b"",
            "content_type": scan.content_type if scan else "",
            "entered_by": by,
        },
    )
    data = {"question": question.pk, "unit": unit.pk, "why": paper.why, "scan": scan is not None}
    log(instance=question.case, action="elevators.enter_paper", user=by, data=data)
    return answer


@transaction.atomic
def _answer(
    question: Question,
    household: Household,
    voice: Voice,
    point: str,
    *,
    paper: Paper | None = None,
    by: User | None = None,
) -> Answer:
    if question.matter is None:
        raise ValidationError(_("Households are not asked yet."))
    lock_household(question.matter, household)
    case = locked_case(question.case_id)
    unit = unit_of(case, household)
    answer = Answer.objects.filter(question=question, unit=unit).first()
    answer = answer or Answer(question=question, unit=unit, household=household)
    before = answer_payload(answer) if answer.pk else None
    answer.voice, answer.point = voice, point
    answer.channel = AnswerChannel.PAPER if paper else AnswerChannel.CODE
    answer.entered_by, answer.entered_why = by, paper.why if paper else ""
    answer.scan_digest = sha256(paper.scan.content).hexdigest() if paper and paper.scan else ""
    if answer_payload(answer) != before:
        answer.full_clean(exclude=["question", "unit", "household", "entered_by"])
        answer.save()
        append(case, RecordKind.ANSWER, f"answer:{question.pk}/{unit.pk}", answer_payload(answer))
    return answer


def unit_of(case: Case, household: Household) -> Unit:
    """The household's in the register as it is now. Raises ValidationError."""
    unit = Unit.objects.counted().filter(case=case, household=household).first()
    if unit is None:
        raise ValidationError(
            _("This flat is not in the register of the case, so its answer would not count. Please ask at the counter.")
        )
    return unit
