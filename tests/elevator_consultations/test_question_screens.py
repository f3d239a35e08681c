"""Staff: asking, papers with scans, single answers, doors to knock at. Every look at what one unit said is logged."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.plugins.bundled.elevator_consultations.models import Answer, Case, DoorVisit, Question, SignedPaper
from portal.plugins.bundled.elevator_consultations.rule_sets import default_rules
from tests.factories.elevator_questions import SCAN, make_question, say, sign
from tests.factories.elevators import make_register
from tests.factories.people import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def units(case: Case):
    return make_register(case, 3)


@pytest.fixture
def lead(case: Case) -> Client:
    client = Client()
    client.force_login(staff(case.community, Role.LEAD))
    return client


@pytest.fixture
def editor(case: Case) -> Client:
    client = Client()
    client.force_login(staff(case.community, Role.EDITOR))
    return client


def path(case: Case, rest: str = "") -> str:
    return f"/en/sunshine/x/elevators/{case.pk}/staff/questions/{rest}"


def opening(**values) -> dict:
    return {
        "kind": "survey",
        "texts_zh_hans": "您同意吗？",
        "texts_en": "Do you agree?",
        "opens_at": "2026-09-07T10:00",
        "closes_at": "2026-09-21T18:00",
        "rules": default_rules().pk,
    } | values


def typed_paper(unit, **values) -> dict:
    return {
        "unit": unit.pk,
        "voice": "agree",
        "signed_by": "owner",
        "signed_on": "2026-09-07",
        "why": "handed in",
    } | values


def test_question_is_asked_with_copied_rules(lead: Client, case: Case, units) -> None:
    response = lead.post(path(case, "open/"), opening())
    asked = Question.objects.get()
    assert (response.status_code, asked.part_needed, asked.texts["en"]) == (
        302,
        default_rules().part_needed,
        "Do you agree?",
    )
    page = lead.get(response.url).content.decode()
    assert f"/household_letters/{asked.matter_id}/" in page
    rules = default_rules()
    rules.part_over, rules.part_under = 1, 2
    rules.save()
    asked.refresh_from_db()
    assert str(asked.part_needed) == "2/3"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"closes_at": "2026-09-07T09:00"}, "close after it opens"),
        ({"closes_at": "soon"}, "field--wrong"),
        ({"texts_zh_hans": "", "texts_en": ""}, "field--wrong"),
        ({"kind": "consent"}, "field--wrong"),
        ({"rules": "9" * 40}, "field--wrong"),
        ({"texts_en": "x" * 2001}, "field--wrong"),
    ],
)
def test_bad_question_is_answered_kindly(lead: Client, case: Case, units, values: dict, said: str) -> None:
    response = lead.post(path(case, "open/"), opening(**values))
    assert (response.status_code, said in response.content.decode(), Question.objects.count()) == (422, True, 0)


def test_editor_may_not_ask_nor_look_at_answers(editor: Client, case: Case, units) -> None:
    asked = make_question(case)
    assert editor.post(path(case, "open/"), opening()).status_code == 403
    assert editor.post(path(case, f"{asked.pk}/answer/"), {"unit": units[0].pk}).status_code == 403
    assert editor.get(path(case, f"{asked.pk}/")).status_code == 200


def test_paper_with_scan_is_entered_by_an_editor(editor: Client, case: Case, units) -> None:
    asked = make_question(case, "consent")
    here = path(case, f"{asked.pk}/paper/")
    assert "A signed" not in editor.get(here).content.decode()
    scan = SimpleUploadedFile("x.pdf", SCAN.content)
    assert editor.post(here, typed_paper(units[0], scan=scan)).status_code == 302
    assert (Answer.objects.get().channel, SignedPaper.objects.get().content) == ("paper", SCAN.content)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"scan": SimpleUploadedFile("x.pdf", b"<html>")},
        {"scan": SimpleUploadedFile("x.pdf", b"%PDF-" + b"x" * 5 * 1024 * 1024)},
        {"scan": SimpleUploadedFile("x.pdf", SCAN.content), "signed_on": "2999-01-01"},
        {"scan": SimpleUploadedFile("x.pdf", SCAN.content), "unit": "0"},
        {"scan": SimpleUploadedFile("x.pdf", SCAN.content), "why": ""},
    ],
    ids=["no scan", "no such file", "too large", "tomorrow", "no such unit", "no reason"],
)
def test_bad_paper_is_said_at_its_field(editor: Client, case: Case, units, values: dict) -> None:
    asked = make_question(case, "consent")
    if scan := values.get("scan"):
        scan.seek(0)
    response = editor.post(path(case, f"{asked.pk}/paper/"), typed_paper(units[0]) | values)
    assert (response.status_code, Answer.objects.count()) == (422, 0)
    assert "field--wrong" in response.content.decode()


def test_paper_after_closing_is_refused(editor: Client, case: Case, units) -> None:
    asked = make_question(case, closes_at=timezone.now() + dt.timedelta(hours=1))
    with time_machine.travel(asked.closes_at, tick=False):
        response = editor.post(path(case, f"{asked.pk}/paper/"), typed_paper(units[0]))
    assert (response.status_code, Answer.objects.count()) == (422, 0)


def test_each_look_at_a_single_answer_is_logged(lead: Client, case: Case, units) -> None:
    asked = make_question(case)
    say(asked, units[0], "object", "mind the light")
    here = path(case, f"{asked.pk}/answer/")
    assert lead.get(here).status_code == 405
    for _time in range(2):
        page = lead.post(here, {"unit": units[0].pk}).content.decode()
        assert "mind the light" in page
    looks = ModelLogEntry.objects.filter(action="elevators.look_at_answer")
    assert [look.data for look in looks] == [{"question": asked.pk, "unit": units[0].pk}] * 2


@pytest.mark.parametrize("unit", ["", "x", "9" * 400, "-1"])
def test_answer_of_nobody_is_not_found(lead: Client, case: Case, units, unit: str) -> None:
    asked = make_question(case)
    assert lead.post(path(case, f"{asked.pk}/answer/"), {"unit": unit}).status_code == 404


def test_scan_leaves_the_house_logged_and_as_a_file(lead: Client, case: Case, units) -> None:
    asked = make_question(case, "consent")
    paper = sign(asked, units[0], "agree", by=None).papers.get()
    response = lead.post(path(case, f"{asked.pk}/scan/"), {"paper": paper.pk})
    assert (response.content, response["Content-Type"]) == (SCAN.content, "application/pdf")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "private, no-store"
    assert ModelLogEntry.objects.filter(action="elevators.look_at_scan").count() == 1


def test_scan_of_another_question_is_not_found(lead: Client, case: Case, units) -> None:
    survey = make_question(case)
    paper = sign(make_question(case, "consent"), units[0], "agree", by=None).papers.get()
    assert lead.post(path(case, f"{survey.pk}/scan/"), {"paper": paper.pk}).status_code == 404


def test_closing_moves_and_counting_asks_why(lead: Client, case: Case, units) -> None:
    asked = make_question(case)
    moved = lead.post(path(case, f"{asked.pk}/closing/"), {"closes_at": "2026-10-01T18:00", "why": "holidays"})
    early = lead.post(path(case, f"{asked.pk}/decide/"), {"why": ""})
    past = lead.post(path(case, f"{asked.pk}/closing/"), {"closes_at": "2026-01-01T18:00", "why": "x"})
    counted = lead.post(path(case, f"{asked.pk}/decide/"), {"why": "all have answered"})
    again = lead.post(path(case, f"{asked.pk}/decide/"), {"why": "pressed twice"})
    statuses = [each.status_code for each in (moved, early, past, counted, again)]
    assert statuses == [302, 422, 422, 302, 302]
    assert lead.get(path(case, f"{asked.pk}/")).status_code == 200


def test_closing_time_is_changed_by_a_button_that_says_so(lead: Client, case: Case, units) -> None:
    """Not by one that leads back to a form, as the same English word does elsewhere."""
    here = path(case, f"{make_question(case).pk}/closing/").replace("/en/", "/zh-hans/")
    page = lead.get(here).content.decode()
    assert "返回修改" not in page
    assert ">更改<" in page


def test_scan_of_a_sheet_stays_small(editor: Client, case: Case, units) -> None:
    large = SimpleUploadedFile("a.pdf", b"%PDF-1.7".ljust(5 * 1024 * 1024 + 1), "application/pdf")
    refused = editor.post(path(case, f"{make_question(case).pk}/paper/"), typed_paper(units[0], scan=large))
    assert (refused.status_code, Answer.objects.count()) == (422, 0)
    assert "larger than 5 MB" in refused.content.decode()


def test_doors_to_knock_at_are_those_without_answer(editor: Client, case: Case, units) -> None:
    asked = make_question(case)
    say(asked, units[0], "agree")
    here, once = path(case, f"{asked.pk}/calls/"), str(uuid.uuid4())
    for _time in range(2):
        assert editor.post(f"{here}visit/", {"unit": units[1].pk, "result": "nobody", "once": once}).status_code == 302
    page = editor.get(here).content.decode()
    assert [f">{unit.household.room}" in page or f"· {unit.household.room}<" in page for unit in units] == [
        False,
        True,
        True,
    ]
    assert (DoorVisit.objects.count(), "Nobody there" in page) == (1, True)


@pytest.mark.parametrize(
    "sent", [{}, {"unit": "x", "result": "nobody"}, {"unit": "1", "result": "shouted", "once": "x"}]
)
def test_bad_visit_records_nothing(editor: Client, case: Case, units, sent: dict) -> None:
    asked = make_question(case)
    response = editor.post(path(case, f"{asked.pk}/calls/visit/"), sent, follow=True)
    assert (response.status_code, DoorVisit.objects.count()) == (200, 0)
    assert "choose what came of it" in response.content.decode()


@pytest.mark.parametrize("count", [24, 400])
def test_question_takes_the_same_queries_however_many(
    lead: Client, case: Case, count: int, django_assert_num_queries
) -> None:
    make_register(case, [{"room": f"r{place}"} for place in range(count)])
    asked = make_question(case)
    with django_assert_num_queries(20):
        assert lead.get(path(case, f"{asked.pk}/")).status_code == 200
    with django_assert_num_queries(19):
        assert lead.get(path(case, f"{asked.pk}/calls/")).status_code == 200
