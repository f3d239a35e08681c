"""Classes as families live them: signing up siblings, waiting, an offer by text message; and staff beside them."""

import re

import pytest
from playwright.sync_api import expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys.classes import fill_in, offers_to

WORDS = {
    "zh-hans": {
        "up": "报名",
        "name": "郑秋",
        "phone": "13900005521",
        "first": "郑一",
        "second": "郑二",
        "place": "报名成功",
    },
    "en": {
        "up": "Sign up",
        "name": "Ruth Klein",
        "phone": "13900005522",
        "first": "Ada Klein",
        "second": "Ben Klein",
        "place": "You have a place",
    },
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_family_signs_up_two_and_cancels_one(edited_city, open_page, language):
    words, city = WORDS[language], edited_city
    page = open_page(width=390, javascript=False)
    page.goto(f"{city.url}/{language}/sunshine/")
    page.locator(f"a[href='/{language}/sunshine/classes/after-school-club/']").first.click()
    page.locator("main").get_by_role("link", name=words["up"], exact=True).click()
    fill_in(page, words, words["first"], words["second"])
    expect(page.locator("main")).to_contain_text(words["second"])
    page.locator("button[name=confirm]").click()
    page.wait_for_url("**/my/*/")
    expect(page.locator("main")).to_contain_text(words["place"])
    assert re.search(r"[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}", page.locator("main .big-link").inner_text())

    page.locator("details:has(button[value^='child:']) summary").click()
    page.locator("button[value^='child:']").last.click()
    expect(page.locator("button[value^='child:']")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text(words["second"])


def test_full_class_waits_offers_and_is_taken(edited_city, open_page, signed_in):
    city, words = edited_city, {"name": "Olga Petrova", "phone": "13900005531"}
    editor = signed_in(SUNSHINE)
    editor.goto(f"{city.url}/zh-hans/sunshine/x/classes/staff/")
    editor.locator("main a", has_text="少儿书法公益班").click()
    waiting = editor.url
    editor.goto(f"{waiting}?shown=waiting")
    expect(editor.locator("main")).to_contain_text("赵小东")

    family = open_page(width=390, javascript=False)
    family.goto(f"{city.url}/en/sunshine/classes/calligraphy/")
    family.locator("main").get_by_role("link", name="Sign up", exact=True).click()
    expect(family.locator("main")).to_contain_text("2 families wait already")
    fill_in(family, words, "Max Petrov")
    expect(family.locator("main")).to_contain_text("you go on the waiting list")
    family.locator("button[name=confirm]").click()
    family.wait_for_url("**/my/*/")
    expect(family.locator("main")).to_contain_text("at position 3")

    editor.goto(f"{waiting}?shown=placed")
    editor.locator("main h2 a").first.click()
    editor.locator("details:has(button[value=withdraw]) summary").click()
    editor.locator("button[value=withdraw]").click()
    assert offers_to(city, "13900005504") == 1  # at night the text waits for the morning
    editor.goto(f"{waiting}?shown=offered")
    expect(editor.locator("main")).to_contain_text("赵小东")
    editor.locator("main a[href$='/register/']").click()
    expect(editor.locator("main")).to_contain_text("李小雨")
