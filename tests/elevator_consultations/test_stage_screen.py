"""Staff see what is missing and move a case on; residents follow the way."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.communities.models import Community
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, Stage
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.moving import move_case
from portal.plugins.bundled.elevator_consultations.timeline import timeline_of
from portal.plugins.testing import Role, staff_of
from tests.factories.elevator_stages import NOTE, attach, bring_to_notice, decide
from tests.factories.elevators import make_case, make_register
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sunshine: Community) -> Case:
    case = make_case(sunshine)
    make_register(case, 2)
    return case


@pytest.fixture
def lead(client: Client, case: Case) -> Client:
    client.force_login(staff_of(case.community, Role.LEAD))
    return client


def at(case: Case, rest: str = "") -> str:
    return f"/en/sunshine/x/elevators/{case.pk}/staff/stage/{rest}"


def stage_of(case: Case) -> str:
    return Case.objects.values_list("stage", flat=True).get(pk=case.pk)


def test_checklist_says_what_is_missing_before_the_next_stage(lead: Client, case: Case) -> None:
    html = lead.get(at(case)).content.decode()
    assert "The intention survey is not counted yet." in html
    assert "Go on to" not in html
    decide(case, QuestionKind.SURVEY)
    html = lead.get(at(case)).content.decode()
    assert "The intention survey is counted" in html
    assert f'href="{at(case, "design/")}"' in html


def test_moving_is_confirmed_first_and_pressed_twice_is_once(lead: Client, case: Case) -> None:
    decide(case, QuestionKind.SURVEY)
    assert lead.get(at(case, "design/")).status_code == 200
    assert stage_of(case) == Stage.SURVEY
    for _click in range(2):
        answer = lead.post(at(case, "design/"), {"seen": "survey"}, follow=True)
        assert "The case is at “Design”" in answer.content.decode()
    assert (stage_of(case), case.moves.count()) == (Stage.DESIGN, 1)


def test_another_tab_that_is_behind_is_told_kindly(lead: Client, case: Case) -> None:
    decide(case, QuestionKind.SURVEY)
    lead.post(at(case, "design/"), {"seen": "survey"})
    answer = lead.post(at(case, "stopped/"), {"seen": "survey", "note_zh_hans": "too dear"})
    assert answer.status_code == 409
    assert "Somebody has moved the case meanwhile: it is at “Design” now." in answer.content.decode()
    assert "too dear" in answer.content.decode()
    assert stage_of(case) == Stage.DESIGN


REFUSED = [
    ("stopped/", {"seen": "survey"}, 422),  # without a reason
    ("stopped/", {"seen": "nowhere", "note_en": "x"}, 422),
    ("stopped/", {"seen": "survey", "note_en": "a\x00b"}, 422),
    ("stopped/", {"seen": "survey", "note_en": "x" * 501}, 422),
    ("construction/", {"seen": "survey"}, 409),
    ("design/", {"seen": "survey"}, 409),  # the survey is not counted
    ("nowhere/", {"seen": "survey"}, 404),
]


def test_what_cannot_be_is_refused_kindly(lead: Client, case: Case) -> None:
    for to, typed, status in REFUSED:
        assert lead.post(at(case, to), typed).status_code == status, (to, typed)
    assert stage_of(case) == Stage.SURVEY


def test_editors_look_and_leads_move(client: Client, case: Case) -> None:
    decide(case, QuestionKind.SURVEY)
    client.force_login(staff_of(case.community, Role.EDITOR))
    assert "A lead of the community moves the case on." in client.get(at(case)).content.decode()
    assert client.post(at(case, "design/"), {"seen": "survey"}).status_code == 403
    neighbour = community_with("elevators", slug="riverside")
    client.force_login(staff_of(neighbour, Role.LEAD))
    assert client.get(at(case)).status_code == 403
    assert client.get(at(case).replace("sunshine", "riverside")).status_code == 404


def test_timeline_tells_stages_with_days_words_and_papers(case: Case) -> None:
    bring_to_notice(case)
    move_case(case, Stage.DESIGN, by=None, note=NOTE)
    case.refresh_from_db()
    with translation.override("en"):
        lines = timeline_of(case)
        told = [(line.state, str(line.since or ""), str(line.note), len(line.documents)) for line in lines[:3]]
        assert told == [
            ("done", "", "", 0),
            ("now", "2026-09-07", "The drawing changes", 1),
            ("ahead", "", "", 0),
        ]
        assert [line.label for line in lines][-1] == "In use"
        assert lines[1].ahead.startswith("Once there are drawings")


def test_stopped_case_ends_where_it_stopped(case: Case) -> None:
    move_case(case, Stage.STOPPED, by=None, note=NOTE)
    case.refresh_from_db()
    assert [(line.stage, line.state) for line in timeline_of(case)] == [("survey", "done"), ("stopped", "now")]


def test_screen_takes_as_many_queries_for_more_documents(lead: Client, case: Case) -> None:
    bring_to_notice(case)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert lead.get(at(case)).status_code == 200
        return len(found)

    queries()
    few = queries()
    for number in range(3):
        attach(case, "other", f"%PDF-1.4 {number}".encode())
    assert queries() == few
