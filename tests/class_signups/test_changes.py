"""What changes in a class is proposed to staff, and reaches those who are signed up once they confirm it."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.notifications.models import Message
from portal.participation.actions import withdraw
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassPage, ClassProposal, ClassSession, ClassSignUp
from portal.plugins.bundled.class_signups.storing import follow_all
from portal.plugins.testing import staff_of
from tests.class_signups.families import sign_up
from tests.class_signups.test_many_at_once import PREPARE
from tests.class_signups.test_moving import family
from tests.class_signups.test_pages import queries_at
from tests.factories.classes import make_class
from tests.factories.hours import SchoolTermFactory, announce
from tests.factories.plugins import community_with
from tests.processes import CODE, Database

pytestmark = pytest.mark.django_db
MEI, BAO = ("Mei", "2018-05-31"), ("Bao", "2018-05-30")
TUESDAY = dt.date(2026, 9, 15)


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    return make_class(sunshine, times=4)


@pytest.fixture
def staff(sunshine: Community) -> Client:
    client = Client()
    client.force_login(staff_of(sunshine, Role.EDITOR))
    return client


def republish(course: ClassCourse, *changes: dict[str, Any], **values: Any) -> None:
    """As editors do: the pages of both languages."""
    for page in ClassPage.objects.filter(translation_key=course.key).order_by("path"):
        for name, value in values.items():
            setattr(page, name, value)
        page.changes = [page.changes.model(sort_order=place, **change) for place, change in enumerate(changes)]
        page.save_revision().publish()


def called_off(day: dt.date) -> dict[str, Any]:
    return {"date": day, "change": "cancelled"}


def moved(day: dt.date, to: dt.date) -> dict[str, Any]:
    return {"date": day, "change": "moved", "to_date": to}


def proposed(course: ClassCourse) -> ClassProposal:
    return ClassProposal.objects.get(course=course, decision="")


def told() -> list[tuple[str, str]]:
    """[(guardian, what they read)]"""
    return list(Message.objects.filter(kind="classes.changed").order_by("name").values_list("name", "text"))


def address(proposal: ClassProposal) -> str:
    return f"/en/sunshine/x/classes/staff/changes/{proposal.pk}/"


def confirm(staff: Client, proposal: ClassProposal, action: str = "send", **values: str) -> Any:
    sent = {"action": action, "seen": str(proposal.version), "note_zh-hans": "", "note_en": ""} | values
    return staff.post(address(proposal), sent)


def test_cancelled_session_reaches_families_once_staff_confirm(staff: Client, course: ClassCourse) -> None:
    family(course, MEI)
    family(course, BAO)
    republish(course, called_off(TUESDAY))
    proposal = proposed(course)
    assert told() == []
    page = staff.get(address(proposal)).content.decode()
    for said in ("Tue 15 September 16:30–18:00 is called off", "9月15日", "2 families would be told", "Mei senior"):
        assert said in page
    for _time in range(2):
        assert confirm(staff, proposal, note_en="We are sorry.").status_code == 302
    text = "Painting has changed: Tue 15 September 16:30–18:00 is called off. We are sorry."
    assert told() == [("Bao senior", text), ("Mei senior", text)]
    proposal.refresh_from_db()
    assert (proposal.decision, proposal.families, proposal.decided_by is not None) == ("sent", 2, True)
    assert ModelLogEntry.objects.get(action="class_signups.news_sent").data == {"families": 2}


def test_family_reads_it_in_its_own_language(staff: Client, course: ClassCourse) -> None:
    family(course, MEI)
    ClassSignUp.objects.update(language="zh-hans")
    republish(course, moved(TUESDAY, dt.date(2026, 9, 16)), place="Room 2")
    confirm(staff, proposed(course), **{"note_zh-hans": "请互相转告", "note_en": "Tell each other"})
    ((_name, text),) = told()
    assert [word in text for word in ("儿童画", "9月15日", "9月16日", "Room 2", "请互相转告", "moves")] == [
        True
    ] * 5 + [False]


def test_only_those_of_the_session_are_told(staff: Client, sunshine: Community) -> None:
    course = make_class(sunshine, sign_up_for="sessions", times=3)
    first, second, third = course.sessions.all()
    for child, sessions in ((MEI, [first]), (BAO, [second, third])):
        sign_up(Client(), course, child, sessions=[str(each.pk) for each in sessions], name=child[0])
    republish(course, called_off(TUESDAY), moved(dt.date(2026, 9, 22), dt.date(2026, 9, 23)))
    confirm(staff, proposed(course))
    assert [(name, "15 September" in text, "23 September" in text) for name, text in told()] == [
        ("Bao", False, True),
        ("Mei", True, False),
    ]


def test_announced_holiday_is_proposed(
    staff: Client, sunshine: Community, django_capture_on_commit_callbacks: Any
) -> None:
    course = make_class(sunshine, times=6, not_on_holidays=True)
    family(course, MEI)
    with django_capture_on_commit_callbacks(execute=True):
        announce(dt.date(2026, 10, 1))
    (row,) = proposed(course).changes
    assert (row["after"], "2026-10-01" in row["before"][0], told()) == (None, True, [])


def test_changed_school_term_is_proposed(sunshine: Community, django_capture_on_commit_callbacks: Any) -> None:
    term = SchoolTermFactory()
    course = make_class(sunshine, times=4, in_term_only=True)
    family(course, MEI)
    with django_capture_on_commit_callbacks(execute=True):
        term.ends = dt.date(2026, 9, 20)
        term.save()
    assert [row["after"] for row in proposed(course).changes] == [None, None]


def test_further_change_updates_and_changing_back_ends_it(staff: Client, course: ClassCourse) -> None:
    family(course, MEI)
    republish(course, called_off(TUESDAY))
    first = proposed(course)
    republish(course, moved(TUESDAY, dt.date(2026, 9, 16)))
    again = proposed(course)
    assert (again.pk, again.version) == (first.pk, 2)
    late = confirm(staff, first)
    assert (late.status_code, "Please look at it once more" in late.content.decode(), told()) == (422, True, [])
    assert late.context["form"]["seen"].value() == "2"
    republish(course)
    assert ClassProposal.objects.get().decision == "gone"
    assert (confirm(staff, again).status_code, told()) == (302, [])


def test_who_signs_up_after_the_change_knows_it(
    staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    family(course, MEI)
    clock.shift(60)
    republish(course, called_off(TUESDAY))
    clock.shift(60)
    family(course, BAO)
    confirm(staff, proposed(course))
    assert [name for name, _text in told()] == ["Mei senior"]


def test_nothing_is_proposed_where_nobody_has_a_place(course: ClassCourse) -> None:
    withdraw(family(course, MEI))
    republish(course, called_off(TUESDAY))
    follow_all()
    assert ClassProposal.objects.count() == 0


def test_staff_may_tell_nobody(staff: Client, course: ClassCourse) -> None:
    family(course, MEI)
    republish(course, is_cancelled=True)
    proposal = proposed(course)
    assert "the whole class is called off" in staff.get("/en/sunshine/x/classes/staff/changes/").content.decode()
    confirm(staff, proposal, action="leave")
    again = confirm(staff, proposal)
    assert (again.status_code, told(), ClassProposal.objects.get().decision) == (302, [], "left")
    republish(course, is_cancelled=False)
    assert "takes place after all" in staff.get(address(proposed(course))).content.decode()


def test_note_is_kept_and_shown_before_it_is_sent(staff: Client, course: ClassCourse) -> None:
    family(course, MEI)
    republish(course, called_off(TUESDAY))
    proposal = proposed(course)
    confirm(staff, proposal, action="note", note_en="Bring an apron")
    assert "called off. Bring an apron" in staff.get(address(proposal)).content.decode()
    too_long = confirm(staff, proposal, note_en="x" * 201)
    assert (too_long.status_code, list(too_long.context["form"].errors)) == (422, ["note_en"])
    tampered = confirm(staff, proposal, seen="9" * 40)
    assert (tampered.status_code, told()) == (422, [])


def test_other_time_of_the_rule_moves_sessions_and_keeps_their_families(sunshine: Community) -> None:
    course = make_class(sunshine, sign_up_for="sessions", times=2)
    first = course.sessions.first()
    sign_up(Client(), course, MEI, sessions=[str(first.pk)])
    republish(course, start_time=dt.time(17), end_time=dt.time(18, 30))
    assert ClassSession.objects.count() == 2
    first.refresh_from_db()
    assert (first.is_cancelled, first.taken, first.starts.hour) == (False, 1, 9)
    republish(course, start_time=dt.time(17, 15), end_time=dt.time(18, 30))
    changes = proposed(course).changes
    assert [row["session"] for row in changes] == [each.pk for each in course.sessions.all()]
    assert changes[0]["before"][0] == "2026-09-15T08:30:00+00:00"


def test_overview_and_start_page_lead_to_what_waits(staff: Client, course: ClassCourse) -> None:
    family(course, MEI)
    assert "to be told of changes" not in staff.get("/en/sunshine/x/classes/staff/").content.decode()
    republish(course, called_off(TUESDAY))
    assert "to be told of changes in 1 class" in staff.get("/en/sunshine/x/classes/staff/").content.decode()
    text = staff.get("/admin/", headers={"Accept-Language": "en"}).content.decode()
    assert "/x/classes/staff/changes/" in text


def test_neighbours_and_contributors_see_and_send_nothing(sunshine: Community, course: ClassCourse) -> None:
    family(course, MEI)
    republish(course, called_off(TUESDAY))
    proposal = proposed(course)
    community_with("classes", slug="riverside")
    lead = Client()
    lead.force_login(staff_of(Community.objects.get(slug="riverside"), Role.LEAD))
    there = address(proposal).replace("sunshine", "riverside")
    assert [lead.get(address(proposal)).status_code, confirm(lead, proposal).status_code] == [403, 403]
    assert [lead.get(there).status_code, lead.post(there, {"action": "send", "seen": "1"}).status_code] == [404, 404]
    contributor = Client()
    contributor.force_login(staff_of(sunshine, Role.CONTRIBUTOR))
    assert (contributor.get(address(proposal)).status_code, told()) == (403, [])


def test_page_takes_the_same_queries_for_more_families(sunshine: Community, course: ClassCourse) -> None:
    editor = staff_of(sunshine, Role.EDITOR)
    family(course, MEI)
    republish(course, called_off(TUESDAY))
    few = queries_at(address(proposed(course)), user=editor)
    family(course, BAO)
    ClassSignUp.objects.update(created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert (few, queries_at(address(proposed(course)), user=editor)) == (10, 10)


SENDERS = """
from django.db import transaction
from django.contrib.auth.models import User
from portal.notifications.models import Message
from portal.plugins.bundled.class_signups.announcing import propose, send
from portal.plugins.bundled.class_signups.differences import row_of

user, _new = User.objects.get_or_create(username="sender")
course = new_course()
for number in range(3):
    guardian(course, number, uuid.uuid4())
with transaction.atomic():
    proposal = propose(course, [row_of("place", {{"zh-hans": "一楼"}}, {{"zh-hans": "二楼"}})])

def act(number):
    found = send(proposal, by=user, seen=1, notes={{}})
    assert found in (None, 3)

codes = everybody(act, {people})
told = Message.objects.filter(key__startswith=f"classes.changed:{{proposal.pk}}:").count()
user.delete()
print(json.dumps([sum(codes), told]))
"""


def test_two_who_confirm_at_once_send_it_once(database: Database) -> None:
    people = 6 if connection.vendor == "postgresql" else 3
    assert database.run(PREPARE.format(code=CODE, places=9) + SENDERS.format(people=people)) == [0, 3]
