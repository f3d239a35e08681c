"""Moves of a case: checked under its lock, written down, in the chain; no path around what is asked for."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from portal.communities.models import Community
from portal.names import Names
from portal.plugins.bundled.elevator_consultations.case_facts import facts_of
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, Stage
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.moving import move_case
from portal.plugins.bundled.elevator_consultations.objecting import record_objection
from portal.plugins.testing import Role, staff_of
from tests.factories.elevator_stages import NOTE, attach, bring_to_notice, decide, post
from tests.factories.elevators import make_case, make_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sunshine: Community) -> Case:
    case = make_case(sunshine)
    make_register(case, 4)
    return case


def test_a_move_is_in_timeline_chain_and_log(case: Case) -> None:
    decide(case, QuestionKind.SURVEY)
    lead = staff_of(case.community, Role.LEAD)
    move = move_case(case, Stage.DESIGN, by=lead)
    case.refresh_from_db()
    row = case.chain.order_by("number").last()
    assert (case.stage, case.stage_since) == (Stage.DESIGN, move.moved_at)
    assert (row.kind, row.payload["before"], row.payload["after"]) == ("stage", "survey", "design")
    assert (case.chain_length, case.chain_head) == (row.number, row.digest)
    assert ModelLogEntry.objects.filter(action="elevators.move", user=lead).count() == 1


def test_what_is_missing_leaves_the_case_where_it_is(case: Case) -> None:
    with pytest.raises(ValidationError, match=r"."):
        move_case(case, Stage.DESIGN, by=None)
    case.refresh_from_db()
    assert (case.stage, case.moves.count()) == (Stage.SURVEY, 0)


def test_stopping_wants_a_reason_and_shows_it(case: Case) -> None:
    with pytest.raises(ValidationError):
        move_case(case, Stage.STOPPED, by=None)
    move_case(case, Stage.STOPPED, by=None, note=NOTE)
    case.refresh_from_db()
    assert case.stop_reason == NOTE
    move_case(case, Stage.DESIGN, by=None, note=Names({"en": "Taken up again"}))
    case.refresh_from_db()
    assert (case.stage, case.stop_reason) == (Stage.DESIGN, {})


def test_a_second_click_is_harmless_and_another_tab_is_told(case: Case) -> None:
    decide(case, QuestionKind.SURVEY)
    assert move_case(case, Stage.DESIGN, by=None, seen=Stage.SURVEY) is not None
    assert move_case(case, Stage.DESIGN, by=None, seen=Stage.SURVEY) is None
    with pytest.raises(ValidationError) as refused:
        move_case(case, Stage.STOPPED, by=None, note=NOTE, seen=Stage.SURVEY)
    assert refused.value.code == "stale"
    assert case.moves.count() == 1


def test_a_changed_drawing_asks_for_a_new_notice(case: Case, clock: time_machine.Traveller) -> None:
    bring_to_notice(case)
    clock.shift(dt.timedelta(days=10))
    drawing = case.documents.get().document
    with drawing.file.storage.open(drawing.file.name, "wb") as file:
        file.write(b"%PDF-1.4 another plan")
    with pytest.raises(ValidationError):
        move_case(case, Stage.OBJECTIONS, by=None)
    post(case)
    clock.shift(dt.timedelta(days=10))
    assert move_case(case, Stage.OBJECTIONS, by=None) is not None


def test_a_notice_runs_through_its_last_day_in_the_city(case: Case, clock: time_machine.Traveller) -> None:
    notice = bring_to_notice(case)
    assert (notice.first_day, notice.last_day) == (dt.date(2026, 9, 7), dt.date(2026, 9, 16))
    clock.move_to(dt.datetime(2026, 9, 16, 15, 59, tzinfo=dt.UTC))  # 23:59 in the city
    with pytest.raises(ValidationError):
        move_case(case, Stage.OBJECTIONS, by=None)
    clock.shift(dt.timedelta(minutes=1))
    assert move_case(case, Stage.OBJECTIONS, by=None) is not None


def test_consent_to_an_earlier_plan_does_not_hold(case: Case, clock: time_machine.Traveller) -> None:
    bring_to_notice(case)
    clock.shift(dt.timedelta(days=1))
    move_case(case, Stage.DESIGN, by=None, note=NOTE)
    move_case(case, Stage.CONSENT, by=None)
    with pytest.raises(ValidationError):
        move_case(case, Stage.NOTICE, by=None)
    clock.shift(dt.timedelta(days=1))
    decide(case)
    assert move_case(case, Stage.NOTICE, by=None) is not None


def test_facts_take_as_many_queries_for_more_of_everything(case: Case) -> None:
    bring_to_notice(case)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            facts_of(Case.objects.get(pk=case.pk))
        return len(found)

    few = queries()
    for _each in range(3):
        attach(case)
        decide(case)
        record_objection(case, unit=None, text="too loud", by=staff_of(case.community, Role.EDITOR))
    assert queries() == few == 12
