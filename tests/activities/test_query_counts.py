"""SQL of a warm page, anonymous, in English where the texts are Chinese."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.communities.models import Community, Venue
from portal.recurrence import Recurrence
from tests.factories.activities import at, make_activity, store_entry, work_out
from tests.factories.home import opened_community
from tests.served import ServedClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine():
    with time_machine.travel(at("2026-03-02", "08:00"), tick=False):
        yield opened_community(slug="sunshine")


def queries_at(path: str) -> int:
    client = ServedClient()
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def fill(community: Community, size: int) -> None:
    for number in range(size):
        venue = Venue.objects.create(community=community, code=f"room-{number}", names={"zh-hans": "房间"})
        store_entry(
            community,
            f"duty-{number}",
            titles={"zh-hans": "值班"},
            recurrence=Recurrence("FREQ=WEEKLY", cancelled=frozenset({dt.date(2026, 3, 9)})),
            audiences=(f"audience-{number}",),
            venue=venue,
            team=f"team-{number}",
        )


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("path", "count"), [("", 4), ("month/2026-03/", 4), ("week/", 4), ("list/2026-03-09/", 4), ("subscribe/", 1)]
)
def test_calendar_costs_the_same_for_any_number(sunshine: Community, path: str, count: int, size: int) -> None:
    fill(sunshine, size)
    assert queries_at(f"/en/sunshine/calendar/{path}") == count


def test_filtered_calendar_costs_no_more(sunshine: Community) -> None:
    fill(sunshine, 3)
    assert queries_at("/en/sunshine/calendar/?team=team-1&venue=room-1&audience=audience-1") == 4


@pytest.mark.parametrize("size", [1, 3])
def test_activity_costs_the_same_for_any_number_of_dates(sunshine: Community, size: int) -> None:
    changes = [{"date": dt.date(2026, 3, 2 + 7 * number), "change": "cancelled"} for number in range(size)]
    make_activity(community=sunshine, repeats="weekly", changes=changes)
    work_out()
    assert queries_at("/en/sunshine/calendar/tai-chi/") == 10


def test_home_page_pays_one_query_for_what_is_on(sunshine: Community) -> None:
    before = queries_at("/en/sunshine/")
    fill(sunshine, 3)
    assert queries_at("/en/sunshine/") == before
