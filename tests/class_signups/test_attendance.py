"""Checking in and out on a phone: what is tapped, tapped twice, tapped wrongly, and by two at once."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.plugins.bundled.class_signups.attendance import check_in, check_out, note_absence
from portal.plugins.bundled.class_signups.choices import LeftWith
from portal.plugins.bundled.class_signups.models import ClassAttendance, ClassChild, ClassCourse, ClassSignUp
from portal.plugins.testing import staff_of
from tests.class_signups.care import BEGIN, care_group, first_day, join, minutes
from tests.class_signups.families import sign_up
from tests.factories.classes import make_class
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    return care_group(sunshine)


@pytest.fixture
def staff(client: Client, course: ClassCourse) -> Client:
    client.force_login(staff_of(course.community, Role.EDITOR))
    return client


def day_at(course: ClassCourse, rest: str = "") -> str:
    return f"/en/{course.community.slug}/x/classes/{course.pk}/staff/day/{rest}"


def child_at(course: ClassCourse, child) -> str:
    return day_at(course, f"{first_day(course).pk}/{child.pk}/")


def tap(client: Client, course: ClassCourse, action: str, child) -> str:
    """What the day says afterwards."""
    sent = {"action": f"{action}:{child.pk}"}
    return client.post(f"{day_at(course)}?session={first_day(course).pk}", sent, follow=True).content.decode()


def rows(course: ClassCourse) -> list[tuple]:
    """(state, came, left) of each row, in the city's time."""
    return [
        (row.state.value, *(f"{timezone.localtime(at):%H:%M}" if at else "" for at in (row.in_at, row.out_at)))
        for row in ClassAttendance.objects.filter(session__course=course).order_by("pk")
    ]


def logged() -> list[str]:
    found = ModelLogEntry.objects.filter(action__startswith="class_signups.").order_by("timestamp", "pk")
    return [entry.action.partition(".")[2] for entry in found]


def test_child_comes_and_is_collected(staff: Client, course: ClassCourse, clock: time_machine.Traveller) -> None:
    (mei,) = join(course, "Mei", collectors="Li Mei,  grandmother\n\nWang Bo", may_go_alone="on")
    clock.move_to(minutes(2))
    assert "Here since 16:02" in tap(staff, course, "in", mei)
    clock.move_to(minutes(95))
    page = staff.get(child_at(course, mei)).content.decode()
    assert [
        f'value="{who}"' in page for who in ("guardian", "listed:Li Mei, grandmother", "listed:Wang Bo", "alone")
    ] == [True] * 4
    answer = staff.post(child_at(course, mei), {"action": "listed:Li Mei, grandmother"}, follow=True)
    assert "16:02–17:35, has left" in answer.content.decode()
    row = ClassAttendance.objects.get()
    assert (row.left_with, row.collected_by, row.in_by == row.out_by) == ("listed", "Li Mei, grandmother", True)
    assert "Li Mei, grandmother" in staff.get(child_at(course, mei)).content.decode()


