"""Places left at this moment, asked of rooms and plugins when results are shown or narrowed down."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from tool_library.models import Loan, Tool

from portal.communities.models import Community
from portal.home.places_left import keys_with_places, notes_on_places
from portal.home.search_sources import Reader
from portal.plugins.actions import disable_plugin
from portal.volunteers.claims import claim
from portal.volunteers.duties import cancel_shift
from search.contract import EntryRef, Hit, Note
from search.models import SearchDocument
from tests.factories.plugins import community_with
from tests.factories.volunteers import make_member, make_shift, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine() -> Community:
    return community_with("tools", slug="sunshine")


def hit_of(key: object, kind: str = "volunteer", prefix: str = "page") -> Hit:
    return Hit(EntryRef(f"{prefix}:{key}", "en"), str(key), "", kind)


def notes_on(hits: list[Hit]) -> dict[EntryRef, Note]:
    with translation.override("en"):
        return dict(notes_on_places(hits))


def said(hits: list[Hit]) -> list[str]:
    return [note.text for note in notes_on(hits).values()]


def test_team_has_places_while_its_shifts_can_be_taken(sunshine: Community) -> None:
    team = make_team(community=sunshine)
    assert keys_with_places(Reader(sunshine)) == set()
    shift = make_shift(team, places=2, hours_before=3)
    assert keys_with_places(Reader(sunshine)) == {str(team.key)}
    with time_machine.travel(shift.starts - dt.timedelta(hours=2, minutes=59), tick=False):
        assert keys_with_places(Reader(sunshine)) == set()
    with time_machine.travel(shift.starts - dt.timedelta(hours=3, minutes=1), tick=False):
        assert keys_with_places(Reader(sunshine)) == {str(team.key)}


def test_full_and_cancelled_shifts_have_no_place(sunshine: Community) -> None:
    full, off = make_team("full", community=sunshine), make_team("off", community=sunshine)
    claim(make_shift(full, places=1), member=make_member(full))
    cancel_shift(make_shift(off))
    assert keys_with_places(Reader(sunshine)) == set()


def test_team_that_looks_for_nobody_has_no_place(sunshine: Community) -> None:
    make_shift(make_team(community=sunshine, is_recruiting=False))
    assert keys_with_places(Reader(sunshine)) == set()


def test_places_elsewhere_count_where_elsewhere_is_asked(sunshine: Community) -> None:
    here, there = make_team("here", community=sunshine), make_team("there", community=community_with(slug="riverside"))
    for team in (here, there):
        make_shift(team)
    assert keys_with_places(Reader(sunshine)) == {str(here.key)}
    assert keys_with_places(Reader(sunshine, everywhere=True)) == {str(here.key), str(there.key)}
    assert keys_with_places(Reader(None)) == {str(here.key), str(there.key)}


def test_places_left_of_a_plugin_are_those_of_now(sunshine: Community) -> None:
    tool = Tool.objects.create(community=sunshine, names={"en": "Drill"})
    key = f"plugin:tools:tool-{tool.pk}"
    assert keys_with_places(Reader(sunshine)) == {key}
    assert said([hit_of(f"tools:tool-{tool.pk}", "tools", "plugin")]) == ["1 place left"]
    Loan.objects.create(tool=tool, name="Li", phone="13800000000")
    assert keys_with_places(Reader(sunshine)) == set()
    assert said([hit_of(f"tools:tool-{tool.pk}", "tools", "plugin")]) == ["No place left"]


def test_places_left_go_with_the_plugin(sunshine: Community) -> None:
    Tool.objects.create(community=sunshine, names={"en": "Drill"})
    disable_plugin("tools", community=sunshine)
    assert keys_with_places(Reader(sunshine)) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_places_of_hits_take_constant_queries(
    sunshine: Community, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    hits = []
    for number in range(count):
        team = make_team(f"team-{number}", community=sunshine)
        make_shift(team)
        tool = Tool.objects.create(community=sunshine, names={"en": "Drill"})
        hits += [hit_of(team.key), hit_of(f"tools:tool-{tool.pk}", "tools", "plugin")]
    with django_assert_num_queries(5):  # the teams', where the plugin is on, the plugin's and its savepoint
        notes = notes_on(hits)
    assert len(notes) == 2 * count
    assert set(notes.values()) == {Note("2 places left"), Note("1 place left")}


def test_nobody_is_asked_without_anything_of_theirs(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert said([hit_of("guide", "guide")]) == []


@pytest.mark.parametrize("count", [1, 3])
def test_filter_takes_constant_queries(
    sunshine: Community, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        make_shift(make_team(f"team-{number}", community=sunshine))
    with django_assert_num_queries(10):  # the same, as many as a plugin takes for classes, and the imported keys
        assert len(keys_with_places(Reader(sunshine))) == count


def test_reader_narrows_results_down_to_places_left(
    client: Client, sunshine: Community, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        open_team = make_team("open", community=sunshine, language="en", title="Visiting friends")
        make_team("closed", community=sunshine, language="en", title="Visiting hospitals")
        make_shift(open_team)
    assert SearchDocument.objects.filter(is_present=True, language="en", kind="volunteer").count() == 2
    page = client.get("/en/search/?q=visiting").content.decode()
    assert ("hospitals" in page, "2 places left" in page) == (True, True)
    assert "only=places-left" in page
    narrowed = client.get("/en/search/?q=visiting&only=places-left").content.decode()
    assert ("hospitals" in narrowed, "friends" in narrowed) == (False, True)
    results = client.get("/api/v1/search?q=visiting&lang=en&only=places-left").json()["results"]
    assert [(result["title"], result["notes"]) for result in results] == [("Visiting friends", ["2 places left"])]
