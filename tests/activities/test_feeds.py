"""Calendar files: they parse, and programs that read them show the dates of the page."""

import datetime as dt
import re

import pytest
import time_machine
from dateutil.rrule import rruleset, rrulestr
from django.test import Client
from icalendar import Calendar, Event

from portal.activities.models import Occurrence, Series
from portal.communities.models import Community
from portal.recurrence import Extra, Moved, Recurrence
from tests.factories.activities import at, make_pair, store_entry, work_out
from tests.factories.home import opened_community
from tests.served import ServedClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
FEED = "/en/sunshine/calendar/ics/"
FEED_QUERIES = 2


@pytest.fixture
def monday():
    with time_machine.travel(at("2026-03-02", "08:00"), tick=False):
        yield


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine", code="990101001001")


def events(client: Client, path: str = FEED) -> list[Event]:
    response = client.get(path)
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def dates_in(found: list[Event], until: dt.datetime) -> list[tuple[dt.datetime, dt.datetime, str]]:
    """(start, end, status) as a calendar program works them out of the file."""
    shown = {}
    overrides = {event["recurrence-id"].dt: event for event in found if "recurrence-id" in event}
    (master,) = [event for event in found if "recurrence-id" not in event]
    start, length = master["dtstart"].dt, master["dtend"].dt - master["dtstart"].dt
    dates = rruleset()
    if "rrule" in master:
        rule = re.sub(r"UNTIL=(\d{8})(?!T)", r"UNTIL=\1T000000", master["rrule"].to_ical().decode())
        dates.rrule(rrulestr(rule, dtstart=start))
    else:
        dates.rdate(start)
    for name, add in (("rdate", dates.rdate), ("exdate", dates.exdate)):
        for each in master.get(name).dts if name in master else ():
            add(each.dt)
    for each in dates:
        if each > until:
            break
        event = overrides.get(each)
        shown[each] = (
            (event["dtstart"].dt, event["dtend"].dt, str(event["status"]))
            if event is not None
            else (each, each + length, str(master["status"]))
        )
    return sorted(shown.values())


def stored(series: Series) -> list[tuple[dt.datetime, dt.datetime, str]]:
    status = {True: "CANCELLED", False: "CONFIRMED"}
    rows = Occurrence.objects.filter(series=series).select_related("series").order_by("starts_at")
    return [(row.starts, row.ends, status[row.is_cancelled]) for row in rows]


SERIES = {
    "once": {},
    "weekly": {"recurrence": Recurrence("FREQ=WEEKLY;BYDAY=MO,TH")},
    "until": {"recurrence": Recurrence("FREQ=WEEKLY;UNTIL=20260420")},
    "counted": {"recurrence": Recurrence("FREQ=MONTHLY;BYDAY=1MO;COUNT=6")},
    "called_off": {"recurrence": Recurrence("FREQ=WEEKLY;COUNT=3"), "is_cancelled": True},
    "exceptions": {
        "recurrence": Recurrence(
            "FREQ=WEEKLY;COUNT=8",
            without=frozenset({dt.date(2026, 3, 9)}),
            cancelled=frozenset({dt.date(2026, 3, 16)}),
            extra=(Extra(at("2026-03-25", "14:00")), Extra(at("2026-03-26", "14:00"), at("2026-03-26", "18:00"))),
            moved=(Moved(at("2026-03-23"), at("2026-03-24", "10:00"), at("2026-03-24", "11:30")),),
        )
    },
    "past_midnight": {
        "starts": at("2026-03-06", "22:00"),
        "ends": at("2026-03-07", "01:00"),
        "recurrence": Recurrence("FREQ=WEEKLY;COUNT=5"),
    },
}


@pytest.mark.parametrize("name", SERIES)
def test_feed_shows_the_dates_of_the_page(client: Client, sunshine: Community, name: str) -> None:
    series = store_entry(sunshine, name.replace("_", "-"), **SERIES[name])
    assert dates_in(events(client), until=at("2028-03-02", "23:59")) == stored(series)


def test_whole_days_are_dates_in_the_feed(client: Client, sunshine: Community) -> None:
    recurrence = Recurrence("FREQ=YEARLY;UNTIL=20270601", without=frozenset({dt.date(2027, 3, 2)}))
    store_entry(sunshine, starts=dt.date(2026, 3, 2), ends=dt.date(2026, 3, 4), recurrence=recurrence)
    (event,) = events(client)
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2026, 3, 2), dt.date(2026, 3, 4))
    assert event["rrule"].to_ical() == b"FREQ=YEARLY;UNTIL=20270601"
    assert [each.dt for each in event["exdate"].dts] == [dt.date(2027, 3, 2)]


