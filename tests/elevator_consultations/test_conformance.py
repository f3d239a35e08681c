"""The bundled plugin passes what every plugin has to pass."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.names import Names
from portal.plugins.bundled.elevator_consultations.apps import VIEWS
from portal.plugins.bundled.elevator_consultations.asking import open_question
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, Stage
from portal.plugins.bundled.elevator_consultations.models import Case, CaseMeeting, CasePage, Fault, Objection
from portal.plugins.bundled.elevator_consultations.rule_sets import default_rules
from portal.plugins.testing import Samples, conformance_checks
from tests.factories.elevator_stages import bring_to_notice
from tests.factories.elevators import make_case, make_plan, make_register


class ElevatorSamples(Samples):
    latin_words = frozenset({"SHA", "CSV", "XLSX", "Excel", "m"})  # as in SHA-256, m²

    def fill(self, community, names):
        number = CasePage.objects.in_community(community).count()
        asked = make_case(community, titles=dict(names), slug=f"asked-{number}")
        make_register(asked, 6)
        make_plan(asked, names=Names(names), is_chosen=True)
        add_meeting(asked)
        now = timezone.now()
        open_question(
            asked,
            kind=QuestionKind.SURVEY,
            texts=Names(names),
            opens_at=now,
            closes_at=now + dt.timedelta(days=2),
            rules=default_rules(),
            by=None,
        )

        posted = make_case(community, titles=dict(names), slug=f"posted-{number}")
        make_register(posted, 6)
        bring_to_notice(posted)
        unit = posted.units.first()
        Objection.objects.create(case=posted, unit=unit, number=1, text=str(names), topic=names)

        running = make_case(community, titles=dict(names), slug=f"running-{number}")
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


def add_meeting(case: Case) -> None:
    starts = timezone.now() + dt.timedelta(days=3)
    for page in CasePage.objects.filter(translation_key=case.key):
        page.meetings.add(CaseMeeting(starts_at=starts, ends_at=starts + dt.timedelta(hours=2)))
        page.save_revision().publish()


@pytest.mark.parametrize("check", conformance_checks("elevators", ElevatorSamples()))
def test_elevator_consultations_conform(check) -> None:
    check()
