"""Absence told by the family; who has not come is called; who may collect is the guardian's to say."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.plugins.bundled.class_signups.hooks import dashboard_items
from portal.plugins.bundled.class_signups.models import (
    ClassAttendance,
    ClassCall,
    ClassChild,
    ClassCourse,
    ClassOffer,
    ClassSignUp,
)
from portal.plugins.testing import staff_of
from tests.class_signups.care import care_group, first_day, join, minutes
from tests.class_signups.families import form_of, sign_up, typed
from tests.class_signups.test_attendance import child_at, day_at, tap

pytestmark = pytest.mark.django_db
MISSING = "/en/sunshine/x/classes/staff/missing/"


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    return care_group(sunshine)


@pytest.fixture
def staff(course: ClassCourse) -> Client:
    client = Client()
    client.force_login(staff_of(course.community, Role.EDITOR))
    return client


def family_page(client: Client, course: ClassCourse, *children: tuple[str, str], **values: object) -> str:
    return sign_up(client, course, *(children or [("Mei", "2018-05-31")]), **values).url


def key_of(child: ClassChild, course: ClassCourse, *, last: bool = False) -> str:
    session = course.sessions.last() if last else course.sessions.first()
    return f"{child.pk}-{session.pk}"


def press(client: Client, page: str, action: str) -> int:
    return client.post(page, {"action": action}).status_code


def missing(staff: Client) -> list[str]:
    text = staff.get(MISSING).content.decode()
    return [name for name in ("Mei", "Bao") if f">{name}</a>" in text]


def test_family_tells_absence_and_takes_it_back(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    page = family_page(client, course)
    mei = ClassChild.objects.get()
    today, friday = key_of(mei, course), key_of(mei, course, last=True)
    assert "Mei does not come" in client.get(page).content.decode()
    assert [press(client, page, f"absent:{key}") for key in (today, today, friday)] == [302] * 3
    assert sorted(ClassAttendance.objects.values_list("absent_said", flat=True)) == ["page", "page"]
    assert "Mei comes after all" in client.get(page).content.decode()
    assert [press(client, page, f"comes:{today}") for _time in range(2)] == [302] * 2
    assert ClassAttendance.objects.get(session=first_day(course)).absent_at is None
    press(client, page, f"absent:{today}")
    clock.move_to(minutes(0))
    late = client.post(page, {"action": f"comes:{today}"})
    assert (late.status_code, "has begun" in late.content.decode()) == (409, True)


def test_looking_at_the_private_page_changes_nothing(client: Client, course: ClassCourse) -> None:
    page = family_page(client, course)
    client.get(page, {"action": f"absent:{key_of(ClassChild.objects.get(), course)}"})
    assert ClassAttendance.objects.count() == 0


def test_absence_of_others_or_of_days_gone_is_refused(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    (bao,) = join(course, "Bao")
    page = family_page(client, course, phone="13900139000")
    mei = ClassChild.objects.get(name="Mei")
    wrong = [key_of(bao, course), "", "1", "-", f"{mei.pk}-{'9' * 40}", "\0"]
    assert [press(client, page, f"absent:{key}") for key in wrong] == [409] * len(wrong)
    clock.move_to(minutes(24 * 60))
    assert press(client, page, f"absent:{key_of(mei, course)}") == 409
    assert ClassAttendance.objects.count() == 0


def test_child_that_came_is_not_absent(
    client: Client, staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    page = family_page(client, course)
    mei = ClassChild.objects.get()
    clock.move_to(minutes(1))
    tap(staff, course, "in", mei)
    answer = client.post(page, {"action": f"absent:{key_of(mei, course)}"})
    assert (answer.status_code, "is there already" in answer.content.decode()) == (409, True)
    assert "Here since 16:01" in client.get(page).content.decode()


def test_absence_stays_when_an_arrival_is_undone(
    client: Client, staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    page = family_page(client, course)
    mei = ClassChild.objects.get()
    press(client, page, f"absent:{key_of(mei, course)}")
    clock.move_to(minutes(1))
    tap(staff, course, "in", mei)
    staff.post(child_at(course, mei), {"action": "undo_in"})
    assert ClassAttendance.objects.get().state == "absent"


def test_who_has_not_come_is_called_after_some_minutes(
    client: Client, staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    mei, bao = join(course, "Mei", "Bao")
    clock.move_to(minutes(14))
    assert missing(staff) == []
    clock.move_to(minutes(15))
    assert missing(staff) == ["Bao", "Mei"][::-1]
    assert 'href="tel:13800138001"' in staff.get(MISSING).content.decode()
    tap(staff, course, "in", mei)
    assert missing(staff) == ["Bao"]
    tap(staff, course, "absent", bao)
    assert missing(staff) == []
    clock.move_to(minutes(24 * 60 - 30))  # the next day, before it begins
    assert missing(staff) == []


def test_minutes_are_those_the_editor_chose(staff: Client, sunshine: Community, clock: time_machine.Traveller) -> None:
    for slug, late_after, name in (("soon", 5, "Mei"), ("late", 30, "Bao")):
        join(care_group(sunshine, slug=slug, late_after=late_after), name)
    clock.move_to(minutes(10))
    assert missing(staff) == ["Mei"]


def test_only_who_chose_that_day_is_missing(staff: Client, sunshine: Community, clock: time_machine.Traveller) -> None:
    course = care_group(sunshine, slug="single", sign_up_for="sessions")
    first, second = course.sessions.all()[:2]
    join(course, "Mei", sessions=[str(first.pk)])
    join(course, "Bao", sessions=[str(second.pk)], phone="13900139000")
    clock.move_to(minutes(20))
    assert missing(staff) == ["Mei"]
    assert "Bao" not in staff.get(day_at(course)).content.decode()


def test_call_list_leads_to_the_family(staff: Client, sunshine: Community, clock: time_machine.Traveller) -> None:
    """To what it handed in; and where a place is offered to a sister, to the answer given for it."""
    course = care_group(sunshine, slug="two", capacity=2)
    (mei,) = join(course, "Mei", "Bao")[:1]
    family = mei.sign_up
    clock.move_to(minutes(20))
    entry = reverse("entries:edit", args=[family.pk])
    answer = f"/en/sunshine/x/classes/{course.pk}/staff/answer/{family.pk}/"
    pages = (MISSING, child_at(course, mei))

    def led_to() -> list[list[bool]]:
        texts = [staff.get(page).content.decode() for page in pages]
        return [[f'href="{url}"' in text for url in (entry, answer)] for text in texts]

    assert (led_to(), staff.get(entry).status_code) == ([[True, False]] * 2, 200)
    ClassOffer.objects.create(sign_up=family, count=1)
    assert (led_to(), staff.get(answer).status_code) == ([[True, True]] * 2, 200)


def test_call_is_recorded_once_with_what_came_of_it(
    staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    (mei,) = join(course, "Mei")
    clock.move_to(minutes(20))
    page = staff.get(child_at(course, mei)).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    sent = {"action": "call", "result": "nobody", "note": "rang twice", "once": once}
    for _time in range(2):
        assert staff.post(child_at(course, mei), sent).status_code == 302
    call = ClassCall.objects.get()
    assert (call.result, call.note, call.by is not None) == ("nobody", "rang twice", True)
    assert missing(staff) == ["Mei"]
    assert "16:20 Nobody answered" in staff.get(day_at(course)).content.decode()
    wrong = [{"result": "shouted"}, {"once": "x"}, {"note": "n" * 201}, {"note": "\0"}]
    answers = [staff.post(child_at(course, mei), sent | each).status_code for each in wrong]
    assert (answers, ClassCall.objects.count()) == ([422] * 4, 1)


def test_child_said_to_come_is_missed_again_later(
    staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    (mei,) = join(course, "Mei")
    clock.move_to(minutes(20))
    sent = {"action": "call", "result": "comes", "once": "7c5a6e1e-3a39-4a0b-9f0e-6f6a4b1c2d3e"}
    staff.post(child_at(course, mei), sent)
    assert (missing(staff), "Comes later, as was said" in staff.get(day_at(course)).content.decode()) == ([], True)
    clock.move_to(minutes(36))
    assert missing(staff) == ["Mei"]


def test_child_that_does_not_come_is_absent_by_the_call(
    staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    (mei,) = join(course, "Mei")
    clock.move_to(minutes(20))
    sent = {"action": "call", "result": "absent", "once": "7c5a6e1e-3a39-4a0b-9f0e-6f6a4b1c2d3e"}
    staff.post(child_at(course, mei), sent)
    assert (missing(staff), ClassAttendance.objects.get().absent_said) == ([], "staff")


def test_start_page_says_how_many_are_missing(course: ClassCourse, clock: time_machine.Traveller) -> None:
    join(course, "Mei", "Bao")
    clock.move_to(minutes(20))
    user = staff_of(course.community, Role.EDITOR)
    communities = Community.objects.all()
    list(dashboard_items(user, communities))  # a person's roles are read once a request
    with CaptureQueriesContext(connection) as found:
        items = [(item.count, item.url) for item in dashboard_items(user, communities)]
    assert (items, len(found)) == ([(2, "/en/sunshine/x/classes/staff/missing/")], 1)


def test_guardian_names_who_may_collect(client: Client, course: ClassCourse) -> None:
    page = family_page(client, course, collectors="Li Mei")
    text = client.get(page).content.decode()
    assert "Li Mei</textarea>" in text
    sent = {"action": "collectors", "collectors": " Wang  Bo \n\nWang Bo\nZhao", "may_go_alone": "on"}
    assert client.post(page, sent).status_code == 302
    entry = ClassSignUp.objects.get()
    assert (entry.collectors, entry.may_go_alone) == ("Wang Bo\nZhao", True)
    for wrong in ("\n".join(f"Person {number}" for number in range(9)), "x" * 61, "Wang\0"):
        answer = client.post(page, sent | {"collectors": wrong})
        assert (answer.status_code, wrong.split("\0")[0][:20] in answer.content.decode()) == (409, True)
    assert ClassSignUp.objects.get().collectors == "Wang Bo\nZhao"


def test_names_of_collectors_stand_sealed(client: Client, course: ClassCourse) -> None:
    family_page(client, course, collectors="Li Mei, grandmother")
    with connection.cursor() as cursor:
        cursor.execute("SELECT collectors FROM class_signups_classsignup")
        (stored,) = cursor.fetchone()
    assert ("Li Mei" in stored, stored != "") == (False, True)


def test_form_asks_for_collectors_in_care_groups_only(client: Client, course: ClassCourse, sunshine: Community) -> None:
    ordinary = care_group(sunshine, slug="plain", is_care_group=False)
    asked = ["collectors" in client.get(form_of(client, each)).content.decode() for each in (course, ordinary)]
    assert asked == [True, False]
    many = "\n".join(f"Person {number}" for number in range(9))
    answer = client.post(form_of(client, course), typed(("Mei", "2018-05-31"), collectors=many))
    assert ("at most 8 persons" in answer.content.decode(), "Person 3" in answer.content.decode()) == (True, True)


def test_days_of_a_family_take_few_queries(client: Client, course: ClassCourse) -> None:
    family_page(client, course, ("Mei", "2018-05-31"), ("Bao", "2016-05-31"))
    entry = ClassSignUp.objects.select_related("course").get()
    with CaptureQueriesContext(connection) as found:
        days = entry.care_days()
    assert (len(days), len(found)) == (10, 3)
    assert dt.timedelta(0) < days[-1].session.starts - days[0].session.starts
