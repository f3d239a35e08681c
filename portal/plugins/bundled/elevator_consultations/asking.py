"""Questions to owners: opened with the rules in force, closing time moved, decided with the sums frozen."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.api import HouseholdMatter, Names, close_household_matter, set_household_matter
from portal.plugins.bundled.elevator_consultations.chain import append, locked_case
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, RecordKind, Stage
from portal.plugins.bundled.elevator_consultations.counting import tally_of
from portal.plugins.bundled.elevator_consultations.letters import letter_text, matter_titles
from portal.plugins.bundled.elevator_consultations.models import Case, Question
from portal.plugins.bundled.elevator_consultations.models.rules import RULE_FIELDS, Rules
from portal.plugins.bundled.elevator_consultations.payloads import question_payload
from portal.plugins.bundled.elevator_consultations.registering import locked_register, stairwells_of
from portal.plugins.bundled.elevator_consultations.storing import KEY

#: {kind: stages in which it may be asked}
ASKED_IN = {
    QuestionKind.SURVEY: (Stage.SURVEY, Stage.DESIGN),
    QuestionKind.CONSENT: (Stage.CONSENT,),
}


@transaction.atomic
def open_question(
    case: Case,
    *,
    kind: QuestionKind,
    texts: Names,
    opens_at: dt.datetime,
    closes_at: dt.datetime,
    rules: Rules,
    by: User | None,
) -> Question:
    """Letters can be printed from now on. Raises ValidationError where it cannot be asked."""
    case = locked_case(case.pk)
    check_can_ask(case, kind)
    if closes_at <= max(opens_at, timezone.now()):
        raise ValidationError({"closes_at": _("It has to close after it opens, and later than now.")})
    question = Question(case=case, kind=kind, texts=texts, opens_at=opens_at, closes_at=closes_at)
    for name in RULE_FIELDS:
        setattr(question, name, getattr(rules, name))
    question.full_clean(exclude=["case"])
    question.save()
    _record(case, question)
    _set_matter(case, question, by=by)
    question.save(update_fields=["matter"])
    log(instance=case, action="elevators.open_question", user=by, data=_named(question))
    return question


def check_can_ask(case: Case, kind: QuestionKind) -> None:
    """Raises ValidationError."""
    if case.stage not in ASKED_IN[kind]:
        stages = ", ".join(str(stage.label) for stage in ASKED_IN[kind])
        raise ValidationError(_("This is asked in these stages: %(stages)s.") % {"stages": stages})
    if case.questions.filter(kind=kind, decided_at=None).exists():
        raise ValidationError(_("This is being asked already."))
    if not case.units.counted().exists():
        raise ValidationError(_("There is no unit in the register yet: nobody could answer."))


@transaction.atomic
def move_closing(question: Question, closes_at: dt.datetime, *, by: User | None, why: str) -> Question:
    """Letters that were printed stay good. Raises ValidationError once it is over, and for a time that is past."""
    case = locked_register(question.case_id)
    question = _undecided(question)
    now = timezone.now()
    if question.closes_at <= now:
        raise ValidationError(_("It is over: answers can no longer be given or changed."))
    if closes_at <= max(question.opens_at, now):
        raise ValidationError({"closes_at": _("It has to close after it opens, and later than now.")})
    before, question.closes_at = question.closes_at, closes_at
    question.save(update_fields=["closes_at"])
    _record(case, question)
    _set_matter(case, question, by=by)
    data = _named(question) | {"before": before.isoformat(), "after": closes_at.isoformat(), "why": why}
    log(instance=case, action="elevators.move_closing", user=by, data=data)
    return question


@transaction.atomic
def decide_question(question: Question, *, by: User | None, why: str = "") -> Question:
    """Count it; what was counted stays, whatever happens to the register. Before its time it is closed first, which
    wants a reason. Idempotent."""
    case = locked_register(question.case_id)
    question = Question.objects.select_related("matter").get(pk=question.pk)
    question.case = case
    if question.decided_at:
        return question
    now = timezone.now()
    if question.closes_at > now:
        if not why.strip():
            raise ValidationError({"why": _("Say why it is closed before its time.")})
        if question.matter:
            close_household_matter(question.matter, by=by)
        question.closes_at = now
        question.opens_at = min(question.opens_at, now - dt.timedelta(seconds=1))
    question.decided_at, question.result = now, tally_of(question).as_json()
    question.save()
    _record(case, question)
    data = _named(question) | {"result": question.result, "why": why}
    log(instance=case, action="elevators.decide_question", user=by, data=data)
    return question


def _undecided(question: Question) -> Question:
    """As it is now, in a locked case."""
    question = Question.objects.select_related("matter").get(pk=question.pk)
    if question.decided_at:
        raise ValidationError(_("It was counted: what was asked stays as it was."))
    return question


def _record(case: Case, question: Question) -> None:
    append(case, RecordKind.QUESTION, f"question:{question.pk}", question_payload(question))


def _set_matter(case: Case, question: Question, *, by: User | None) -> HouseholdMatter:
    """After its row of the chain: what the letters print is the end of the chain with the question in it."""
    question.matter = set_household_matter(
        owner=KEY,
        key=f"question-{question.pk}",
        community=case.community,
        titles=matter_titles(case, question),
        path=f"x/{KEY}/{case.pk}/answer/{question.pk}/",
        opens_at=question.opens_at,
        closes_at=question.closes_at,
        stairwells=stairwells_of(case),
        letter_text=letter_text(question),
        letter_digest=case.chain_head,
        by=by,
    )
    return question.matter


def _named(question: Question) -> dict[str, Any]:
    return {"question": question.pk, "kind": str(question.kind)}
