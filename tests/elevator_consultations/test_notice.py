"""A public notice: looked at, posted, frozen; checked by anybody with sha256sum."""

import datetime as dt
import hashlib
import json

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.communities.models import Community
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.notice_letter import objections_matter
from portal.plugins.testing import Role, staff_of
from tests.factories.elevator_stages import attach, bring_to_notice, post
from tests.factories.elevators import make_case, make_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sunshine: Community) -> Case:
    case = make_case(sunshine)
    make_register(case, 6)
    bring_to_notice(case)
    case.refresh_from_db()
    return case


@pytest.fixture
def lead(client: Client, case: Case) -> Client:
    client.force_login(staff_of(case.community, Role.LEAD))
    return client


def at(case: Case, rest: str = "") -> str:
    return f"/en/sunshine/x/elevators/{case.pk}/{rest}"


def typed(**values: str) -> dict:
    return {
        "texts_zh_hans": "新的公示",
        "texts_en": "A new notice",
        "first_day": "2026-09-08",
        "last_day": "2026-09-17",
        "action": "preview",
    } | values


def test_preview_shows_what_is_frozen_and_posts_it_once(lead: Client, case: Case) -> None:
    preview = lead.post(at(case, "staff/notice/"), typed())
    seen = preview.context["shown"].digest
    assert case.notices.count() == 1
    for _click in range(2):
        answer = lead.post(at(case, "staff/notice/"), typed(action="post", seen=seen))
        assert answer.status_code == 302
    first, second = case.notices.all()
    assert (second.number, second.digest, second.replaced_at, first.replaced_at is None) == (2, seen, None, False)
    assert (second.first_day, second.last_day) == (dt.date(2026, 9, 8), dt.date(2026, 9, 17))


def test_what_changed_since_the_preview_is_not_posted(lead: Client, case: Case) -> None:
    seen = lead.post(at(case, "staff/notice/"), typed()).context["shown"].digest
    attach(case, content=b"%PDF another drawing")
    answer = lead.post(at(case, "staff/notice/"), typed(action="post", seen=seen))
    assert (answer.status_code, case.notices.count()) == (422, 1)
    assert "Something has changed since the preview" in answer.content.decode()
    assert "A new notice" in answer.content.decode()


WRONG = [
    ({"last_day": "2026-09-16"}, "at least 10 days"),
    ({"first_day": "2026-09-06"}, "Today, or a day within"),
    ({"first_day": "2027-09-06", "last_day": "2027-10-06"}, "Today, or a day within"),
    ({"last_day": "9999-12-31"}, "at most a year"),
    ({"first_day": "yesterday"}, "Enter a valid date"),
    ({"texts_zh_hans": "", "texts_en": ""}, "This field is required"),
    ({"texts_en": "a\x00b"}, "Null characters"),
    ({"texts_en": "x" * 5001}, "at most 5000"),
]


def test_wrong_days_and_texts_are_refused_at_their_field(lead: Client, case: Case) -> None:
    for values, said in WRONG:
        answer = lead.post(at(case, "staff/notice/"), typed(**values))
        assert answer.status_code == 422
        assert said in answer.content.decode(), values
    assert lead.post(at(case, "staff/notice/"), typed(action="post", seen="0" * 64)).status_code == 422
    assert case.notices.count() == 1


def test_anybody_computes_the_digest_from_the_file(case: Case) -> None:
    notice = case.notices.get()
    file = Client().get(at(case, "notice/1/notice.json")).content
    frozen = json.loads(file)
    assert hashlib.sha256(file).hexdigest() == notice.digest
    [drawing] = frozen["drawings"]
    with case.documents.get().document.file.open("rb") as plan:
        assert hashlib.sha256(plan.read()).hexdigest() == drawing["sha256"]
    assert frozen["register"] == {"units": 6, "owners": 6, "area": "471.00"}
    assert frozen["costs"]["total"] == 62_000_000
    html = Client().get(at(case, "notice/")).content.decode().replace(" ", "")
    assert [notice.digest in html, notice.chain_head in html, drawing["sha256"] in html] == [True] * 3


def test_poster_carries_both_digests_and_a_code(case: Case) -> None:
    html = Client().get(at(case, "notice/1/poster/")).content.decode().replace(" ", "")
    notice = case.notices.get()
    assert [notice.digest in html, notice.chain_head in html, "poster__code" in html] == [True] * 3


def test_letters_carry_the_head_of_the_record(case: Case) -> None:
    matter, notice = objections_matter(case), case.notices.get()
    assert (matter.letter_digest, matter.path) == (notice.chain_head, f"x/elevators/{case.pk}/objections/mine/")
    assert "The notice stands from" in matter.letter_text["en"]
    assert matter.is_open()


def test_few_answers_give_no_sums_away(sunshine: Community) -> None:
    case = make_case(sunshine, slug="small")
    make_register(case, 4)
    notice = bring_to_notice(case)
    assert notice.frozen["consent"]["result"] == {"part_is_met": True, "consent_is_met": True, "is_met": True}
    html = Client().get(at(case, "notice/")).content.decode()
    assert "of the area; needed" not in html


def test_replaced_notice_stays_and_says_so(case: Case, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(days=3))
    new = post(case)
    assert (new.first_day, new.last_day) == (dt.date(2026, 9, 10), dt.date(2026, 9, 19))
    html = Client().get(at(case, "notice/1/")).content.decode()
    assert "This notice was replaced on" in html
    assert Client().get(at(case, "notice/")).context["notice"] == new
    assert Client().get(at(case, "notice/3/")).status_code == 404


def test_a_drawing_that_became_another_file_is_not_linked(case: Case) -> None:
    document = case.documents.get().document
    assert document.url in Client().get(at(case, "notice/")).content.decode()
    document.file.name = "documents/another.pdf"
    document.save()
    html = Client().get(at(case, "notice/")).content.decode()
    assert "no longer as it was posted" in html
    assert document.url not in html


def test_notice_is_posted_by_leads_in_its_stage_only(client: Client, sunshine: Community) -> None:
    case = make_case(sunshine, slug="early")
    client.force_login(staff_of(sunshine, Role.LEAD))
    assert "move the case there first" in client.get(at(case, "staff/notice/")).content.decode()
    answer = client.post(at(case, "staff/notice/"), typed())
    assert (answer.status_code, case.notices.count()) == (422, 0)
    with pytest.raises(ValidationError):
        post(case)
    client.force_login(staff_of(sunshine, Role.EDITOR))
    assert client.get(at(case, "staff/notice/")).status_code == 403
    assert "There is no public notice yet" in Client().get(at(case, "notice/")).content.decode()


def test_notice_takes_as_many_queries_for_more_drawings(case: Case) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert Client().get(at(case, "notice/")).status_code == 200
        return len(found)

    queries()
    few = queries()
    for number in range(3):
        attach(case, content=f"%PDF {number}".encode())
    post(case)
    assert queries() == few
