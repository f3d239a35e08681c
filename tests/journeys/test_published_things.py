"""An editor has published one of each; a resident finds it on the calendar, by search, at home, in a feed, on a poster.

In both languages: what is written in one is found by those who read it.
"""

import re

import pytest
from defusedxml import ElementTree
from icalendar import Calendar
from playwright.sync_api import expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys.announcing import Editor, address_of_feed
from tests.journeys.pages import TOO_NARROW, TOO_WIDE, dress
from tests.journeys.resident import EN, PHONE_WIDTH, ZH, Resident, Words
from tests.journeys.test_accessibility import violations

#: Names that nothing in the demo has. A team's begins early in its alphabet: homes name few of them.
NAMES = {
    "zh-hans": {
        "activity": "元宵灯谜夜游荷塘",
        "team": "一针一线织补队",
        "notice": "三号楼前挖沟铺网线",
        "project": "钟楼里加装坡道和扶手",
        "works": "钟楼里当夜暂停供暖",
    },
    "en": {
        "activity": "Riddles by lantern light",
        "team": "A stitch in time menders",
        "notice": "Digging a trench for cables",
        "project": "Ramps and rails for Belfry Lane",
        "works": "Belfry Lane heating paused overnight",
    },
}
SHARE = {"zh-hans": "分享到群里", "en": "Share to the group"}
POSTER = {"zh-hans": "打印海报", "en": "Poster to print"}
ON_CALENDAR = ("activity", "notice", "works")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def addresses() -> dict[str, dict[str, str]]:
    """{language: {thing: address}} of what has been published by the tests before."""
    return {}


@pytest.fixture(params=[ZH, EN], ids=["zh", "en"])
def words(request) -> Words:
    return request.param


@pytest.fixture
def published(edited_city, signed_in, addresses, words) -> dict[str, str]:
    if words.language not in addresses:
        at_work = Editor(edited_city, signed_in(SUNSHINE), words.language)
        names = NAMES[words.language]
        addresses[words.language] = {
            "activity": at_work.publish_activity(names["activity"]),
            "team": at_work.publish_team(names["team"]),
            "notice": at_work.publish_notice(names["notice"]),
            "project": at_work.publish_project(names["project"]),
            "works": at_work.announce_works(names["works"], names["project"]),
        }
    return addresses[words.language]


@pytest.fixture
def resident(edited_city, open_page, words) -> Resident:
    return Resident(edited_city, open_page(width=PHONE_WIDTH, language=words.browser, javascript=False), words)


def test_each_is_on_the_home_page(published, resident, words) -> None:
    for thing, name in NAMES[words.language].items():
        resident.open("sunshine/")
        resident.page.get_by_role("link", name=name).first.click()
        expect(resident.title).to_have_text(name)
        assert resident.path == published[thing]


@pytest.mark.parametrize("view", ["", "week/", "month/"])
def test_what_has_a_time_is_on_the_calendar(published, resident, words, view) -> None:
    for thing in ON_CALENDAR:
        resident.open(f"sunshine/calendar/{view}")
        resident.main.get_by_role("link", name=NAMES[words.language][thing]).first.click()
        assert resident.path == published[thing]


def test_each_is_found_by_search(published, edited_city, open_page, words) -> None:
    resident = Resident(edited_city, open_page(language=words.browser), words)
    names = NAMES[words.language]
    for thing in ("activity", "team", "notice", "project"):
        resident.open("sunshine/")
        resident.search(names[thing])
        resident.take_result(names[thing])
        assert resident.path == published[thing]
    resident.open("sunshine/")
    resident.search(names["works"])
    resident.take_result(names["project"])  # works are found with what they are part of


def test_what_has_a_time_is_in_the_calendars_feed(published, resident, words) -> None:
    resident.open("sunshine/calendar/")
    feed = address_of_feed(resident.page, "text/calendar")
    answer = resident.page.request.get(f"{resident.city.url}{feed}")
    events = {str(event["SUMMARY"]): str(event["URL"]) for event in Calendar.from_ical(answer.body()).walk("VEVENT")}
    for thing in ON_CALENDAR:
        name = NAMES[words.language][thing]
        assert events.get(name, "").endswith(f"/{words.language}/{published[thing]}"), (name, sorted(events))


@pytest.mark.parametrize(("section", "thing"), [("notices", "notice"), ("renovation", "works")])
def test_news_is_in_an_atom_feed(published, resident, words, section, thing) -> None:
    resident.open(f"sunshine/{section}/")
    feed = address_of_feed(resident.page, "application/atom+xml")
    answer = resident.page.request.get(f"{resident.city.url}{feed}")
    links = {}
    for entry in ElementTree.fromstring(answer.body()).iter(f"{ATOM}entry"):
        name = entry.findtext(f"{ATOM}title").split(" · ")[0]  # works say their time as well
        links[name] = entry.find(f"{ATOM}link").get("href")
    assert links[NAMES[words.language][thing]].endswith(f"/{words.language}/{published[thing]}")


def test_each_has_a_poster(published, resident, words) -> None:
    for thing, name in NAMES[words.language].items():
        resident.open(published[thing])
        resident.follow(SHARE[words.language])
        expect(resident.main.locator("textarea")).to_have_value(re.compile(re.escape(name)))
        resident.follow(POSTER[words.language])
        expect(resident.title).to_have_text(name)
        expect(resident.main.locator("svg.poster__code")).to_be_visible()


def test_each_can_be_read_by_everybody(published, edited_city, open_page, words) -> None:
    """On a narrow phone in large type, and by machines that read aloud; so can what is sent on."""
    page = open_page(width=390, language=words.browser)
    dress(page, edited_city, size="large")
    wrong = []
    for thing, address in published.items():
        for path in (address, f"{address}share/"):
            page.goto(f"{edited_city.url}/{words.language}/{path}")
            found = [*violations(page), *page.evaluate(TOO_NARROW), *page.evaluate(TOO_WIDE)]
            wrong += [f"{thing}, {path}: {each}" for each in found]
    assert not wrong, "\n".join(wrong)
