"""The ledger: raised by code or on paper, talked about, answered; everybody reads answers, nobody reads who."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from portal.communities.models import Community
from portal.plugins.bundled.elevator_consultations.models import Case, Objection
from portal.plugins.bundled.elevator_consultations.notice_letter import objections_matter
from portal.plugins.bundled.elevator_consultations.verifying.report import verify_case
from portal.plugins.testing import Role, staff_of
from tests.factories.elevator_stages import bring_to_notice
from tests.factories.elevators import make_case, make_register
from tests.factories.households import code_of

pytestmark = pytest.mark.django_db
WORDS = "电梯会挡住我家窗户的光"


@pytest.fixture
def case(sunshine: Community) -> Case:
    case = make_case(sunshine)
    make_register(case, 4)
    bring_to_notice(case)
    case.refresh_from_db()
    return case


@pytest.fixture
def household(case: Case) -> Client:
    """A browser in which the first unit's code was typed."""
    return visitor(case, 0)


@pytest.fixture
def editor(case: Case) -> Client:
    client = Client()
    client.force_login(staff_of(case.community, Role.EDITOR))
    return client


def visitor(case: Case, place: int) -> Client:
    client = Client()
    unit = case.units.order_by("pk")[place]
    code = code_of(objections_matter(case), unit.household)
    answer = client.post("/en/sunshine/code/", {"code": code})
    assert answer.url == mine(case)
    return client


def mine(case: Case) -> str:
    return f"/en/sunshine/x/elevators/{case.pk}/objections/mine/"


def at(case: Case, rest: str = "") -> str:
    return f"/en/sunshine/x/elevators/{case.pk}/staff/objections/{rest}"


def sent(**values: object) -> dict:
    return {"text": WORDS, "once": str(uuid.uuid4())} | values


def answered(objection: Objection, client: Client, **values: str) -> None:
    form = client.get(at(objection.case, f"{objection.number}/")).context["answer"]
    typed = {"answer-seen": form["seen"].value(), "answer-outcome": "refused", "answer-answers_en": "It was measured."}
    typed |= {"action": "answer"} | {f"answer-{name}": value for name, value in values.items()}
    answer = client.post(at(objection.case, f"{objection.number}/"), typed)
    assert answer.status_code == 302, answer.context["answer"].errors


def test_household_objects_once_and_reads_its_answer(household: Client, case: Case, editor: Client) -> None:
    once = sent()
    for _click in range(2):
        html = household.post(mine(case), once, follow=True).content.decode()
        assert "Your objection has arrived" in html
    objection = case.objections.get()
    assert (objection.text, objection.unit, objection.number) == (WORDS, case.units.order_by("pk").first(), 1)
    editor.post(at(case, "1/"), {"action": "step", "on": "2026-09-07", "what": "在窗口谈过"})
    answered(objection, editor)
    html = household.get(mine(case)).content.decode()
    assert [text in html for text in (WORDS, "在窗口谈过", "It was measured.")] == [True] * 3
    assert verify_case(case.pk).findings == []


def test_everybody_reads_answers_and_nobody_reads_who(household: Client, case: Case, editor: Client) -> None:
    household.post(mine(case), sent())
    answered(case.objections.get(), editor, topic_en="Daylight")
    room = case.units.order_by("pk").first().household.room
    html = Client().get(f"/en/sunshine/x/elevators/{case.pk}/objections/").content.decode()
    assert [text in html for text in ("Daylight", "It was measured.", "Answered, not agreed")] == [True] * 3
    assert [text in html for text in (WORDS, room)] == [False, False]
    neighbour = visitor(case, 1).get(mine(case)).content.decode()
    assert WORDS not in neighbour
    assert "cache" not in neighbour


def test_words_stand_sealed_in_the_database(household: Client, case: Case) -> None:
    household.post(mine(case), sent())
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM elevator_consultations_objection")
        assert WORDS not in cursor.fetchone()[0]
    assert WORDS not in str(case.chain.order_by("number").last().payload)


def test_days_of_the_notice_are_the_days_to_object(
    household: Client, case: Case, clock: time_machine.Traveller
) -> None:
    household.post(mine(case), sent())
    clock.move_to(dt.datetime(2026, 9, 16, 15, 59, tzinfo=dt.UTC))
    household = visitor_again(case)
    assert household.post(mine(case), sent(text="second")).status_code == 302
    clock.shift(dt.timedelta(minutes=1))
    answer = household.post(mine(case), sent(text="late"))
    html = answer.content.decode()
    assert (answer.status_code, case.objections.count()) == (409, 2)
    assert "The days in which one can object here are over." in html
    assert "late" in html  # what was typed is not lost
    assert WORDS in html


