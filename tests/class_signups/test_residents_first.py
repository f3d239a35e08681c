"""Residents first: what is said, who confirms it, who has places until the date, and what happens then."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.communities.models import Building, Community, Household
from portal.notifications.models import Message
from portal.participation.actions import withdraw
from portal.participation.erasing import erase_entries
from portal.participation.models import Entry, HouseholdMatter, Taking
from portal.plugins.bundled.class_signups.draw_codes import drawn_order
from portal.plugins.bundled.class_signups.drawing import draw, publish_lists
from portal.plugins.bundled.class_signups.minimum import decide_minimums
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassPage, ClassSignUp
from portal.plugins.bundled.class_signups.residence import confirm_residence, end_priorities
from portal.plugins.testing import staff_of
from tests.class_signups.families import form_of, sign_up, typed
from tests.class_signups.test_changes import republish
from tests.class_signups.test_pages import queries_at
from tests.factories.classes import make_class
from tests.factories.communities import BuildingFactory, HouseholdFactory, StairwellFactory
from tests.factories.households import code_of

pytestmark = pytest.mark.django_db
MEI, BAO, AN = ("Mei", "2018-05-31"), ("Bao", "2018-05-30"), ("An", "2018-05-29")


@pytest.fixture
def building(sunshine: Community) -> Building:
    return BuildingFactory(compound__community=sunshine, number="3")


@pytest.fixture
def course(sunshine: Community, building: Building) -> ClassCourse:
    return make_class(sunshine, capacity=2, residents_until=timezone.now() + dt.timedelta(days=2))


@pytest.fixture
def household(building: Building) -> Household:
    return HouseholdFactory(stairwell=StairwellFactory(building=building))


@pytest.fixture
def staff(course: ClassCourse) -> Client:
    client = Client()
    client.force_login(staff_of(course.community, Role.EDITOR))
    return client


def family(course: ClassCourse, *children: tuple[str, str], building: Building | None = None) -> ClassSignUp:
    values = {"building": str(building.pk)} if building else {}
    page = sign_up(Client(), course, *children, name=children[0][0], **values).url
    found = ClassSignUp.objects.order_by("pk").last()
    found.page = page
    return found


def standing(course: ClassCourse) -> list[tuple[str, int | None]]:
    rows = ClassSignUp.objects.filter(course=course, withdrawn_at=None)
    return [(row.name, row.queue) for row in sorted(rows, key=lambda row: (row.queue or 0, row.pk))]


def visitor(course: ClassCourse, household: Household) -> Client:
    """A browser in which the household's code was typed."""
    client = Client()
    code = code_of(HouseholdMatter.objects.get(owner="classes"), household)
    answer = client.post(f"/en/{course.community.slug}/code/", {"code": code})
    assert answer.headers["Location"].endswith("/sunshine/x/classes/residence/")
    return client


def test_residence_is_said_and_stands_as_not_yet_confirmed(
    client: Client, course: ClassCourse, building: Building
) -> None:
    address = form_of(client, course)
    assert f"{building.compound}" in client.get(address).content.decode()
    review = client.post(address, typed(MEI, building=str(building.pk))).content.decode()
    assert ("Building 3" in review, "until your residence is confirmed" in review, Taking.objects.count()) == (
        True,
        True,
        0,
    )
    one = family(course, MEI, building=building)
    assert standing(course) == [("Mei", 1)]
    page = client.get(one.page).content.decode()
    for said in ("Building 3 (not yet confirmed)", "residents come first until", "Confirm it with the code"):
        assert said in page
    assert Message.objects.get().kind == "classes.waiting_residents"


