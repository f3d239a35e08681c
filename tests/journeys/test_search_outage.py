"""The search engine dies while residents search: they are answered all the same, and told what to expect."""

from playwright.sync_api import expect

from tests.journeys.resident import EN, PHONE_WIDTH, ZH, Resident

TYPED = ("居住证", "residence permit", "juzhuzheng")


def look_for_the_guide(one: Resident, typed: str) -> None:
    """From the page one is on; in one's own language or the other, as what was typed finds it."""
    one.search(typed)
    expect(one.main.locator("a[href$='/sunshine/guides/residence-permit/']").first).to_be_visible()


def test_search_answers_when_the_engine_dies(own_city_with_engine, open_page):
    city = own_city_with_engine
    residents = [Resident(city, open_page(width=PHONE_WIDTH, language=w.browser), w) for w in (ZH, EN)]
    for one in residents:
        one.open("sunshine/")
        for typed in TYPED:
            look_for_the_guide(one, typed)
            expect(one.main).not_to_contain_text(one.words.simple_search)

    city.kill_engine()

    for one in residents:
        for typed in TYPED:
            look_for_the_guide(one, typed)
            expect(one.main).to_contain_text(one.words.simple_search)