def test_times_name_the_zone_that_the_file_explains(client: Client, sunshine: Community) -> None:
    store_entry(sunshine)
    text = client.get(FEED).content.decode()
    assert "DTSTART;TZID=Asia/Shanghai:20260302T090000" in text
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Asia/Shanghai" in text


def test_uid_is_the_same_in_every_language_and_file(client: Client, sunshine: Community) -> None:
    chinese, _english = make_pair("tai-chi", community=sunshine)
    work_out()
    number = Series.objects.get().pk
    paths = [FEED, FEED.replace("/en/", "/zh-hans/"), f"{FEED}{number}/", f"{FEED}{number}/20260302T090000/"]
    uids = {str(event["uid"]) for path in paths for event in events(client, path)}
    assert uids == {f"{chinese.uid}.activities@990101001001"}


def test_feed_speaks_the_language_of_its_address(client: Client, sunshine: Community) -> None:
    make_pair("tai-chi", community=sunshine)
    work_out()
    found = {path: str(events(client, path)[0]["summary"]) for path in (FEED, FEED.replace("/en/", "/zh-hans/"))}
    assert list(found.values()) == ["tai-chi en", "tai-chi zh-hans"]
    assert str(events(client)[0]["url"]).endswith("/en/sunshine/calendar/tai-chi/")


def test_sequence_grows_when_an_activity_changes(client: Client, sunshine: Community) -> None:
    chinese, _english = make_pair("tai-chi", community=sunshine)
    work_out()
    before = events(client)[0]["sequence"]
    chinese.start_time = dt.time(8)
    chinese.save_revision().publish()
    work_out()
    assert (before, events(client)[0]["sequence"]) == (0, 1)


def test_feed_of_a_filtered_view_has_what_the_view_has(client: Client, sunshine: Community) -> None:
    store_entry(sunshine, "chess", kind="activity", is_free=True)
    store_entry(sunshine, "english", kind="class")
    assert [str(event["summary"]) for event in events(client, f"{FEED}?kind=class")] == ["English"]
    assert [str(event["summary"]) for event in events(client, f"{FEED}?free=1")] == ["Chess"]


def test_single_date_comes_without_the_others(client: Client, sunshine: Community) -> None:
    series = store_entry(sunshine, recurrence=Recurrence("FREQ=WEEKLY"))
    (event,) = events(client, f"{FEED}{series.pk}/20260309T090000/")
    assert (event["dtstart"].dt, event["recurrence-id"].dt, "rrule" in event) == (
        at("2026-03-09"),
        at("2026-03-09"),
        False,
    )
    assert client.get(f"{FEED}{series.pk}/20260310T090000/").status_code == 404


def test_program_that_asks_again_gets_an_empty_answer(client: Client, sunshine: Community) -> None:
    store_entry(sunshine)
    first = client.get(FEED)
    again = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Content-Disposition"] == 'inline; filename="sunshine.ics"'
    assert not first.cookies


def test_file_of_one_entry_is_for_saving(client: Client, sunshine: Community) -> None:
    series = store_entry(sunshine)
    response = client.get(f"{FEED}{series.pk}/")
    assert response.headers["Content-Disposition"].startswith("attachment; ")


def test_feed_of_another_community_has_no_entry_of_this_one(client: Client, sunshine: Community) -> None:
    riverside = opened_community(slug="riverside")
    series = store_entry(riverside)
    assert events(client) == []
    assert client.get(f"{FEED}{series.pk}/").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_feed_costs_the_same_for_any_number(sunshine: Community, size: int, django_assert_num_queries) -> None:
    for number in range(size):
        store_entry(sunshine, f"duty-{number}", recurrence=Recurrence("FREQ=WEEKLY"))
    client = ServedClient()
    client.get(FEED)
    with django_assert_num_queries(FEED_QUERIES):
        client.get(FEED)


def test_subscribing_offers_an_address_for_programs(client: Client, sunshine: Community) -> None:
    page = client.get("/en/sunshine/calendar/subscribe/?kind=class").content.decode()
    address = f"{FEED}?kind=class"
    assert re.search(rf'href="webcal://[^"/]+(?::\d+)?{re.escape(address)}"', page)
    assert f'href="{address}"' in page
    assert "In WeChat" in page
