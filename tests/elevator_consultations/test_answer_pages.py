"""What a household meets with its letter's code: on a phone, in both languages, and when something is wrong."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from portal.plugins.bundled.elevator_consultations.asking import decide_question
from portal.plugins.bundled.elevator_consultations.models import Answer, Case, Question
from portal.plugins.bundled.elevator_consultations.registering import remove_unit
from tests.factories.elevator_questions import make_question, say
from tests.factories.elevators import make_register
from tests.factories.households import code_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(case: Case):
    return make_register(case, 2)


@pytest.fixture
def asked(case: Case, units) -> Question:
    return make_question(case)


def address(asked: Question, language: str = "en", rest: str = "") -> str:
    return f"/{language}/sunshine/x/elevators/{asked.case_id}/answer/{asked.pk}/{rest}"


def visitor(asked: Question, unit, **values) -> Client:
    """A browser in which the letter's code was typed."""
    client = Client()
    response = client.post("/en/sunshine/code/", {"code": code_of(asked.matter, unit.household, **values)})
    assert response.url == address(asked)
    return client


def test_code_leads_to_the_form_and_to_thanks(asked: Question, units) -> None:
    client = visitor(asked, units[0])
    page = client.get(address(asked)).content.decode()
    assert "A tenant is not an owner" in page
    assert "Do you agree to an elevator for building 3?" in page
    sent = client.post(address(asked), {"voice": "agree", "point": "mind the light"})
    thanks = client.get(sent.url).content.decode()
    assert ("Your household’s answer: Agree" in thanks, "mind the light" in thanks) == (True, True)
    assert Answer.objects.get().channel == "code"


def test_answer_before_stands_there_to_be_changed(asked: Question, units) -> None:
    say(asked, units[0], "object", "the light")
    page = visitor(asked, units[0]).get(address(asked)).content.decode()
    assert ("Your household’s answer: Object" in page, "the light</textarea>" in page) == (True, True)


def test_without_code_the_page_asks_for_it(asked: Question) -> None:
    response = Client().get(address(asked))
    page = response.content.decode()
    assert ("/en/sunshine/code/" in page, "<textarea" in page, response.cookies) == (True, False, {})


@pytest.mark.parametrize(
    "sent",
    [{}, {"voice": "maybe"}, {"voice": "agree", "point": "x" * 1001}, {"voice": ["agree"] * 99, "point": "\x00"}],
    ids=["nothing", "no such voice", "too long", "many and NUL"],
)
def test_what_is_wrong_is_said_at_the_field(asked: Question, units, sent) -> None:
    response = visitor(asked, units[0]).post(address(asked), sent)
    assert (response.status_code, "field--wrong" in response.content.decode()) == (422, True)
    assert Answer.objects.count() == 0


def test_replaced_code_keeps_what_was_typed(asked: Question, units) -> None:
    client = visitor(asked, units[0])
    code_of(asked.matter, units[0].household, replace=True, why="lost")
    response = client.post(address(asked), {"voice": "agree", "point": "mind the light"})
    page = response.content.decode()
    assert (response.status_code, "newer letter" in page, "mind the light" in page) == (409, True, True)
    assert Answer.objects.count() == 0


def test_closing_while_the_form_is_open_loses_nothing(asked: Question, units) -> None:
    client = visitor(asked, units[0])
    client.post(address(asked), {"voice": "agree"})
    with time_machine.travel(asked.closes_at):
        response = client.post(address(asked), {"voice": "object", "point": "mind the light"})
    page = response.content.decode()
    assert (response.status_code, "What your household said before stands" in page) == (409, True)
    assert ("mind the light" in page, Answer.objects.get().voice) == (True, "agree")


def test_counted_while_the_form_is_open_takes_no_answer(asked: Question, units) -> None:
    client = visitor(asked, units[0])
    decide_question(asked, by=None, why="all have answered")
    response = client.post(address(asked), {"voice": "object"})
    assert (response.status_code, Answer.objects.count()) == (409, 0)


def test_second_browser_of_a_household_changes_its_one_answer(asked: Question, units) -> None:
    first = visitor(asked, units[0])
    second = visitor(asked, units[0], replace=True, why="another letter")
    assert first.post(address(asked), {"voice": "agree"}).status_code == 409
    second.post(address(asked), {"voice": "abstain"})
    assert [each.voice for each in Answer.objects.all()] == ["abstain"]


def test_flat_that_left_the_register_is_told_kindly(asked: Question, units) -> None:
    client = visitor(asked, units[0])
    remove_unit(units[0], by=None, why="x")
    response = client.post(address(asked), {"voice": "agree"})
    assert (response.status_code, "not in the register" in response.content.decode()) == (409, True)


def test_consent_by_code_is_led_to_paper(case: Case, units) -> None:
    asked = make_question(case, "consent")
    client = visitor(asked, units[0])
    page = client.get(address(asked)).content.decode()
    assert ("Consent is given on paper" in page, "at least three quarters" in page) == (True, True)
    assert client.post(address(asked), {"voice": "agree"}).status_code == 409
    assert Answer.objects.count() == 0


def test_household_of_another_matter_is_nobody_here(case: Case, asked: Question, units) -> None:
    other = make_question(case, "consent", allows_electronic=True)
    response = visitor(asked, units[0]).post(address(other), {"voice": "agree"})
    assert (response.status_code, Answer.objects.count()) == (409, 0)


def test_hidden_case_answers_only_whom_it_asked(asked: Question, units) -> None:
    client = visitor(asked, units[0])
    Case.objects.update(is_public=False)
    assert (Client().get(address(asked)).status_code, client.get(address(asked)).status_code) == (404, 200)


def test_other_case_or_number_is_not_found(asked: Question) -> None:
    assert Client().get(f"/en/sunshine/x/elevators/{asked.case_id + 1}/answer/{asked.pk}/").status_code == 404
    assert Client().get(f"/en/sunshine/x/elevators/{asked.case_id}/answer/{10**30}/").status_code == 404


def test_chinese_page_is_chinese(asked: Question, units) -> None:
    page = visitor(asked, units[0]).get(address(asked, "zh-hans")).content.decode()
    assert ("租客不是业主" in page, "您同意在3幢1单元加装电梯吗？" in page) == (True, True)


def test_question_that_begins_tomorrow_takes_nothing(case: Case, units) -> None:
    asked = make_question(
        case, opens_at=case.stage_since + dt.timedelta(days=1), closes_at=case.stage_since + dt.timedelta(days=9)
    )
    assert Client().get(address(asked)).status_code == 200
    assert Answer.objects.count() == 0
