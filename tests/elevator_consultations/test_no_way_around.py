"""Whatever happens to a case, in whatever order: it reaches construction by consent, notice and answers only."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from portal.communities.models import Community
from portal.names import Names
from portal.plugins.bundled.elevator_consultations.answering_objections import answer_objection
from portal.plugins.bundled.elevator_consultations.choices import DocumentKind, Outcome, QuestionKind, Stage, Voice
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.moving import move_case
from portal.plugins.bundled.elevator_consultations.objecting import record_objection
from portal.plugins.bundled.elevator_consultations.stages import NEXT
from portal.plugins.bundled.elevator_consultations.verifying.report import verify_case
from portal.plugins.testing import Role, staff_of
from tests.elevator_consultations.conftest import NOW
from tests.factories.elevator_stages import NOTE, attach, choose_plan, decide, post
from tests.factories.elevators import make_case, make_register

pytestmark = pytest.mark.django_db
EARLY = (Stage.SURVEY, Stage.DESIGN)
PERMIT, DRAWING = DocumentKind.PERMIT, DocumentKind.DRAWING


class Life(RuleBasedStateMachine):
    """`what` is the test's own account of what happened; the way into construction is judged against that alone."""

    reached = 0

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.time = self.clock.start()
        self.case = Case.objects.get()
        self.editor = staff_of(self.case.community, Role.EDITOR)
        self.what: list[tuple] = []

    def teardown(self) -> None:
        assert verify_case(self.case.pk).findings == []
        self.clock.stop()
        transaction.set_rollback(True)
        self.example.__exit__(None, None, None)

    @property
    def today(self) -> dt.date:
        return (dt.datetime.now(dt.UTC) + dt.timedelta(hours=8)).date()

    @rule(kind=st.sampled_from(QuestionKind), agree=st.integers(0, 4), object_=st.integers(0, 1))
    def ask(self, kind: str, agree: int, object_: int) -> None:
        """Of four equal units two thirds take part with three, and three quarters agree with three of four."""
        decide(self.case, kind, ([Voice.AGREE] * agree + [Voice.OBJECT] * object_)[:4])
        if kind == QuestionKind.CONSENT:
            self.what.append(("asked", agree >= 3))

    @rule(kind=st.sampled_from(DocumentKind))
    def file(self, kind: str) -> None:
        attach(self.case, kind)
        self.what.append(("filed", kind))

    @rule()
    def choose(self) -> None:
        self.case.cost_plans.all().delete()
        choose_plan(self.case, total=62_000_000 + len(self.what))
        self.what.append(("costed",))

    @rule(days=st.sampled_from([9, 10, 12]))
    def post(self, days: int) -> None:
        try:
            post(self.case, days=days)
        except ValidationError:
            return
        self.what.append(("posted", self.today, days))

    @rule(days=st.sampled_from([1, 9, 12]))
    def wait(self, days: int) -> None:
        self.time.shift(dt.timedelta(days=days))

    @rule()
    def object(self) -> None:
        objection = record_objection(self.case, unit=None, text="too dark", by=self.editor)
        self.what.append(("objected", objection.number))

    @rule(outcome=st.sampled_from([Outcome.OPEN, Outcome.REFUSED, Outcome.UPHELD]))
    def answer(self, outcome: Outcome) -> None:
        for objection in self.case.objections.filter(answered_at=None):
            answer_objection(objection, topic=Names(), answers=NOTE, outcome=outcome, by=self.editor)
            self.what.append(("answered", objection.number))
            if outcome == Outcome.UPHELD:
                self.what.append(("upheld",))

    @rule(to=st.sampled_from(Stage))
    def move(self, to: Stage) -> None:
        self.case.refresh_from_db()
        before = self.case.stage
        try:
            move_case(self.case, to, by=None, note=NOTE)
        except ValidationError:
            return
        self.what.append(("moved", before, to))
        if to == Stage.CONSTRUCTION and before != Stage.ACCEPTANCE:
            type(self).reached += 1
            self.judge()

    @rule(stages=st.integers(1, 7), forgotten=st.integers(0, 15), wait=st.sampled_from([9, 10, 12]))
    def walk(self, stages: int, forgotten: int, wait: int) -> None:
        """What a lead does who knows the way, and forgets one thing at times."""
        for _stage in range(stages):
            self.case.refresh_from_db()
            stage = Stage(self.case.stage)
            steps = {
                Stage.SURVEY: [lambda: self.ask(QuestionKind.SURVEY, 0, 0)],
                Stage.DESIGN: [lambda: self.file(DRAWING), self.choose],
                Stage.CONSENT: [lambda: self.ask(QuestionKind.CONSENT, 3, 1)],
                Stage.NOTICE: [lambda: self.post(10), lambda: self.wait(wait)],
                Stage.REVIEW: [lambda: self.file(PERMIT)],
            }.get(stage, [])
            for place, step in enumerate([lambda: self.answer(Outcome.REFUSED), *steps]):
                if (place, stage) != (forgotten % 3, list(Stage)[forgotten // 3]):
                    step()
            self.move(NEXT[stage][0])

    def since(self, place: int) -> list[tuple]:
        return self.what[place:]

    def judge(self) -> None:
        def last(*names: str) -> int:
            return max((n for n, each in enumerate(self.what) if each[0] in names), default=-1)

        back = [n for n, (name, *more) in enumerate(self.what) if name == "moved" and went_back(*more)]
        drawn = [n for n, each in enumerate(self.what) if each == ("filed", DRAWING)]
        asked, posted = last("asked"), last("posted")
        assert self.what[asked] == ("asked", True)
        assert asked > max(back, default=-1)
        assert posted > max(asked, last("costed", "upheld"), drawn[-1])
        _name, day, days = self.what[posted]
        assert days >= 10
        assert (self.today - day).days >= days
        assert {each[1] for each in self.what if each[0] == "objected"} == {
            each[1] for each in self.what if each[0] == "answered"
        }
        assert ("filed", PERMIT) in self.what


def went_back(before: Stage, after: Stage) -> bool:
    return after in EARLY and before not in EARLY


def test_no_path_leads_to_construction_past_what_is_asked(sunshine: Community) -> None:
    make_register(make_case(sunshine), 4)
    calm = settings(
        max_examples=12,
        stateful_step_count=20,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    Life.reached = 0
    run_state_machine_as_test(Life, settings=calm)
    assert Life.reached >= 3  # else it proves nothing
