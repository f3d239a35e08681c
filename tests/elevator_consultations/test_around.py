"""What cases add around them: home card, calendar, start page, case file, the city's figures."""

import datetime as dt
import io
import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.plugins.bundled.elevator_consultations.case_file import sheets_of
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, Stage
from portal.plugins.bundled.elevator_consultations.hooks import calendar_entries, dashboard_items
from portal.plugins.bundled.elevator_consultations.models import (
    Case,
    CaseMeeting,
    CasePage,
    Fault,
    Objection,
    Question,
    StageMove,
)
from portal.plugins.bundled.elevator_consultations.statistics import all_cases, community_lines, stage_lines
from portal.plugins.bundled.elevator_consultations.storing import uids_of
from portal.plugins.signals import calendar_entries_changed
from portal.plugins.testing import staff_of
from tests.factories.elevator_stages import bring_to_notice
from tests.factories.elevators import make_case, make_plan, make_register

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def case(sunshine: Community) -> Case:
    return make_case(sunshine)


def add_meeting(case: Case) -> None:
    for page in CasePage.objects.filter(translation_key=case.key):
        starts = timezone.now() + 3 * DAY
        page.meetings.add(CaseMeeting(starts_at=starts, ends_at=starts + DAY / 12, place="活动室"))
        page.save_revision().publish()


def ask(case: Case, **values) -> Question:
    now = timezone.now()
    values = {"opens_at": now, "closes_at": now + 2 * DAY, "texts": {"en": "Do you want one?"}} | values
    return Question.objects.create(case=case, kind=QuestionKind.SURVEY, **values)


def entries(case: Case, uids: list[str] | None = None) -> dict[str, tuple]:
    found = calendar_entries(Community.objects.filter(pk=case.community_id), uids)
    return {each.uid: (each.titles["en"], each.path["en"], each.starts, each.ends) for each in found}


def test_calendar_has_meetings_last_days_and_notices(case: Case) -> None:
    add_meeting(case)
    make_register(case, 6)
    notice = bring_to_notice(case)
    question = ask(case)
    meeting = CaseMeeting.objects.filter(page__locale__language_code="zh-hans").get()
    found = entries(case)
    today = timezone.localdate()
    assert found[f"meeting.{meeting.pk}"][2:] == (meeting.starts_at, meeting.ends_at)
    last = ("Last day to answer: An elevator for building 3", case.path, today + 2 * DAY, today + 3 * DAY)
    assert found[f"question.{question.pk}"] == last
    assert found[f"notice.{notice.pk}"][2:] == (today, today + 10 * DAY)
    assert set(uids_of(case)) >= set(found)
    assert set(entries(case, [f"notice.{notice.pk}", "notice.x", "meeting", "", f"other.{notice.pk}"])) == {
        f"notice.{notice.pk}"
    }


def test_calendar_takes_the_same_queries_for_more_cases(case: Case, sunshine: Community) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            entries(case)
        return len(queries)

    add_meeting(case)
    ask(case)
    few = cost()
    for number in range(3):
        another = make_case(sunshine, slug=f"block-{number}-more")
        add_meeting(another)
        ask(another)
    assert (few, cost()) == (5, 5)


def test_calendar_is_told_of_what_changed_and_what_went(case: Case, django_capture_on_commit_callbacks) -> None:
    told: set[str] = set()

    def hear(uids, **_signal):
        told.update(uids)

    calendar_entries_changed.connect(hear)
    try:
        add_meeting(case)
        numbers = set(CaseMeeting.objects.values_list("pk", flat=True))
        told.clear()
        CasePage.objects.get(locale__language_code="zh-hans").delete()
        question = ask(case)
    finally:
        calendar_entries_changed.disconnect(hear)
    assert told >= {f"question.{question.pk}"} | {f"meeting.{min(numbers)}"}


def test_home_names_cases_that_go_on(client: Client, case: Case, sunshine: Community) -> None:
    stopped = make_case(sunshine, slug="stopped", titles={"zh-hans": "停", "en": "Given up"})
    Case.objects.filter(pk=stopped.pk).update(stage=Stage.STOPPED, stop_reason={"en": "No money"})
    text = client.get("/en/sunshine/").content.decode()
    assert ["An elevator for building 3" in text, "Given up" in text] == [True, False]


def test_start_page_says_what_waits_for_whom(case: Case) -> None:
    ask(case)
    ask(case, closes_at=timezone.now() + 30 * DAY, decided_at=timezone.now())
    Fault.objects.create(case=case, what="x")
    Objection.objects.create(case=case, number=1, text="x")
    Objection.objects.create(case=case, number=2, text="x", outcome="withdrawn")
    everywhere = Community.objects.all()
    lead = staff_of(case.community, Role.LEAD)
    with override("en"), CaptureQueriesContext(connection) as queries:
        items = list(dashboard_items(lead, everywhere))
    assert [(item.label.split()[0], item.count) for item in items] == [
        ("Objections", 1),
        ("Questions", 1),
        ("Elevators", 1),
    ]
    assert all(item.url.endswith(f"/{case.pk}/staff/") for item in items)
    assert not list(dashboard_items(staff_of(case.community, Role.CONTRIBUTOR), everywhere))
    assert len([query for query in queries if "elevator_consultations" in query["sql"]]) == 1


