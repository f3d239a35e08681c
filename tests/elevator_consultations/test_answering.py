"""One voice a unit, by code and on paper, changed until closing; both halves or neither."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.participation.household_visits import CodeRefused
from portal.plugins.bundled.elevator_consultations.answering import Paper, enter_paper
from portal.plugins.bundled.elevator_consultations.asking import decide_question, move_closing
from portal.plugins.bundled.elevator_consultations.choices import Signer, Voice
from portal.plugins.bundled.elevator_consultations.counting import tally_of
from portal.plugins.bundled.elevator_consultations.jobs import decide_questions, show_all_participation
from portal.plugins.bundled.elevator_consultations.models import Answer, Case, ChainRow, Question, SignedPaper
from portal.plugins.bundled.elevator_consultations.registering import (
    add_unit,
    change_unit,
    merge_units,
    remove_unit,
)
from portal.plugins.bundled.elevator_consultations.scans import Scan
from tests.factories.communities import HouseholdFactory
from tests.factories.elevator_questions import SCAN, make_question, say, sign
from tests.factories.elevators import make_register
from tests.factories.people import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def read_in_english():
    with override("en"):
        yield


@pytest.fixture
def worker(case: Case):
    return staff(case.community, Role.EDITOR)


@pytest.fixture
def units(case: Case):
    return make_register(case, 4)


def rows(case: Case, kind: str) -> list[ChainRow]:
    return list(ChainRow.objects.filter(case=case, kind=kind))


def test_second_answer_replaces_the_first(case: Case, units) -> None:
    asked = make_question(case)
    say(asked, units[0], "object", "the light")
    say(asked, units[0], "agree")
    answer = Answer.objects.get()
    assert (answer.voice, answer.point) == ("agree", "")
    assert [row.payload["voice"] for row in rows(case, "answer")] == ["object", "agree"]


def test_same_answer_again_adds_no_row(case: Case, units) -> None:
    asked = make_question(case)
    for _time in range(2):
        say(asked, units[0], "agree", "the light")
    assert (Answer.objects.count(), len(rows(case, "answer"))) == (1, 1)


def test_point_stands_in_the_chain_as_digest_only(case: Case, units) -> None:
    say(make_question(case), units[0], "object", "the light")
    payload = rows(case, "answer")[0].payload
    assert (len(payload["point"]), "light" in str(payload)) == (64, False)


def test_database_takes_one_answer_a_unit_only(case: Case, units) -> None:
    answer = say(make_question(case), units[0], "agree")
    answer.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        answer.save(force_insert=True)


def test_chain_that_fails_takes_the_answer_along(case: Case, units, monkeypatch) -> None:
    """The same end of the chain written twice, as somebody without the lock would."""
    asked = make_question(case)
    Case.objects.filter(pk=case.pk).update(chain_length=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        say(asked, units[0], "agree")
    assert Answer.objects.count() == 0


def test_answer_after_closing_is_refused_and_the_earlier_stands(case: Case, units) -> None:
    asked = make_question(case)
    say(asked, units[0], "agree")
    with time_machine.travel(asked.closes_at), pytest.raises(CodeRefused):
        say(asked, units[0], "object")
    assert Answer.objects.get().voice == "agree"


def test_flat_outside_the_register_is_told_so(case: Case, units) -> None:
    asked = make_question(case)
    units[0].household = HouseholdFactory(stairwell=units[0].household.stairwell, room="999")
    with pytest.raises(ValidationError, match="not in the register"):
        say(asked, units[0], "agree")


def test_code_gives_consent_only_where_rules_allow(case: Case, units) -> None:
    asked = make_question(case, "consent")
    with pytest.raises(ValidationError, match="on paper"):
        say(asked, units[0], "agree")
    decide_question(asked, by=None, why="test")
    say(make_question(case, "consent", allows_electronic=True), units[0], "agree")
    assert Answer.objects.count() == 1


def test_consent_on_paper_needs_a_scan(case: Case, units, worker) -> None:
    asked = make_question(case, "consent")
    with pytest.raises(ValidationError, match="needs a scan"):
        sign(asked, units[0], "agree", by=worker, scan=None)
    answer = sign(asked, units[0], "agree", by=worker)
    paper = answer.papers.get()
    assert (paper.content, paper.digest) == (SCAN.content, answer.scan_digest)
    assert rows(case, "answer")[0].payload["scan"] == paper.digest


def test_scan_is_encrypted_where_it_is_stored(case: Case, units, worker) -> None:
    sign(make_question(case, "consent"), units[0], "agree", by=worker)
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT content FROM elevator_consultations_signedpaper")
        assert SCAN.content not in bytes(cursor.fetchone()[0])


def test_paper_says_who_and_why_and_is_logged(case: Case, units, worker) -> None:
    answer = sign(make_question(case), units[0], "agree", by=worker, scan=None)
    assert (answer.entered_by, answer.entered_why) == (worker, "handed in at the counter")
    entry = ModelLogEntry.objects.get(action="elevators.enter_paper")
    assert (entry.user, entry.data["unit"]) == (worker, units[0].pk)


def test_paper_signed_tomorrow_is_refused(case: Case, units, worker) -> None:
    asked = make_question(case)
    paper = Paper(Signer.OWNER, dt.date(2999, 1, 1), "x")
    with pytest.raises(ValidationError, match="still to come"):
        enter_paper(asked, units[0], Voice.AGREE, paper, by=worker)


def test_replaced_paper_stays_as_proof(case: Case, units, worker) -> None:
    asked = make_question(case, "consent")
    sign(asked, units[0], "object", by=worker)
    sign(asked, units[0], "agree", by=worker, scan=Scan(b"%PDF-1.4 second", "application/pdf"))
    assert (Answer.objects.get().voice, SignedPaper.objects.count()) == ("agree", 2)


def test_paper_pressed_twice_is_one(case: Case, units, worker) -> None:
    asked = make_question(case, "consent")
    for _time in range(2):
        sign(asked, units[0], "agree", by=worker)
    assert (SignedPaper.objects.count(), len(rows(case, "answer"))) == (1, 1)


def test_decided_result_stays_whatever_happens_to_the_register(case: Case, units) -> None:
    asked = make_question(case)
    for unit in units[:3]:
        say(asked, unit, "agree")
    with time_machine.travel(asked.closes_at):
        assert decide_questions() == 1
        change_unit(units[0], by=None, why="x", area=dt.datetime.now().year)
    asked.refresh_from_db()
    assert asked.result == {
        "units": 4,
        "answered": 3,
        "whole": {"number": 4, "area": "314.00"},
        "part": {"number": 3, "area": "235.50"},
        "agree": {"number": 3, "area": "235.50"},
        "object": {"number": 0, "area": "0.00"},
        "abstain": {"number": 0, "area": "0.00"},
        "part_is_met": True,
        "consent_is_met": True,
        "is_met": True,
    }
    last = rows(case, "question")[-1].payload
    assert (last["decided"], last["result"]) == (True, asked.result)


def test_counting_twice_counts_once(case: Case, units) -> None:
    asked = make_question(case)
    for _time in range(2):
        decide_question(asked, by=None, why="all have answered")
    assert [row.payload["decided"] for row in rows(case, "question")] == [False, True]


def test_closing_before_its_time_wants_a_reason(case: Case, units) -> None:
    with pytest.raises(ValidationError, match="before its time"):
        decide_question(make_question(case), by=None)


def test_closing_time_moves_with_its_letters(case: Case, units) -> None:
    asked = make_question(case)
    later = asked.closes_at + dt.timedelta(days=7)
    move_closing(asked, later, by=None, why="holidays")
    asked = Question.objects.select_related("matter").get()
    assert (asked.closes_at, asked.matter.closes_at) == (later, later)
    assert len(rows(case, "question")) == 2


def test_question_is_not_asked_twice_nor_of_nobody(case: Case) -> None:
    with pytest.raises(ValidationError, match="no unit"):
        make_question(case)
    make_register(case, 1)
    make_question(case)
    with pytest.raises(ValidationError, match="asked already"):
        make_question(case)


def test_letters_print_the_end_of_the_chain(case: Case, units) -> None:
    asked = make_question(case)
    case.refresh_from_db()
    assert asked.matter.letter_digest == case.chain_head == rows(case, "question")[0].digest
    assert {str(each.pk) for each in asked.matter.stairwells.all()} == {str(units[0].household.stairwell_id)}


def test_register_changes_move_thresholds_and_are_logged(case: Case, units, worker) -> None:
    asked = make_question(case)
    for unit in units[:2]:
        say(asked, unit, "agree")
    remove_unit(units[3], by=worker, why="it is a shop")
    assert tally_of(asked).part_is_met
    data = ModelLogEntry.objects.filter(action="elevators.change_register").latest("pk").data
    before, after = data["before"][str(asked.pk)], data["after"][str(asked.pk)]
    assert (before["whole"]["number"], after["whole"]["number"], after["part_is_met"]) == (4, 3, True)
    assert rows(case, "unit")[-1].payload["removed"] is True


def test_unit_added_after_answers_raises_what_is_needed(case: Case, units, worker) -> None:
    asked = make_question(case)
    for unit in units[:3]:
        say(asked, unit, "agree")
    household = HouseholdFactory(stairwell=units[0].household.stairwell, room="901", floor=9)
    add_unit(case, household, by=worker, why="was forgotten", area="200")
    assert not tally_of(asked).part_is_met
    data = ModelLogEntry.objects.filter(action="elevators.change_register").latest("pk").data
    before, after = data["before"][str(asked.pk)], data["after"][str(asked.pk)]
    assert (before["part_is_met"], after["part_is_met"], after["whole"]["number"]) == (True, False, 5)


def test_removed_unit_keeps_its_answer_and_counts_no_longer(case: Case, units) -> None:
    asked = make_question(case)
    say(asked, units[0], "agree")
    remove_unit(units[0], by=None, why="x")
    assert (Answer.objects.count(), tally_of(asked).answered) == (1, 0)
    add_unit(case, units[0].household, by=None, why="after all", area="80")
    assert tally_of(asked).answered == 1


def test_merged_units_are_one_with_both_areas(case: Case, units) -> None:
    asked = make_question(case)
    say(asked, units[0], "object")
    say(asked, units[1], "agree")
    merge_units(units[0], units[1], by=None, why="wall taken out")
    tally = tally_of(asked)
    assert (tally.units, str(tally.agree.area), tally.object.number) == (3, "157.00", 0)


def test_unit_of_a_new_stairwell_gets_letters_too(case: Case, units) -> None:
    asked = make_question(case)
    household = HouseholdFactory(stairwell__building=units[0].household.stairwell.building, room="101", floor=1)
    add_unit(case, household, by=None, why="belongs to it", area="60", area_source="survey")
    assert asked.matter.stairwells.count() == 2


def test_participation_is_counted_once_a_day(case: Case, units) -> None:
    asked = make_question(case, least_shown=1)
    say(asked, units[0], "agree")
    assert show_all_participation() == 1
    say(asked, units[1], "object")
    assert show_all_participation() == 0
    asked.refresh_from_db()
    assert (asked.shown_units, asked.shown_area) == (1, 25)
    with time_machine.travel(asked.shown_at + dt.timedelta(days=1)):
        show_all_participation()
    asked.refresh_from_db()
    assert (asked.shown_units, asked.shown_area) == (2, 50)


def test_participation_is_never_rounded_over_a_line(case: Case) -> None:
    """What is 66 of what needs two thirds once it is counted is no 67 before."""
    units = make_register(case, 3)
    asked = make_question(case, least_shown=1)
    for unit in units[:2]:
        say(asked, unit, "agree")
    show_all_participation()
    asked.refresh_from_db()
    assert asked.shown_area == 66


def test_deleting_an_account_keeps_the_answer(case: Case, units, worker) -> None:
    sign(make_question(case), units[0], "agree", by=worker)
    get_user_model().objects.filter(pk=worker.pk).delete()
    assert Answer.objects.get().entered_by is None
