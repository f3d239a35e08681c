"""The calendar as residents read it: list, week, month, filters, what is found at which address."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from portal.activities.models import Series
from portal.communities.models import Community, Venue
from portal.plugins.actions import disable_plugin
from portal.recurrence import Recurrence
from tests.factories.activities import at, make_activity, make_pair, store_entry, work_out
from tests.factories.home import opened_community
from tests.factories.plugins import community_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def monday():
    with time_machine.travel(at("2026-03-02", "08:00"), tick=False):
        yield


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def main_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return re.search(r"<main.*?</main>", response.content.decode(), re.S)[0]


def titles(client: Client, path: str) -> list[str]:
    page = main_of(client, path)
    return re.findall(r'class="date__title" href="[^"]*"[^>]*>(.*?)</a>', page)


def test_list_begins_with_the_next_date(client: Client, sunshine: Community) -> None:
    store_entry(sunshine, "later", starts=at("2026-03-05"), ends=at("2026-03-05", "10:00"))
    store_entry(sunshine, "sooner", starts=at("2026-03-03"), ends=at("2026-03-03", "10:00"))
    store_entry(sunshine, "over", starts=at("2026-03-01"), ends=at("2026-03-01", "10:00"))
    assert titles(client, "/en/sunshine/calendar/") == ["Sooner", "Later"]


def test_list_says_day_lunar_date_time_and_place(client: Client, sunshine: Community) -> None:
    store_entry(sunshine, place={"en": "North gate"})
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main_of(client, "/en/sunshine/calendar/")))
    assert "Mon 2 March today day 14 of lunar month 1 9:00–10:00 Duty North gate" in page


def test_chinese_list_says_it_in_chinese(client: Client, sunshine: Community) -> None:
    store_entry(sunshine)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main_of(client, "/zh-hans/sunshine/calendar/")))
    assert "3月2日 周一 今天 农历正月十四 9:00–10:00 duty中文" in page


def test_activity_of_one_language_is_marked_in_the_other(client: Client, sunshine: Community) -> None:
    make_activity(community=sunshine)
    work_out()
    assert 'lang="zh-Hans">tai-chi zh-hans</a>' in main_of(client, "/en/sunshine/calendar/")
    assert client.get("/en/sunshine/calendar/tai-chi/").status_code == 200


def test_month_is_a_table_of_whole_weeks(client: Client, sunshine: Community) -> None:
    store_entry(sunshine, recurrence=Recurrence("FREQ=WEEKLY"))
    page = main_of(client, "/en/sunshine/calendar/month/2026-03/")
    assert (page.count("<tr>"), page.count("<td "), page.count('scope="col"')) == (7, 42, 7)
    assert page.count(">Duty</a>") == 5
    assert "month/2026-02/" in page
    assert "month/2026-04/" in page


def test_week_shows_days_without_dates_too(client: Client, sunshine: Community) -> None:
    store_entry(sunshine)
    page = main_of(client, "/en/sunshine/calendar/week/2026-03-04/")
    assert re.findall(r'<time datetime="([\d-]+)">', page) == [f"2026-03-0{day}" for day in range(2, 9)]


def test_date_past_midnight_stands_on_both_days(client: Client, sunshine: Community) -> None:
    store_entry(sunshine, starts=at("2026-03-03", "22:00"), ends=at("2026-03-04", "01:00"))
    page = main_of(client, "/en/sunshine/calendar/")
    assert re.findall(r'<time datetime="([\d-]+)">', page) == ["2026-03-03", "2026-03-04"]
    assert "22:00–1:00 the next day" in page


def test_what_goes_on_for_days_stands_once_above(client: Client, sunshine: Community) -> None:
    store_entry(sunshine, starts=dt.date(2026, 2, 20), ends=dt.date(2026, 3, 20))
    page = main_of(client, "/en/sunshine/calendar/")
    assert titles(client, "/en/sunshine/calendar/") == ["Duty"]
    assert "all day, until Thu 19 March" in page


def test_cancelled_date_stays_to_be_seen(client: Client, sunshine: Community) -> None:
    recurrence = Recurrence("FREQ=WEEKLY;COUNT=2", cancelled=frozenset({dt.date(2026, 3, 9)}))
    store_entry(sunshine, recurrence=recurrence)
    page = main_of(client, "/en/sunshine/calendar/")
    assert (page.count("date--cancelled"), page.count(">cancelled</span>")) == (1, 1)


@pytest.mark.parametrize(
    "path",
    ["month/2026-13/", "month/2020-01/", "week/2026-02-30/", "list/2040-01-01/", "list/", "month/x/", "ics/1/x/"],
)
def test_days_that_are_none_are_not_found(client: Client, sunshine: Community, path: str) -> None:
    assert client.get(f"/en/sunshine/calendar/{path}").status_code == 404


# Filters


def test_filters_in_the_address_choose_what_is_shown(client: Client, sunshine: Community) -> None:
    hall = Venue.objects.create(community=sunshine, code="hall", names={"en": "Hall"})
    store_entry(sunshine, "chess", kind="activity", audiences=("elderly",), venue=hall, is_free=True)
    store_entry(sunshine, "english", kind="class", audiences=("children", "elderly"), is_free=False)
    store_entry(sunshine, "shift", kind="duty", team="red-vests", team_names={"en": "Red vests"})
    base = "/en/sunshine/calendar/"
    found = {
        query: titles(client, f"{base}?{query}")
        for query in ("kind=class", "audience=elderly", "venue=hall", "team=red-vests", "free=1", "kind=duty&free=1")
    }
    assert found == {
        "kind=class": ["English"],
        "audience=elderly": ["Chess", "English"],
        "venue=hall": ["Chess"],
        "team=red-vests": ["Shift"],
        "free=1": ["Chess"],
        "kind=duty&free=1": [],
    }


def test_filters_stay_in_every_link_of_the_page(client: Client, sunshine: Community) -> None:
    store_entry(sunshine, "chess", kind="activity")
    store_entry(sunshine, "english", kind="class")
    page = main_of(client, "/en/sunshine/calendar/?kind=class")
    links = set(re.findall(r'href="(/en/sunshine/calendar/[^"]*)"', page)) - {"/en/sunshine/calendar/english/"}
    without = {link for link in links if "kind=class" not in link}
    others = {"/en/sunshine/calendar/", "/en/sunshine/calendar/share/", "/en/sunshine/calendar/?kind=activity"}
    assert without == others


def test_empty_calendar_says_what_comes_next(client: Client, sunshine: Community) -> None:
    store_entry(sunshine, starts=at("2026-06-01"), ends=at("2026-06-01", "10:00"))
    page = main_of(client, "/en/sunshine/calendar/")
    assert "Nothing is on in these days" in page
    assert titles(client, "/en/sunshine/calendar/") == ["Duty"]


# Whose dates


def test_communities_have_calendars_of_their_own(client: Client, sunshine: Community) -> None:
    riverside = opened_community(slug="riverside")
    store_entry(riverside)
    assert titles(client, "/en/sunshine/calendar/") == []
    assert titles(client, "/en/riverside/calendar/") == ["Duty"]


def test_calendar_entries_of_a_plugin_go_with_it(client: Client) -> None:
    community = community_with("tools", slug="riverside")
    store_entry(community, "tool-1", owner="tools")
    number = Series.objects.get().pk
    paths = [f"/en/riverside/calendar/ics/{number}/", f"/en/riverside/calendar/ics/{number}/20260302T090000/"]
    assert titles(client, "/en/riverside/calendar/") == ["Tool-1"]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    disable_plugin("tools", community=community)
    assert titles(client, "/en/riverside/calendar/") == []
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert b"Tool-1" not in client.get("/en/riverside/calendar/ics/").content


def test_home_card_and_menu_lead_to_the_calendar(client: Client, sunshine: Community) -> None:
    make_pair("tai-chi", community=sunshine)
    work_out()
    page = client.get("/en/sunshine/").content.decode()
    assert 'href="/en/sunshine/calendar/tai-chi/"' in page
    assert page.count('href="/en/sunshine/calendar/"') >= 2


def test_opening_again_adds_no_second_calendar(sunshine: Community) -> None:
    from portal.activities.models import ActivityCalendarPage  # noqa: PLC0415 - of this test alone
    from portal.home.actions import open_community  # noqa: PLC0415 - likewise

    open_community(community=sunshine)
    pages = ActivityCalendarPage.objects.order_by("path")
    assert [page.url for page in pages] == ["/zh-hans/sunshine/calendar/", "/en/sunshine/calendar/"]
