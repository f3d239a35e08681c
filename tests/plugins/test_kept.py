"""What the tests of a process share: rows of costly setup, copied for the next test that asks for the same."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import translation

from portal.communities.models import District
from portal.names import Names
from portal.plugins.testing.kept import BOOK, kept
from portal.plugins.testing.rows import primary_keys, rows_of
from search.marks import waiting_for_commit
from tests.factories.communities import CommunityFactory, DistrictFactory, StreetFactory
from tests.factories.home import make_city, opened_community
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
calls: list[str] = []


@kept
def make_district(code: str = "990001") -> District:
    calls.append("made")
    transaction.on_commit(lambda: calls.append("committed"))
    waiting_for_commit().add(f"district:{code}")
    return District.objects.create(code=code, names=Names({"en": "Lakeside"}))


@pytest.fixture
def next_test() -> Iterator[Callable[[], None]]:
    """Back to how a test finds things."""
    with transaction.atomic():
        beginning = transaction.savepoint()

        def go_back() -> None:
            transaction.savepoint_rollback(beginning)
            connection.run_on_commit.clear()
            waiting_for_commit().clear()
            calls.clear()
            for factory in (DistrictFactory, StreetFactory, CommunityFactory):
                factory.reset_sequence(0)
            BOOK.open()

        go_back()
        BOOK.untouched.copies.clear()
        yield go_back


def everything() -> dict[str, dict[Any, tuple[Any, ...]]]:
    return {table: rows_of(table) for table in primary_keys()}


def test_copies_are_what_the_portal_wrote(next_test: Callable[[], None]) -> None:
    names = Names({"zh-hans": "阳光社区", "en": "Sunshine"})
    made = opened_community(slug="sunshine", names=names), opened_community(slug="heping")
    written = everything()
    next_test()
    assert (opened_community(slug="sunshine", names=names), opened_community(slug="heping")) == made
    assert everything() == written


def test_next_test_gets_a_copy(next_test: Callable[[], None]) -> None:
    made = make_district()
    next_test()
    UserFactory()
    assert make_district() == made
    assert calls == []


def test_what_waits_for_the_commit_waits_again(next_test: Callable[[], None]) -> None:
    make_district()
    next_test()
    make_district()
    assert waiting_for_commit() == {"district:990001"}
    for _savepoints, callback, _robust in connection.run_on_commit:
        callback()
    assert calls == ["committed"]


def make_group() -> None:
    Group.objects.create(name="Neighbours")


def take_back() -> None:
    with suppress(KeyError), transaction.atomic():
        make_city()
        raise KeyError


@pytest.mark.parametrize("before", [make_group, take_back, make_city, lambda: translation.activate("en")])
def test_in_another_state_it_is_made_again(next_test: Callable[[], None], before: Callable[[], None]) -> None:
    make_district()
    next_test()
    before()
    make_district()
    assert calls == ["made"]


def test_other_arguments_settings_and_times_make_another(next_test: Callable[[], None], settings: Any) -> None:
    make_district()
    for change in (lambda: None, lambda: setattr(settings, "TIME_ZONE", "UTC")):
        next_test()
        change()
        make_district("990002")
        assert calls == ["made"]
    for hour in (9, 10):
        next_test()
        with time_machine.travel(datetime(2026, 6, 1, hour, tzinfo=UTC), tick=False):
            make_district()
        assert calls == ["made"]