def test_case_file_has_sums_and_nobody_and_is_logged(client: Client, case: Case) -> None:
    make_register(case, [{"owner_mark": 7}, {}, {}, {}, {}, {"area": "100.25"}])
    bring_to_notice(case)
    make_plan(case, names={"en": '=HYPERLINK("http://x")'})
    Objection.objects.create(case=case, number=1, unit=case.units.first(), text="I am Wang", topic={"en": "Light"})
    client.force_login(staff_of(case.community, Role.LEAD))
    address = f"/en/sunshine/x/elevators/{case.pk}/staff/file/"
    assert client.get(address).status_code == 200  # looking changes nothing
    text = client.post(address, {"kind": "print"}).content.decode()
    book = load_workbook(io.BytesIO(client.post(address, {"kind": "xlsx"}).content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    words = {cell.value for cell in cells}
    case.refresh_from_db()
    assert book.sheetnames == [
        "Case", "Register", "Questionsandsums", "Costs", "Publicnotices", "Objections", "Stages", "Documents",
    ]  # fmt: skip
    assert {case.chain_head, "100.25", "6 · 492.75", "Light", '\'=HYPERLINK("http://x")'} <= words
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert ["Wang" in text, case.chain_head in text] == [False, True]
    assert not any("Wang" in str(word) for word in words)
    logged = ModelLogEntry.objects.filter(action="elevators.case_file").order_by("pk")
    assert [each.data["kind"] for each in logged] == ["print", "xlsx"]


def test_case_file_is_for_leads_of_the_community(client: Client, case: Case) -> None:
    address = f"/en/sunshine/x/elevators/{case.pk}/staff/file/"
    client.force_login(staff_of(case.community, Role.EDITOR))
    assert client.get(address).status_code == 403
    client.force_login(staff_of(case.community, Role.LEAD))
    assert client.post(address, {"kind": "exe"}).status_code == 404


def test_case_file_has_its_own_words_in_chinese(case: Case) -> None:
    """Not those of classes and of the search, which use the same English ones."""
    make_register(case, 6)
    bring_to_notice(case)
    with override("zh-hans"):
        _about, register, questions, *_others = sheets_of(case)
    assert (register.title, questions.headers[1:3]) == ("登记表", ("征询事项", "征询时间"))


def test_printed_case_file_has_what_is_wide_line_by_line(client: Client, case: Case) -> None:
    make_register(case, 6)
    bring_to_notice(case)
    client.force_login(staff_of(case.community, Role.LEAD))
    page = client.post(f"/en/sunshine/x/elevators/{case.pk}/staff/file/", {"kind": "print"}).content.decode()
    assert re.search(r"<dt>(<[^>]*>)*All: number, m²(<[^>]*>|\s)*6 · ", page)
    assert "All: number, m²</th>" not in page


def test_case_file_takes_eight_queries(case: Case) -> None:
    make_register(case, 4)
    make_plan(case)
    with CaptureQueriesContext(connection) as queries, override("en"):
        sheets_of(case)
    assert len(queries) == 8


def test_city_sees_stages_days_and_communities(client: Client, case: Case) -> None:
    now = timezone.now()
    for days, (before, after) in ((30, ("survey", "design")), (20, ("design", "consent")), (5, ("consent", "notice"))):
        StageMove.objects.create(case=case, before=before, after=after, moved_at=now - days * DAY)
    Case.objects.filter(pk=case.pk).update(stage="notice", stage_since=now - 5 * DAY)
    cases = all_cases()
    lines = {line.stage: (line.cases, line.days_now, line.days_taken) for line in stage_lines(cases)}
    assert (lines["survey"], lines["design"], lines["consent"], lines["notice"]) == (
        (0, None, None),
        (0, None, 10),
        (0, None, 15),
        (1, 5, None),
    )
    [line] = community_lines(cases)
    assert (line.cases, line.in_use, line.longest) == (1, 0, 5)


def test_figures_of_the_city_are_for_its_administrators(client: Client, case: Case) -> None:
    address = "/admin/elevators/statistics/"
    client.force_login(staff_of(case.community, Role.LEAD))
    assert client.get(address).status_code in (302, 403)
    client.force_login(get_user_model().objects.create_superuser("city"))
    assert client.get(address).status_code == 200
    text = client.get(f"{address}?file=csv").content.decode("utf-8-sig")
    assert len(text.splitlines()) == 2