def test_worker_confirms_and_the_place_is_there_at_once(staff: Client, course: ClassCourse, building: Building) -> None:
    elsewhere, neighbour = family(course, MEI), family(course, BAO, building=building)
    address = f"/en/sunshine/x/classes/{course.pk}/staff/"
    listed = staff.get(f"{address}?shown=unconfirmed").content.decode()
    assert ("Building 3 (not yet confirmed)" in listed, "Mei" in listed) == (True, False)
    for _time in range(2):
        assert staff.post(f"{address}residence/{neighbour.pk}/").status_code == 302
    assert standing(course) == [("Bao", None), ("Mei", 1)]
    assert ModelLogEntry.objects.filter(action="class_signups.confirm_residence").count() == 1
    staff.post(f"{address}residence/{elsewhere.pk}/")
    assert standing(course)[1] == ("Mei", 1)
    assert "Building 3 (confirmed)" in Client().get(neighbour.page).content.decode()


def test_line_is_seated_in_order_when_the_time_ends(
    course: ClassCourse, building: Building, clock: time_machine.Traveller
) -> None:
    first, pair, last = family(course, MEI), family(course, BAO, AN), family(course, ("Li", "2018-01-01"))
    assert end_priorities() == 0
    clock.shift(dt.timedelta(days=2, minutes=1))
    assert [end_priorities(), end_priorities()] == [1, 0]
    assert standing(course) == [("Mei", None), ("Bao", 2), ("Li", 3)]
    assert [each.offers.count() for each in (first, pair, last)] == [0, 1, 0]
    assert Message.objects.filter(kind="classes.signed_up").count() == 1


def test_newcomer_after_the_date_waits_until_the_line_is_seated(
    course: ClassCourse, clock: time_machine.Traveller
) -> None:
    family(course, MEI, BAO)
    clock.shift(dt.timedelta(days=2, seconds=1))
    family(course, AN)
    end_priorities()
    assert standing(course) == [("Mei", None), ("An", 2)]


def test_places_that_residents_free_go_to_residents(course: ClassCourse, building: Building) -> None:
    family(course, MEI)
    one, other = family(course, BAO, ("Li", "2018-01-01"), building=building), family(course, AN, building=building)
    worker = staff_of(course.community)
    for each in (one, other):
        confirm_residence(each, by=worker)
    withdraw(one)
    assert other.offers.get(answer="").count == 1
    assert [name for name, queue in standing(course) if queue] == ["Mei", "An"]


def test_code_confirms_the_sign_up_that_is_named(
    client: Client, course: ClassCourse, building: Building, household: Household
) -> None:
    assert client.get("/en/sunshine/x/classes/residence/").status_code == 302
    one = family(course, MEI, building=building)
    theirs = visitor(course, household)
    wrong = theirs.post("/en/sunshine/x/classes/residence/", {"reference": "AAA AAA AAA"})
    assert (wrong.status_code, "no sign-up for a class" in wrong.content.decode()) == (422, True)
    done = theirs.post("/en/sunshine/x/classes/residence/", {"reference": one.shown_reference.lower()})
    assert "You have a place" in done.content.decode()
    one.refresh_from_db()
    assert (one.confirmed_how, one.queue) == ("code", None)
    other = family(course, BAO, building=building)
    again = theirs.post("/en/sunshine/x/classes/residence/", {"reference": other.reference})
    assert "somebody was confirmed for this class already" in again.content.decode()


def test_code_of_another_building_is_refused(course: ClassCourse, building: Building, household: Household) -> None:
    other = BuildingFactory(compound=building.compound, number="4")
    one = family(course, MEI, building=other)
    refused = visitor(course, household).post("/en/sunshine/x/classes/residence/", {"reference": one.reference})
    assert "of another building" in refused.content.decode()
    assert standing(course) == [("Mei", 1)]


def test_typed_before_the_code_confirms_by_itself(course: ClassCourse, household: Household) -> None:
    theirs = visitor(course, household)
    page = theirs.get(form_of(theirs, course)).content.decode()
    assert ("confirms that you live here" in page, 'name="building"' in page) == (True, False)
    sign_up(theirs, course, MEI)
    sign_up(theirs, course, BAO)
    first, second = ClassSignUp.objects.order_by("pk")
    assert [(each.confirmed_how, each.queue) for each in (first, second)] == [("code", None), ("", 1)]
    withdraw(first)
    confirm_residence(second, household=household)
    assert standing(course) == [("王芳", None)]


