"""A class with a least number is decided when sign-up closes, and everybody hears of it once."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.communities.models import Community
from portal.notifications.models import Message
from portal.plugins.bundled.class_signups.minimum import decide_minimums
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassPage
from tests.class_signups.families import sign_up
from tests.factories.classes import make_class

pytestmark = pytest.mark.django_db
MEI, BAO, AN = (("Mei", "2018-05-31"), ("Bao", "2018-05-30"), ("An", "2018-05-29"))


@pytest.fixture
def course(sunshine: Community) -> ClassCourse:
    return make_class(sunshine, capacity=2, minimum=2, closes_at=timezone.now() + dt.timedelta(days=1))


def kinds_told() -> list[str]:
    news = Message.objects.filter(kind__in=["classes.takes_place", "classes.called_off"])
    return sorted(news.values_list("kind", flat=True))


def test_too_few_and_it_is_called_off_and_all_are_told(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    page = sign_up(client, course, MEI).url
    assert decide_minimums() == 0
    clock.shift(dt.timedelta(days=1, minutes=1))
    assert [decide_minimums(), decide_minimums()] == [1, 0]
    assert kinds_told() == ["classes.called_off"]
    assert "Called off" in client.get("/en/sunshine/classes/").content.decode()
    assert "The class is called off" in client.get(page).content.decode()


def test_enough_and_those_with_a_place_hear_that_it_takes_place(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    for child in (MEI, BAO, AN):
        sign_up(client, course, child)
    clock.shift(dt.timedelta(days=1, minutes=1))
    decide_minimums()
    course.refresh_from_db()
    assert (kinds_told(), course.is_called_off) == (["classes.takes_place"] * 2, False)


def test_prolonged_it_is_open_again(client: Client, course: ClassCourse, clock: time_machine.Traveller) -> None:
    clock.shift(dt.timedelta(days=1, minutes=1))
    decide_minimums()
    for page in ClassPage.objects.filter(translation_key=course.key):
        page.closes_at = timezone.now() + dt.timedelta(days=2)
        page.save_revision().publish()
    course.refresh_from_db()
    assert (course.phase(), course.decided_at) == ("open", None)


def test_what_is_decided_stays_when_the_page_is_corrected(
    client: Client, course: ClassCourse, clock: time_machine.Traveller
) -> None:
    clock.shift(dt.timedelta(days=1, minutes=1))
    decide_minimums()
    for page in ClassPage.objects.filter(translation_key=course.key):
        page.save_revision().publish()
    course.refresh_from_db()
    assert course.phase() == "cancelled"
