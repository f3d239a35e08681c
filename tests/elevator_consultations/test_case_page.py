"""What residents read of a case: where it stands, what comes next, what they are asked, what it costs."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.communities.models import Community, Household, Stairwell
from portal.plugins.bundled.elevator_consultations.asking import open_question
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, Stage
from portal.plugins.bundled.elevator_consultations.models import (
    Case,
    CaseIndexPage,
    CaseMeeting,
    CasePage,
    Fault,
    Unit,
)
from portal.plugins.bundled.elevator_consultations.moving import move_case
from portal.plugins.bundled.elevator_consultations.rule_sets import default_rules
from tests.factories.elevator_stages import NOTE, bring_to_notice
from tests.factories.elevators import make_case, make_plan, make_register
from tests.factories.plugins import community_with
from tests.served import ServedClient

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def case(sunshine: Community) -> Case:
    return make_case(sunshine)


def ask(case: Case):
    now = timezone.now()
    texts = {"zh-hans": "您家愿意装电梯吗？", "en": "Would your household like one?"}
    return open_question(
        case,
        kind=QuestionKind.SURVEY,
        texts=texts,
        opens_at=now,
        closes_at=now + 2 * DAY,
        rules=default_rules(),
        by=None,
    )


def text_of(client: Client, path: str = "block-3/", language: str = "en") -> str:
    return client.get(f"/{language}/sunshine/elevators/{path}").content.decode()


def test_page_says_what_is_on_and_what_comes_next(client: Client, case: Case) -> None:
    make_register(case, 12)
    make_plan(case)
    question = ask(case)
    for language, words in {
        "en": ["Intention survey", "If enough households want it", "Would your household like one?", "Floor 6"],
        "zh-hans": ["意愿摸底", "您家愿意装电梯吗？", "6楼"],
    }.items():
        text = text_of(client, language=language)
        assert [word for word in words if word not in text] == []
    assert f"/en/sunshine/x/elevators/{case.pk}/answer/{question.pk}/" in text_of(client)


def test_notice_and_objections_are_led_to(client: Client, case: Case) -> None:
    make_register(case, 6)
    bring_to_notice(case)
    text = text_of(client)
    assert ["Whoever does not agree can object now." in text, "No objection has come in." in text] == [True, True]
    for view in ("notice", "objections"):
        assert f"/en/sunshine/x/elevators/{case.pk}/{view}/" in text


def test_stopped_case_says_why_and_stands_last(client: Client, case: Case, sunshine: Community) -> None:
    make_case(sunshine, slug="other", titles={"zh-hans": "另一部", "en": "Another one"})
    move_case(case, Stage.STOPPED, by=None, note=NOTE)
    assert "The drawing changes" in text_of(client)
    text = text_of(client, "")
    assert text.index("Another one") < text.index("Stopped for now") < text.index("An elevator for building 3")


def test_elevator_in_use_shows_its_faults_first(client: Client, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(stage=Stage.IN_USE)
    now = timezone.now()
    Fault.objects.create(case=case, what="x", reported_at=now - DAY, seen_at=now - DAY, mended_at=now - DAY / 2)
    text = text_of(client)
    assert ["No fault is open" in text, "Usually mended after 12 hours" in text] == [True, True]
    Fault.objects.create(case=case, what="x", notes={"en": "A part is on its way"})
    text = text_of(client)
    assert ["Nobody is there yet" in text, "A part is on its way" in text] == [True, True]
    assert f"/en/sunshine/x/elevators/{case.pk}/fault/" in text


def test_meetings_are_those_to_come_and_those_that_were(client: Client, case: Case) -> None:
    page = CasePage.objects.get(translation_key=case.key, locale__language_code="en")
    now = timezone.now()
    for number, start in enumerate((now + DAY, now - DAY)):
        meeting = CaseMeeting(starts_at=start, ends_at=start + DAY / 24, place=f"Room {number}", sort_order=number)
        page.meetings.add(meeting)
    page.save_revision().publish()
    text = text_of(client)
    assert text.index("Room 0") < text.index("Meetings that were") < text.index("Room 1")


def test_page_in_another_language_marks_its_own_words(client: Client, sunshine: Community) -> None:
    case = make_case(sunshine, slug="only", titles={"zh-hans": "只有中文"})
    make_register(case, 2)
    text = text_of(client, "only/")
    assert 'lang="zh-Hans"' in text
    assert "All stages" in text


def test_unpublished_case_is_gone_and_keeps_what_was_decided(client: Client, case: Case) -> None:
    make_register(case, 2)
    for page in CasePage.objects.filter(translation_key=case.key):
        page.unpublish()
    case.refresh_from_db()
    assert (case.is_public, case.units.count()) == (False, 2)
    assert client.get("/en/sunshine/elevators/block-3/").status_code == 404
    assert "An elevator for building 3" not in text_of(client, "")


def test_deleted_page_leaves_the_case_to_staff(case: Case) -> None:
    for page in CasePage.objects.filter(translation_key=case.key):
        page.delete()
    case.refresh_from_db()
    assert case.is_public is False


def test_case_follows_its_list_to_another_address(
    case: Case, sunshine: Community, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for index in CaseIndexPage.objects.in_community(sunshine):
            index.slug = "lifts"
            index.save_revision().publish()
    case.refresh_from_db()
    assert case.path == "lifts/block-3/"


def test_other_communities_do_not_have_it(client: Client, case: Case) -> None:
    community_with("elevators", slug="riverside")
    assert client.get("/en/riverside/elevators/block-3/").status_code == 404


def test_page_takes_thirteen_queries_for_24_units_and_for_400(case: Case) -> None:
    def queries() -> int:
        client = ServedClient()
        client.get("/en/sunshine/elevators/block-3/")
        with CaptureQueriesContext(connection) as found:
            assert client.get("/en/sunshine/elevators/block-3/").status_code == 200
        return len(found)

    units = make_register(case, 24)
    bring_to_notice(case)
    make_plan(case, names={"en": "Plan two"})
    few = queries()
    add_units(case, units[0].household.stairwell, 376)
    assert (few, queries()) == (13, 13)


def add_units(case: Case, stairwell: Stairwell, count: int) -> None:
    """Without their rows of the chain, which pages do not read."""
    homes = [Household(stairwell=stairwell, room=f"x{number}", floor=number % 30) for number in range(count)]
    Household.objects.bulk_create(homes)
    Unit.objects.bulk_create(Unit(case=case, household=home, area="80.00") for home in homes)


def test_poster_has_what_it_is_about_and_how_it_stands(client: Client, case: Case) -> None:
    text = text_of(client, "block-3/share/poster/")
    assert ["An elevator for building 3" in text, "Intention survey" in text] == [True, True]
