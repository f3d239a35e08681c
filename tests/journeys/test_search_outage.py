"""The search engine's plug is pulled and put back while residents click around.

They are answered all the time, and told what to expect.
"""

import time

from playwright.sync_api import expect

from tests.journeys.resident import EN, PHONE_WIDTH, ZH, Resident
from tests.search.sick import SICK

TYPED = {ZH.language: "居住证", EN.language: "residence permit"}
MANY = {ZH.language: "社区", EN.language: "community"}
NOWHERE = "qqqzzzqqq"
#: The breaker's windows are 15 and 30 seconds; a try that failed meanwhile makes it the second.
FOUND_BACK_WITHIN = 60


def look_for_the_guide(one: Resident, typed: str) -> None:
    """From the page one is on; in one's own language or the other, as what was typed finds it."""
    one.search(typed)
    expect(one.main.locator("a[href$='/sunshine/guides/residence-permit/']").first).to_be_visible()


def click_around(one: Resident) -> None:
    """Suggestions, results, a facet, a result, and nothing found at all."""
    typed = TYPED[one.words.language]
    one.open("sunshine/")
    one.page.get_by_role("combobox").first.press_sequentially(typed)
    expect(one.page.get_by_role("option").first).to_be_visible()
    look_for_the_guide(one, typed)
    one.search(MANY[one.words.language])
    narrower = one.main.locator("a[href*='category=']").first.evaluate("link => link.href")
    one.page.goto(narrower)
    one.results.first.click()
    expect(one.title).to_be_visible()
    one.search(NOWHERE)
    expect(one.main.locator("a[href^='tel:']").first).to_be_visible()


def says_simple(one: Resident) -> bool:
    look_for_the_guide(one, TYPED[one.words.language])
    return one.words.simple_search in one.main.inner_text()


def test_search_answers_when_the_engines_plug_is_pulled(plugged_city, open_page):
    city, plug = plugged_city
    residents = [Resident(city, open_page(width=PHONE_WIDTH, language=w.browser), w) for w in (ZH, EN)]
    working = plug.behaviour
    for one in residents:
        one.open("sunshine/")
    assert not any(map(says_simple, residents))

    plug.become(SICK["silent"])
    for one in residents:
        click_around(one)
    assert all(map(says_simple, residents))

    plug.become(working)
    until = time.monotonic() + FOUND_BACK_WITHIN
    while says_simple(residents[0]) and time.monotonic() < until:
        residents[0].page.wait_for_timeout(1000)
    assert not any(map(says_simple, residents))

    city.kill_engine()
    assert all(map(says_simple, residents))