def test_two_taps_are_one_and_are_logged_once(
    staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    (mei,) = join(course, "Mei")
    for at in (1, 3):
        clock.move_to(minutes(at))
        tap(staff, course, "in", mei)
    for at in (60, 61):
        clock.move_to(minutes(at))
        staff.post(child_at(course, mei), {"action": "guardian"})
    assert (rows(course), logged()) == ([("left", "16:01", "17:00")], ["check_in", "check_out"])


def test_wrong_taps_are_undone_in_their_order(
    staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    (mei,) = join(course, "Mei")
    clock.move_to(minutes(1))
    tap(staff, course, "in", mei)
    staff.post(child_at(course, mei), {"action": "alone"})  # not allowed
    assert rows(course) == [("there", "16:01", "")]
    staff.post(child_at(course, mei), {"action": "guardian"})
    refused = staff.post(child_at(course, mei), {"action": "undo_in"})
    assert (refused.status_code, "has left already" in refused.content.decode()) == (422, True)
    for action in ("undo_out", "undo_out", "undo_in", "undo_in"):
        assert staff.post(child_at(course, mei), {"action": action}).status_code == 302
    assert rows(course) == [("expected", "", "")]
    assert logged() == ["check_in", "check_out", "undo_out", "undo_in"]


def test_somebody_not_named_needs_a_reason(staff: Client, course: ClassCourse, clock: time_machine.Traveller) -> None:
    (mei,) = join(course, "Mei", collectors="Wang Bo")
    clock.move_to(minutes(1))
    tap(staff, course, "in", mei)
    page = staff.get(child_at(course, mei)).content.decode()
    assert ("has not named this person" in page, 'href="tel:13800138000"' in page) == (True, True)
    answers = [
        staff.post(child_at(course, mei), {"action": "other", "name": name, "why": why})
        for name, why in (("Zhao", ""), ("", "said so"), ("Zhao\0", "x"), ("z" * 61, "x"))
    ]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert 'value="Zhao"' in answers[0].content.decode()
    assert staff.post(child_at(course, mei), {"action": "listed:Zhao"}).status_code == 422
    assert rows(course) == [("there", "16:01", "")]
    staff.post(child_at(course, mei), {"action": "other", "name": "Zhao", "why": "Mother rang: an uncle comes"})
    row = ClassAttendance.objects.get()
    assert (row.left_with, row.collected_by, row.left_why) == ("other", "Zhao", "Mother rang: an uncle comes")


def test_who_was_second_is_told_who_was_first(course: ClassCourse, clock: time_machine.Traveller) -> None:
    (mei,) = join(course, "Mei", collectors="Wang Bo")
    clock.move_to(minutes(1))
    by, day = staff_of(course.community, Role.EDITOR), first_day(course)
    check_in(mei, day, by=by)
    check_out(mei, day, by=by, left_with=LeftWith.LISTED, name="Wang Bo")
    with pytest.raises(ValidationError, match=r"16:01.*Wang Bo"):
        check_out(mei, day, by=by, left_with=LeftWith.GUARDIAN)


def test_day_that_is_ahead_or_off_takes_no_arrivals(
    staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    (mei,) = join(course, "Mei")
    assert "still to come" in tap(staff, course, "in", mei)  # at ten in the morning
    clock.move_to(minutes(0))
    course.sessions.filter(pk=first_day(course).pk).update(is_cancelled=True)
    assert "called off" in tap(staff, course, "in", mei)
    course.sessions.update(is_cancelled=False)
    clock.move_to(BEGIN + dt.timedelta(days=40))
    staff.force_login(staff_of(course.community, Role.EDITOR))
    assert "more than a month ago" in tap(staff, course, "in", mei)
    assert rows(course) == []


def test_register_is_filled_in_on_a_later_day(
    staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    (mei,) = join(course, "Mei")
    clock.move_to(BEGIN + dt.timedelta(days=3))
    staff.force_login(staff_of(course.community, Role.EDITOR))
    assert "entered later" in tap(staff, course, "in", mei)
    staff.post(child_at(course, mei), {"action": "guardian"})
    assert rows(course) == [("left", "16:00", "18:00")]


def test_ordinary_class_notes_who_was_there(staff: Client, sunshine: Community, clock: time_machine.Traveller) -> None:
    course = make_class(sunshine, starts_on=dt.date(2026, 9, 7), weekdays=[0], start_time=dt.time(16), times=2)
    mei, _bao = join(course, "Mei", "Bao")
    clock.move_to(minutes(30))
    page = tap(staff, course, "in", mei)
    assert ("Here 1 · expected 1 · not coming 0" in page, "is collected" in page) == (True, False)
    assert "please call" not in page
    register = f"/en/sunshine/x/classes/{course.pk}/staff/register/?session={first_day(course).pk}"
    text = staff.get(register).content.decode()
    assert ("☑ Mei" in text, "☐ Bao" in text) == (True, True)


def test_buttons_nobody_showed_do_nothing(staff: Client, course: ClassCourse, clock: time_machine.Traveller) -> None:
    (mei,) = join(course, "Mei")
    stranger = join(care_group(course.community, slug="other"), "Lan")[0]
    clock.move_to(minutes(1))
    for action in ("", "in", "in:", f"in:{'9' * 60}", "in:\0", f"in:{stranger.pk}", f"erase:{mei.pk}", "in:²"):
        assert staff.post(day_at(course), {"action": action}).status_code == 302
    for action in ("", "listed", "guardian:x", "\0", "listed:\0"):
        assert staff.post(child_at(course, mei), {"action": action}).status_code == 422
    assert staff.get(child_at(course, stranger)).status_code == 404
    assert staff.get(f"{day_at(course)}?session={'9' * 50}").status_code == 404
    assert rows(course) == []


def test_contributors_and_neighbours_see_no_day(client: Client, course: ClassCourse) -> None:
    (mei,) = join(course, "Mei")
    addresses = [day_at(course), child_at(course, mei), "/en/sunshine/x/classes/staff/missing/"]
    client.force_login(staff_of(course.community, Role.CONTRIBUTOR))
    assert [client.get(address).status_code for address in addresses] == [403] * 3
    riverside = community_with("classes", slug="riverside")
    client.force_login(staff_of(riverside, Role.LEAD))
    assert [client.get(address).status_code for address in addresses] == [403] * 3
    moved = [address.replace("/sunshine/", "/riverside/") for address in addresses[:2]]
    assert [client.get(address).status_code for address in moved] == [404] * 2
    assert [client.post(address, {"action": f"in:{mei.pk}"}).status_code for address in moved] == [404] * 2


def test_day_takes_the_same_queries_for_more_children(
    staff: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert staff.get(day_at(course)).status_code == 200
        return len(found)

    (mei,) = join(course, "Mei")
    clock.move_to(minutes(20))
    tap(staff, course, "in", mei)
    queries()
    few = queries()
    clock.move_to(minutes(-200))
    join(course, "Bao", "An", "Li", phone="13900139000")
    clock.move_to(minutes(20))
    assert (few, queries()) == (DAY_QUERIES, DAY_QUERIES)


DAY_QUERIES = 21


def test_database_refuses_what_cannot_be(course: ClassCourse) -> None:
    (mei,) = join(course, "Mei")
    day = first_day(course)
    ClassAttendance.objects.create(child=mei, session=day)
    wrong = [
        {"in_at": None, "out_at": BEGIN, "left_with": "guardian"},
        {"in_at": BEGIN, "out_at": minutes(-1), "left_with": "guardian"},
        {"in_at": BEGIN, "out_at": minutes(1), "left_with": ""},
        {"in_at": BEGIN, "left_with": "guardian"},
        {"in_at": BEGIN, "out_at": minutes(1), "left_with": "other"},
        {"absent_at": BEGIN},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            ClassAttendance.objects.filter(child=mei).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClassAttendance.objects.create(child=mei, session=day)


def test_erased_days_are_numbers_only(course: ClassCourse, clock: time_machine.Traveller) -> None:
    mei, _bao = join(course, "Mei", "Bao")
    clock.move_to(minutes(1))
    by, day = staff_of(course.community, Role.EDITOR), first_day(course)
    check_in(mei, day, by=by)
    check_out(mei, day, by=by, left_with=LeftWith.OTHER, name="Zhao", why="an uncle")
    note_absence(mei, course.sessions.last(), by=by)
    ClassSignUp.erase_related([mei.sign_up_id])
    row = ClassAttendance.objects.get()
    assert (row.child, row.in_by, row.collected_by, row.left_why, row.in_at) == (None, None, "", "", minutes(1))


def test_day_of_a_child_that_is_taken_out_stays_a_number(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    page = sign_up(client, course, ("Mei", "2018-05-31"), ("Bao", "2016-05-31")).url
    mei = ClassChild.objects.get(name="Mei")
    clock.move_to(minutes(1))
    check_in(mei, first_day(course), by=staff_of(course.community, Role.EDITOR))
    assert client.post(page, {"action": f"child:{mei.pk}"}).status_code == 302
    assert [(row.child, row.in_at) for row in ClassAttendance.objects.all()] == [(None, minutes(1))]
