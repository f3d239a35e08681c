"""The bundled plugin passes what every plugin has to pass."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from portal.communities.choices import Role
from portal.names import Names
from portal.plugins.bundled.elevator_consultations.answering import Paper, enter_paper
from portal.plugins.bundled.elevator_consultations.apps import VIEWS
from portal.plugins.bundled.elevator_consultations.asking import open_question
from portal.plugins.bundled.elevator_consultations.calling import record_visit
from portal.plugins.bundled.elevator_consultations.choices import DoorResult, QuestionKind, Signer, Stage, Voice
from portal.plugins.bundled.elevator_consultations.models import (
    Answer,
    Case,
    CaseMeeting,
    CasePage,
    Fault,
    MediationStep,
    Objection,
    Question,
    RuleSet,
)
from portal.plugins.bundled.elevator_consultations.rule_sets import default_rules
from portal.plugins.bundled.elevator_consultations.scans import Scan
from portal.plugins.testing import Samples, conformance_checks, staff_of
from tests.factories.elevator_stages import NOTE, bring_to_notice
from tests.factories.elevators import make_case, make_plan, make_register


class ElevatorSamples(Samples):
    # As in SHA-256 and m², names of files, the command that checks a chain, and the address on a poster.
    latin_words = frozenset(
        {"SHA", "CSV", "XLSX", "Excel", "m", "PDF", "pdf", "notice", "json", "manage", "head"}
        | {"localhost", "hans", "here", "elevators"}
    )

    def fill(self, community, names):
        number = CasePage.objects.in_community(community).count()
        asked = make_case(community, titles=dict(names), where=dict(names), slug=f"asked-{number}")
        make_register(asked, 6)
        make_plan(asked, names=Names(names), is_chosen=True)
        add_meeting(asked)
        now = timezone.now()
        question = open_question(
            asked,
            kind=QuestionKind.SURVEY,
            texts=Names(names),
            opens_at=now,
            closes_at=now + dt.timedelta(days=2),
            rules=default_rules(),
            by=None,
        )

        add_answers(question, str(names))
        posted = make_case(community, titles=dict(names), where=dict(names), slug=f"posted-{number}")
        make_register(posted, 6)
        bring_to_notice(posted)
        objection = Objection.objects.create(
            case=posted, unit=posted.units.first(), number=1, text=str(names), topic=names
        )
        MediationStep.objects.create(objection=objection, on=now.date(), what=str(names))
        # The city's, not the community's.
        rules = Names({"zh-hans": "规则", "en": "Rules"})
        RuleSet.objects.create(code=f"rules-{uuid4()}"[:40], names=rules, legal_basis=rules)

        running = make_case(community, titles=dict(names), where=dict(names), slug=f"running-{number}")
        Case.objects.filter(pk=running.pk).update(stage=Stage.IN_USE)
        Fault.objects.create(case=running, what=str(names), notes=names)

    def view_arguments(self, community):
        cases = {case.stage: case for case in Case.objects.filter(community=community)}
        asked, posted, running = (cases[stage] for stage in (Stage.SURVEY, Stage.NOTICE, Stage.IN_USE))
        question, unit = asked.questions.first(), asked.units.first()
        arguments = {view: {"pk": asked.pk} for view in VIEWS if view != "staff"}
        for view in ("question", "question_close", "question_decide", "paper", "scan", "single_answer", "call_list"):
            arguments[view] = {"pk": asked.pk, "question": question.pk}
        for view in ("answer", "answer_thanks", "door_visit"):
            arguments[view] = {"pk": asked.pk, "question": question.pk}
        for view in ("unit", "unit_merge", "unit_remove"):
            arguments[view] = {"pk": asked.pk, "unit": unit.pk}
        arguments["register_file"] |= {"kind": "csv"}
        arguments["cost_plan"] |= {"plan": asked.cost_plans.get().pk}
        for view in ("fault_report", "fault_thanks", "faults", "fault_mark"):
            arguments[view] = {"pk": running.pk}
        arguments["fault"] = {"pk": running.pk, "fault": running.faults.get().pk}
        for view in ("notice", "objections", "my_objections", "notice_post", "objection_list", "objection_enter"):
            arguments[view] = {"pk": posted.pk}
        for view in ("notice_of", "notice_file", "notice_poster", "objection", "objection_words"):
            arguments[view] = {"pk": posted.pk, "number": 1}
        arguments["stage_move"] = {"pk": posted.pk, "to": "stopped"}
        return arguments

    def add_person(self, community, *, name, phone):
        """Nobody is asked for a name; what somebody writes into a remark is erased with the case."""
        case = make_case(community, slug=f"ended-{uuid4()}")
        [unit, *_others] = make_register(case, 6)
        notice = bring_to_notice(case)
        Answer.objects.filter(unit=unit).update(point=f"{name} {phone}")
        objection = Objection.objects.create(case=case, unit=unit, number=1, text=f"{name} {phone}")
        MediationStep.objects.create(objection=objection, on=notice.first_day, what=name)
        Case.objects.filter(pk=case.pk).update(stage=Stage.STOPPED, stop_reason=NOTE)


def add_answers(question: Question, name: str) -> None:
    first, second = question.case.units.order_by("pk")[:2]
    worker = staff_of(question.case.community, Role.EDITOR)
    paper = Paper(Signer.OWNER, timezone.localdate(), "counter", Scan(b"%PDF-1.4", "application/pdf"))
    enter_paper(question, first, Voice.AGREE, paper, by=worker, point=name)
    record_visit(question, second, DoorResult.NOBODY, once=uuid4(), by=worker)


def add_meeting(case: Case) -> None:
    starts = timezone.now() + dt.timedelta(days=3)
    for page in CasePage.objects.filter(translation_key=case.key):
        page.meetings.add(CaseMeeting(starts_at=starts, ends_at=starts + dt.timedelta(hours=2)))
        page.save_revision().publish()


@pytest.mark.parametrize("check", conformance_checks("elevators", ElevatorSamples()))
def test_elevator_consultations_conform(check) -> None:
    check()
