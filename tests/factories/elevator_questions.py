"""Questions of elevator cases, and what households say to them."""

import datetime as dt
from typing import Any

from django.utils import timezone

from portal.names import Names
from portal.plugins.bundled.elevator_consultations.answering import Paper, answer_by_code, enter_paper
from portal.plugins.bundled.elevator_consultations.asking import ASKED_IN, open_question
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, Signer, Voice
from portal.plugins.bundled.elevator_consultations.models import Answer, Case, Question, Unit
from portal.plugins.bundled.elevator_consultations.models.rules import Rules
from portal.plugins.bundled.elevator_consultations.rule_sets import default_rules
from portal.plugins.bundled.elevator_consultations.scans import Scan
from portal.plugins.testing.kept import kept

TEXTS = Names({"zh-hans": "您同意在3幢1单元加装电梯吗？", "en": "Do you agree to an elevator for building 3?"})
SCAN = Scan(b"%PDF-1.4 signed", "application/pdf")


@kept
def make_question(case: Case, kind: str = "survey", *, by: Any = None, **values: Any) -> Question:
    """Open since yesterday, for two weeks, by the civil code; other rules are given by name. The case is put into the
    stage in which it is asked."""
    kind = QuestionKind(kind)
    Case.objects.filter(pk=case.pk).exclude(stage__in=ASKED_IN[kind]).update(stage=ASKED_IN[kind][0])
    now = timezone.now()
    asked: dict[str, Any] = {"opens_at": now - dt.timedelta(days=1), "closes_at": now + dt.timedelta(days=14)}
    asked |= {name: values.pop(name) for name in ("opens_at", "closes_at") if name in values}
    texts = values.pop("texts", TEXTS)
    return open_question(case, kind=kind, texts=texts, rules=make_rules(**values), by=by, **asked)


def make_rules(**values: Any) -> Rules:
    """The civil code's, some of them otherwise; not saved."""
    rules = default_rules()
    for name, value in values.items():
        setattr(rules, name, value)
    return rules


def say(question: Question, unit: Unit, voice: str, point: str = "") -> Answer:
    """By code."""
    return answer_by_code(question, unit.household, Voice(voice), point)


def sign(question: Question, unit: Unit, voice: str, *, by: Any, scan: Scan | None = SCAN, **values: Any) -> Answer:
    """On paper, as staff enter it."""
    paper = Paper(Signer.OWNER, timezone.localdate(), "handed in at the counter", scan)
    return enter_paper(question, unit, Voice(voice), paper, by=by, **values)
