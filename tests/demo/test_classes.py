"""Classes of the demo city."""

import datetime as dt
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from portal.communities.models import Community
from portal.demo.seeding.classes import seed_classes
from portal.demo.seeding.guides import records
from portal.demo.seeding.reading import read
from portal.home.models import PageKey
from portal.plugins.actions import disable_plugin
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassPage, ClassSignUp
from tests.factories.home import opened_community

TODAY = date(2026, 11, 26)


@pytest.fixture
def city(db: None) -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 11, 26, 2, tzinfo=dt.UTC), tick=False):
        yield make_city()


def make_city() -> None:
    for slug in ("sunshine", "heping", "riverside", "hetang"):
        opened_community(slug=slug)
    seed_classes(today=TODAY)


def test_classes_of_the_corpus_keep_their_keys(city: None) -> None:
    keys = {row["key"] for name in ("corpus", "extra") for row in read(name) if row["type"] == "class"}
    known = dict(PageKey.objects.filter(key__in=keys).values_list("key", "translation_key"))
    # The city's own has no community whose class it could be.
    assert keys - {"elderly-university"} == known.keys()
    assert set(known.values()) == set(ClassCourse.objects.values_list("key", flat=True))
    assert keys & {record.key for record in records(TODAY)} == {"elderly-university"}


def test_demo_has_open_and_finished_classes_in_both_languages(city: None, client: Client) -> None:
    today = TODAY
    assert {course.path for course in ClassCourse.objects.filter(last_day__lt=today)} == {
        "classes/summer-care/",
        "classes/swimming-lessons/",
    }
    assert client.get("/en/sunshine/classes/").context["ahead"][0].title == "Sunshine Garden after-school club"
    assert "阳光花园四点半课堂" in client.get("/zh-hans/sunshine/classes/after-school-club/").content.decode()


def test_demo_has_a_full_class_with_a_waiting_list(city: None) -> None:
    course = ClassCourse.objects.get(path="classes/calligraphy/")
    waiting = ClassSignUp.objects.filter(course=course, queue__isnull=False).order_by("queue")
    assert (course.left, list(waiting.values_list("name", flat=True))) == (0, ["赵明", "Anna Berg"])
    families = ClassSignUp.objects.count()
    seed_classes(today=TODAY)
    assert ClassSignUp.objects.count() == families == len(read("class_families"))


def test_demo_has_a_care_group_with_days_that_were(city: None) -> None:
    course = ClassCourse.objects.get(is_care_group=True)
    days = [{row.state for row in session.attendances.all()} for session in course.sessions.all()]
    assert course.path == "classes/after-school-club/"
    assert (days.count({"left", "absent"}), days.count({"absent"})) == (8, 1)  # today it has not begun


def test_next_start_moves_terms_and_leaves_what_was_edited(city: None) -> None:
    edited, untouched = (
        ClassPage.objects.get(slug=slug, locale__language_code="zh-hans") for slug in ("calligraphy", "mandarin")
    )
    edited.title = "书法"
    edited.save_revision().publish()
    seed_classes(today=TODAY + timedelta(days=7))
    days = [page.starts_on for page in ClassPage.objects.filter(pk__in=[edited.pk, untouched.pk]).order_by("slug")]
    assert days == [TODAY + timedelta(days=9), TODAY + timedelta(days=5 + 7)]


def test_plugin_somebody_switched_off_stays_off(city: None) -> None:

    hetang = Community.objects.get(slug="hetang")
    disable_plugin("classes", community=hetang)
    seed_classes(today=TODAY + timedelta(days=1))
    assert ClassPage.objects.in_community(hetang).first().starts_on == TODAY - timedelta(days=60)
