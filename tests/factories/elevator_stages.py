"""What a case needs to move: decided questions, documents, a chosen plan, a notice. All of it stands in the chain."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.documents import get_document_model

from portal.names import Names
from portal.plugins.bundled.elevator_consultations.chain import append, locked_case
from portal.plugins.bundled.elevator_consultations.choices import DocumentKind, QuestionKind, RecordKind, Stage, Voice
from portal.plugins.bundled.elevator_consultations.counting import tally_of
from portal.plugins.bundled.elevator_consultations.models import (
    Answer,
    Case,
    CaseDocument,
    CostPlan,
    PublicNotice,
    Question,
)
from portal.plugins.bundled.elevator_consultations.moving import move_case
from portal.plugins.bundled.elevator_consultations.payloads import answer_payload, question_payload
from portal.plugins.bundled.elevator_consultations.posting import post_notice

NOTE = Names({"zh-hans": "图纸修改", "en": "The drawing changes"})
TEXTS = Names({"zh-hans": "3幢1单元加装电梯方案公示。", "en": "The plan for the elevator of building 3."})


@transaction.atomic
def decide(case: Case, kind: str = QuestionKind.CONSENT, voices: Sequence[str] | None = None, **rules: Any) -> Question:
    """A question that was answered and counted; all agree unless `voices` says otherwise, unit by unit."""
    case, now = locked_case(case.pk), timezone.now()
    question = Question.objects.create(
        case=case,
        kind=kind,
        texts=Names({"zh-hans": "您同意吗？", "en": "Do you agree?"}),
        opens_at=now,
        closes_at=now + dt.timedelta(1),
        **rules,
    )
    append(case, RecordKind.QUESTION, f"question:{question.pk}", question_payload(question))
    units = list(case.units.counted())
    for unit, voice in zip(units, [Voice.AGREE] * len(units) if voices is None else voices, strict=False):
        answer = Answer(question=question, unit=unit, household_id=unit.household_id, voice=voice, channel="code")
        answer.save()
        append(case, RecordKind.ANSWER, f"answer:{question.pk}/{unit.pk}", answer_payload(answer))
    question.decided_at, question.result = now, tally_of(question).as_json()
    question.save()
    append(case, RecordKind.QUESTION, f"question:{question.pk}", question_payload(question))
    return question


def attach(case: Case, kind: str = DocumentKind.DRAWING, content: bytes = b"%PDF-1.4 plan") -> CaseDocument:
    case.refresh_from_db(fields=["stage"])
    file = ContentFile(content, f"{kind}.pdf")
    document = get_document_model().objects.create(title=kind, file=file, collection=case.community.collection)
    titles = Names({"zh-hans": "总平面图", "en": "Site plan"})
    return CaseDocument.objects.create(case=case, stage=case.stage, kind=kind, titles=titles, document=document)


def choose_plan(case: Case, **values: Any) -> CostPlan:
    values = {
        "names": Names({"zh-hans": "方案一", "en": "Plan A"}),
        "total": 62_000_000,
        "subsidies": 20_000_000,
        "is_chosen": True,
    } | values
    return CostPlan.objects.create(case=case, **values)


def post(case: Case, *, days: int = 10, **values: Any) -> PublicNotice:
    today = timezone.localdate()
    values = {"first_day": today, "last_day": today + dt.timedelta(days=days - 1), "texts": TEXTS, "by": None} | values
    return post_notice(case, **values)


def bring_to_notice(case: Case, **rules: Any) -> PublicNotice:
    """A case with its register: surveyed, drawn, agreed to, and the notice begins today."""
    decide(case, QuestionKind.SURVEY)
    move_case(case, Stage.DESIGN, by=None)
    attach(case)
    choose_plan(case)
    move_case(case, Stage.CONSENT, by=None)
    decide(case, **rules)
    move_case(case, Stage.NOTICE, by=None)
    return post(case, days=max(10, rules.get("notice_days", 10)))
