"""Staff move a family to another class: places, the list it leaves, what it is told."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.notifications.models import Message
from portal.participation.actions import withdraw
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSignUp
from portal.plugins.bundled.class_signups.moving import move
from portal.plugins.testing import staff_of
from tests.class_signups.families import sign_up
from tests.class_signups.test_pages import queries_at
from tests.factories.classes import make_class
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db
MEI, BAO, AN = ("Mei", "2018-05-31"), ("Bao", "2018-05-30"), ("An", "2018-05-29")


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    return make_class(sunshine, capacity=2)


@pytest.fixture
def other(sunshine: Community) -> ClassCourse:
    return make_class(sunshine, slug="chess", titles={"zh-hans": "象棋", "en": "Chess"}, capacity=2, age_from=6)


@pytest.fixture
def staff(course: ClassCourse) -> Client:
    client = Client()
    client.force_login(staff_of(course.community, Role.EDITOR))
    return client


def family(course: ClassCourse, *children: tuple[str, str]) -> ClassSignUp:
    page = sign_up(Client(), course, *children, name=f"{children[0][0]} senior").url
    found = ClassSignUp.objects.order_by("pk").last()
    found.page = page
    return found


def at(course: ClassCourse, entry: ClassSignUp) -> str:
    return f"/en/sunshine/x/classes/{course.pk}/staff/move/{entry.pk}/"


def taken(*courses: ClassCourse) -> list[int]:
    return [ClassCourse.objects.get(pk=each.pk).taken for each in courses]


def test_moved_family_keeps_its_page_and_the_next_is_asked(
    staff: Client, course: ClassCourse, other: ClassCourse
) -> None:
    first, waiting = family(course, MEI, BAO), family(course, AN)
    answer = staff.post(at(course, first), {"to": other.pk, "why": "asked for it on the phone"}, follow=True)
    assert "has a place in Chess now" in answer.content.decode()
    assert (taken(course, other), waiting.offers.get().count) == ([1, 2], 1)
    page = Client().get(first.page).content.decode()
    assert [word in page for word in ("Chess", "You have a place", first.shown_reference)] == [True] * 3
    told = Message.objects.get(kind="classes.moved")
    assert [word in told.text for word in ("Chess", "instead of Painting", "15 September")] == [True] * 3
    logged = ModelLogEntry.objects.get(action="class_signups.move")
    assert (logged.data["why"], logged.data["to"], logged.user is not None) == (
        "asked for it on the phone",
        "Chess",
        True,
    )


def test_family_that_waits_gets_a_place_elsewhere(staff: Client, course: ClassCourse, other: ClassCourse) -> None:
    family(course, MEI, BAO)
    waiting, behind = family(course, AN), family(course, ("Li", "2018-01-01"))
    staff.post(at(course, waiting), {"to": other.pk, "why": "room there"})
    waiting.refresh_from_db()
    assert (waiting.course, waiting.queue, waiting.wants()) == (other, None, 0)
    assert taken(course, other) == [2, 1]
    behind.refresh_from_db()
    assert "at position 1" in Client().get(behind.page).content.decode()


def test_offer_of_the_class_that_is_left_is_over(staff: Client, course: ClassCourse, other: ClassCourse) -> None:
    first, offered, behind = family(course, MEI, BAO), family(course, AN), family(course, ("Li", "2018-01-01"))
    withdraw(first)
    assert [each.offers.count() for each in (offered, behind)] == [1, 1]
    staff.post(at(course, offered), {"to": other.pk, "why": "room there"})
    assert (offered.offers.get().answer, taken(course, other)) == ("gone", [1, 1])


def test_age_that_does_not_fit_needs_a_reason(staff: Client, course: ClassCourse, other: ClassCourse) -> None:
    young = family(course, ("Mei", "2022-05-31"))
    refused = staff.post(at(course, young), {"to": other.pk, "why": "sister is there"})
    assert "Mei: On the first day the child is 4 years old" in refused.context["form"].errors["age_why"][0]
    assert refused.context["form"]["why"].value() == "sister is there"
    staff.post(at(course, young), {"to": other.pk, "why": "sister is there", "age_why": "reads already"})
    assert taken(course, other) == [0, 1]
    assert ModelLogEntry.objects.get(action="class_signups.move").data["age_why"] == "reads already"


def test_only_classes_with_room_for_all_are_offered(
    staff: Client, course: ClassCourse, other: ClassCourse, sunshine: Community
) -> None:
    pair = family(course, MEI, BAO)
    make_class(sunshine, slug="small", titles={"zh-hans": "书法", "en": "Brush"}, capacity=1)
    make_class(sunshine, slug="single", titles={"zh-hans": "单次", "en": "Single"}, sign_up_for="sessions")
    make_class(sunshine, slug="off", titles={"zh-hans": "停", "en": "Off"}, is_cancelled=True)
    make_class(community_with("classes", slug="riverside"), titles={"zh-hans": "邻", "en": "Next door"})
    form = staff.get(at(course, pair)).context["form"]
    assert [pk for pk, _label in form.fields["to"].choices] == [str(other.pk)]


def test_class_that_filled_up_meanwhile_is_said_kindly(staff: Client, course: ClassCourse, other: ClassCourse) -> None:
    one = family(course, MEI)
    family(other, BAO, AN)
    answer = staff.post(at(course, one), {"to": other.pk, "why": "room there"})
    assert "no room for them any more" in answer.context["form"].errors["to"][0]
    with pytest.raises(ValidationError):
        move(one, other, by=staff_of(course.community), why="room there")
    assert taken(course, other) == [1, 2]


def test_child_that_is_there_already_is_not_moved(course: ClassCourse, other: ClassCourse) -> None:
    one = family(course, MEI)
    family(other, MEI)
    with pytest.raises(ValidationError, match="Mei"):
        move(one, other, by=staff_of(course.community), why="room there")
    assert taken(course, other) == [1, 1]
    assert ClassChild.objects.filter(sign_up__course=course).count() == 1


def test_pressed_twice_it_is_moved_once(staff: Client, course: ClassCourse, other: ClassCourse) -> None:
    one = family(course, MEI)
    for _time in range(2):
        assert staff.post(at(course, one), {"to": other.pk, "why": "room"}).status_code == 302
    assert (taken(course, other), Message.objects.filter(kind="classes.moved").count()) == ([0, 1], 1)


def test_cancelled_and_foreign_families_are_not_found(staff: Client, course: ClassCourse) -> None:
    one = family(course, MEI)
    withdraw(one)
    assert staff.get(at(course, one)).status_code == 404
    neighbour = make_class(community_with("classes", slug="riverside"))
    theirs = family(neighbour, MEI)
    assert staff.get(at(course, theirs)).status_code == 404


def test_moved_away_from_single_sessions_their_places_are_free(sunshine: Community, other: ClassCourse) -> None:
    single = make_class(sunshine, slug="single", sign_up_for="sessions", times=2, capacity=1)
    session = single.sessions.first()
    sign_up(Client(), single, MEI, sessions=[str(session.pk)])
    one = ClassSignUp.objects.get()
    move(one, other, by=staff_of(sunshine), why="wants all of it")
    session.refresh_from_db()
    assert (session.taken, one.sessions.count(), taken(other)) == (0, 0, [1])


def test_page_takes_the_same_queries_for_more_classes(
    course: ClassCourse, other: ClassCourse, sunshine: Community
) -> None:
    one, editor = family(course, MEI, BAO), staff_of(course.community, Role.EDITOR)
    few = queries_at(at(course, one), user=editor)
    make_class(sunshine, slug="more", titles={"zh-hans": "书法"})
    assert (few, queries_at(at(course, one), user=editor)) == (11, 11)
