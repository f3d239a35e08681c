"""Places left in classes, as the search asks."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import translation

from portal.communities.models import Community
from portal.home.places_left import keys_with_places, notes_on_places
from portal.home.search_sources import Reader
from portal.plugins.bundled.class_signups.choices import SignUpFor
from portal.plugins.bundled.class_signups.models import ClassCourse
from search.contract import EntryRef, Hit
from tests.class_signups.families import sign_up
from tests.factories.classes import make_class

pytestmark = pytest.mark.django_db


def said_of(course: ClassCourse) -> list[str]:
    hit = Hit(EntryRef(f"page:{course.key}", "en"), str(course.key), course.community.code, "class")
    with translation.override("en"):
        return [note.text for _ref, note in notes_on_places([hit])]


def test_class_has_places_until_it_is_full(client: Client, sunshine: Community) -> None:
    course = make_class(sunshine, capacity=1)
    assert (said_of(course), keys_with_places(Reader(sunshine))) == (["1 place left"], {str(course.key)})
    sign_up(client, course, ("Mei", "2018-01-01"))
    assert (said_of(course), keys_with_places(Reader(sunshine))) == (["No place left"], set())


def test_sessions_to_come_count_together(sunshine: Community) -> None:
    course = make_class(sunshine, capacity=5, sign_up_for=SignUpFor.SESSIONS)
    ahead = course.sessions.filter(starts__gt=dt.datetime(2026, 9, 7, 2, tzinfo=dt.UTC)).count()
    assert said_of(course) == [f"{5 * ahead} places left"]


@pytest.mark.parametrize("values", [{"sign_up_for": SignUpFor.NOTHING}, {"is_cancelled": True}])
def test_class_without_sign_up_has_no_places(sunshine: Community, values: dict[str, object]) -> None:
    course = make_class(sunshine, **values)
    assert (said_of(course), keys_with_places(Reader(sunshine))) == ([], set())