def visitor_again(case: Case) -> Client:
    client = Client()
    matter, unit = objections_matter(case), case.units.order_by("pk").first()
    client.post("/en/sunshine/code/", {"code": code_of(matter, unit.household, replace=True, why="lost")})
    return client


def test_without_a_code_nothing_is_sent_and_nothing_lost(case: Case) -> None:
    answer = Client().post(mine(case), sent())
    assert (answer.status_code, case.objections.count()) == (409, 0)
    assert WORDS in answer.content.decode()


def test_what_is_no_objection_is_refused_at_its_field(household: Client, case: Case) -> None:
    for values in ({"text": ""}, {"text": "   "}, {"text": "a\x00b"}, {"text": "x" * 3001}, {"once": "no uuid"}):
        answer = household.post(mine(case), sent(**values))
        assert (answer.status_code, case.objections.count()) == (422, 0), values


def test_a_form_of_another_household_is_not_taken_over(household: Client, case: Case) -> None:
    once = sent()
    household.post(mine(case), once)
    answer = visitor(case, 1).post(mine(case), once)
    assert answer.status_code == 409
    assert case.objections.count() == 1


def test_a_unit_no_longer_counted_is_sent_to_the_counter(household: Client, case: Case) -> None:
    unit = case.units.order_by("pk").first()
    unit.removed_at, unit.removed_why = dt.datetime.now(dt.UTC), "merged"
    unit.save()
    answer = household.post(mine(case), sent())
    assert (answer.status_code, case.objections.count()) == (409, 0)
    assert "not in the register of this case" in answer.content.decode()


def test_taking_back_stays_in_the_ledger(household: Client, case: Case) -> None:
    household.post(mine(case), sent())
    visitor(case, 1).post(mine(case), {"take_back": "1"})
    assert case.objections.get().outcome == "open"
    for _click in range(2):
        household.post(mine(case), {"take_back": "1"})
    household.post(mine(case), {"take_back": "9" * 40})
    assert case.objections.get().outcome == "withdrawn"
    assert case.chain.filter(kind="objection").count() == 2


def test_paper_is_entered_by_staff_at_any_time(client: Client, case: Case, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(days=12))
    client.force_login(staff_of(case.community, Role.EDITOR))
    unit = case.units.first()
    once = sent(unit=unit.pk, raised_on="2026-09-18")
    for _click in range(2):
        client.post(at(case, "enter/"), once)
    objection = case.objections.get()
    assert (objection.is_on_paper, objection.unit, str(objection.raised_at.date())) == (True, unit, "2026-09-18")
    for wrong in ({"raised_on": "2027-01-01"}, {"unit": "0"}, {"raised_on": "1026-01-01"}):
        assert client.post(at(case, "enter/"), sent(**{"raised_on": "2026-09-18"} | wrong)).status_code == 422


def test_words_are_read_by_a_logged_look_only(editor: Client, household: Client, case: Case) -> None:
    household.post(mine(case), sent())
    assert WORDS not in editor.get(at(case, "1/")).content.decode()
    assert WORDS not in editor.get(at(case)).content.decode()
    assert WORDS in editor.post(at(case, "1/words/")).content.decode()
    assert ModelLogEntry.objects.filter(action="elevators.look_at_objection").count() == 1


def test_an_answer_names_no_flat_and_overwrites_nobodys(editor: Client, household: Client, case: Case) -> None:
    household.post(mine(case), sent())
    room = case.units.order_by("pk").first().household.room
    seen = editor.get(at(case, "1/")).context["answer"]["seen"].value()
    typed = {"action": "answer", "answer-seen": seen, "answer-outcome": "refused"}
    named = editor.post(at(case, "1/"), typed | {"answer-answers_en": f"The family of {room}: no."})
    assert (named.status_code, f"This names the flat ({room})" in named.content.decode()) == (422, True)
    empty = editor.post(at(case, "1/"), typed)
    assert "Everybody who objects gets an answer" in empty.content.decode()
    assert editor.post(at(case, "1/"), typed | {"answer-answers_en": "Measured."}).status_code == 302
    late = editor.post(at(case, "1/"), typed | {"answer-answers_en": "Another one."})
    assert "Somebody has answered meanwhile" in late.content.decode()
    assert case.objections.get().answers == {"en": "Measured."}


def test_ledger_takes_as_many_queries_for_more_objections(household: Client, editor: Client, case: Case) -> None:
    pages = [(Client(), f"/en/sunshine/x/elevators/{case.pk}/objections/"), (household, mine(case)), (editor, at(case))]

    def queries() -> list[int]:
        counts = []
        for client, address in pages:
            with CaptureQueriesContext(connection) as found:
                assert client.get(address).status_code == 200
            counts.append(len(found))
        return counts

    household.post(mine(case), sent())
    queries()
    few = queries()
    for number in range(3):
        household.post(mine(case), sent(text=f"and {number}"))
    assert queries() == few