def test_counter_confirms_what_it_knows(staff: Client, course: ClassCourse, building: Building) -> None:
    address = f"/en/sunshine/x/classes/{course.pk}/staff/counter/"
    once = str(staff.get(address, follow=True).context["form"]["once"].initial)
    sent = typed(MEI, channel="counter", why="came by", once=once, lives_there="on")
    assert list(staff.post(address, sent).context["form"].errors) == ["building"]
    staff.post(address, sent | {"building": str(building.pk)})
    entry = ClassSignUp.objects.get()
    assert (entry.confirmed_how, entry.queue, entry.wants()) == ("worker", None, 0)


def test_date_taken_off_the_page_ends_it(course: ClassCourse, clock: time_machine.Traveller) -> None:
    family(course, MEI)
    republish(course, residents_until=None)
    end_priorities()
    assert standing(course) == [("Mei", None)]
    republish(course)
    course.refresh_from_db()
    assert (course.residents_until, course.puts_residents_first) == (None, False)


def test_date_that_is_prolonged_goes_on(course: ClassCourse, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(days=3))
    end_priorities()
    republish(course, residents_until=timezone.now() + dt.timedelta(days=1))
    family(course, MEI)
    assert standing(course) == [("Mei", 1)]


def test_least_number_is_asked_once_the_line_is_seated(
    sunshine: Community, building: Building, clock: time_machine.Traveller
) -> None:
    closes = timezone.now() + dt.timedelta(days=2)
    course = make_class(sunshine, capacity=3, minimum=2, closes_at=closes, residents_until=closes)
    family(course, MEI, BAO)
    clock.shift(dt.timedelta(days=2, minutes=1))
    assert [decide_minimums(), end_priorities(), decide_minimums()] == [0, 1, 1]
    course.refresh_from_db()
    assert course.is_called_off is False


def test_draw_has_residents_first_and_its_list_says_so(
    client: Client, sunshine: Community, building: Building, clock: time_machine.Traveller
) -> None:
    closes = timezone.now() + dt.timedelta(days=1)
    values: dict[str, Any] = {"seats_by": "draw", "seed_source": "Lottery", "closes_at": closes}
    course = make_class(sunshine, capacity=1, residents_until=closes, **values)
    entries = [family(course, child, building=building) for child in (MEI, BAO, AN)]
    confirm_residence(entries[1], by=staff_of(sunshine))
    clock.shift(dt.timedelta(days=1, minutes=1))
    publish_lists()
    course.refresh_from_db()
    groups = [line.partition("-")[0] for line in course.draw_list.split()]
    draw(course, "seed 7", by=None)
    page = client.get(f"/en/sunshine/x/classes/{course.pk}/draw/")
    assert (groups, page.context["order"]) == (["1", "2", "2"], drawn_order("seed 7", course.draw_list.split()))
    assert page.context["order"][0].startswith("1-")
    assert standing(course)[0] == ("Bao", None)
    assert "begin with 1-" in page.content.decode()


def test_building_is_erased_with_the_family(course: ClassCourse, building: Building, household: Household) -> None:
    one = family(course, MEI, building=building)
    confirm_residence(one, household=household)
    erase_entries(Entry.objects.all(), frees_places=True)
    one.refresh_from_db()
    assert (one.building, one.household_mark) == (None, None)


def test_form_takes_the_same_queries_for_more_buildings(
    client: Client, course: ClassCourse, building: Building
) -> None:
    few = queries_at(form_of(client, course))
    BuildingFactory.create_batch(3, compound__community=course.community)
    assert (few, queries_at(form_of(client, course))) == (8, 8)


def test_class_page_says_until_when_residents_come_first(client: Client, course: ClassCourse) -> None:
    text = client.get("/en/sunshine/classes/painting/").content.decode()
    assert ("Residents first" in text, "residents come first until" in text) == (True, True)
    assert ClassPage.objects.filter(residents_until=None).count() == 0
