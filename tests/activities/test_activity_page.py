"""An activity's page: what it says to residents, to search engines, to the portal's own search and to a chat group."""

import datetime as dt
import json
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.communities.models import Community, Venue
from portal.plugins.calling import call
from tests.factories.activities import at, make_pair, work_out
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db
PATH = "/en/sunshine/calendar/tai-chi/"


@pytest.fixture
def sunshine():
    with time_machine.travel(at("2026-03-02", "08:00"), tick=False):
        yield opened_community(slug="sunshine")


def weekly(community: Community) -> None:
    house = Venue.objects.create(community=community, code="house", names={"zh-hans": "活动中心", "en": "House"})
    room = Venue.objects.create(community=community, code="room", parent=house, names={"zh-hans": "房间", "en": "Room"})
    changes = [{"date": dt.date(2026, 3, 9), "change": "cancelled"}]
    make_pair("tai-chi", community=community, repeats="weekly", changes=changes, venue=room, organiser="Red vests")
    work_out()


def main_text(client: Client, path: str) -> str:
    page = re.search(r"<main.*?</main>", client.get(path).content.decode(), re.S)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_page_says_when_and_where(client: Client, sunshine: Community) -> None:
    weekly(sunshine)
    text = main_text(client, PATH)
    assert "When Every week on Mon · 9:00–10:00 Where House · Room" in text
    assert "Mon 9 March 9:00–10:00 day 21 of lunar month 1 cancelled" in text
    chinese = main_text(client, PATH.replace("/en/", "/zh-hans/"))
    assert "时间 每周（周一） · 9:00–10:00 地点 活动中心 · 房间" in chinese


def test_next_dates_are_events_to_search_engines(client: Client, sunshine: Community) -> None:
    weekly(sunshine)
    page = client.get(PATH).content.decode()
    objects = [
        json.loads(each) for each in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    ]
    events = [each for each in objects if each["@type"] == "Event"]
    assert [(each["startDate"], each["eventStatus"].rpartition("/")[2]) for each in events[:2]] == [
        ("2026-03-02T09:00:00+08:00", "EventScheduled"),
        ("2026-03-09T09:00:00+08:00", "EventCancelled"),
    ]
    assert events[0]["location"]["name"] == "House · Room"


def test_activity_is_in_the_sitemap_in_both_languages(client: Client, sunshine: Community) -> None:
    weekly(sunshine)
    page = client.get("/sitemap.xml").content.decode()
    assert [f"/{code}/sunshine/calendar/tai-chi/</loc>" in page for code in ("zh-hans", "en")] == [True, True]


def test_activity_is_found_by_searching(
    client: Client, sunshine: Community, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        weekly(sunshine)
    answer = client.get("/api/v1/search", {"q": "tai-chi", "lang": "en"}).json()
    assert [result["url"] for result in answer["results"]] == [f"http://testserver{PATH}"]


def test_dates_go_into_the_group_as_text(client: Client, sunshine: Community) -> None:
    """WeChat opens no calendar file."""
    weekly(sunshine)
    text = main_text(client, f"{PATH}share/")
    assert "every week on Mon 9:00–10:00 (Mon 2 March · Mon 9 March" in text


def test_cancelled_activity_says_so_on_top(client: Client, sunshine: Community) -> None:
    make_pair("tai-chi", community=sunshine, is_cancelled=True, cancelled_note="Rain")
    work_out()
    assert "Called off Rain" in main_text(client, PATH)


@pytest.mark.parametrize("size", [1, 3])
def test_calendar_entries_cost_the_same_for_any_number(sunshine: Community, size: int) -> None:
    for number in range(size):
        changes = [{"date": dt.date(2026, 3, 9), "change": "cancelled"}]
        make_pair(f"tai-chi-{number}", community=sunshine, repeats="weekly", changes=changes)
    with CaptureQueriesContext(connection) as queries:
        entries = call("calendar_entries", only="activities", communities=Community.objects.all(), uids=None)
    assert (len(entries), len(queries)) == (size, 6)
