"""A resident sends a page to the compound's group, without JavaScript, as inside an old WeChat; an editor prints it."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.resident import EN, PHONE_WIDTH, ZH, Resident, Words

SHARE = {"zh-hans": "分享到群里", "en": "Share to the group"}
POSTER = {"zh-hans": "打印海报", "en": "Poster to print"}
GUIDE = "sunshine/guides/residence-permit/"
#: As much as a poster may have to hold: everything of its greatest length (portal/sharing/posters.py).
FILL = """(sign) => {
    const fill = (selector, length) => document.querySelectorAll(selector).forEach(
        (element) => { element.textContent = sign.repeat(length).slice(0, length); });
    const facts = document.querySelector(".poster__facts");
    while (facts.children.length < 6) facts.append(facts.children[0].cloneNode(true));
    document.querySelector(".poster").className = "poster poster--long poster--4";
    fill(".poster__title", 160); fill(".poster__text", 240); fill(".poster__facts dd", 70);
    fill(".poster__line span", 80);
}"""


@pytest.fixture(params=[ZH, EN], ids=["zh", "en"])
def words(request) -> Words:
    return request.param


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_resident_sends_a_guide_to_the_group(city, open_page, words) -> None:
    page = open_page(width=PHONE_WIDTH, javascript=False)
    resident = Resident(city, page, words)
    resident.open(GUIDE)
    resident.follow(SHARE[words.language])
    text = resident.main.locator("textarea").input_value()
    lines = text.splitlines()
    assert (words.guide in lines[0], words.community in lines[0], len(text) <= 200) == (True, True, True)
    neighbour = open_page(width=PHONE_WIDTH, javascript=False)
    neighbour.goto(f"{city.url}{urlsplit(lines[-1]).path}")  # it names the demo's usual port
    assert urlsplit(neighbour.url).path == f"/{words.language}/{GUIDE}"
    expect(neighbour.get_by_role("heading", level=1)).to_have_text(words.guide)


def test_card_is_seen_on_a_phone(city, open_page, words) -> None:
    page = open_page(width=PHONE_WIDTH)
    page.goto(f"{city.url}/{words.language}/{GUIDE}share/")
    card = page.get_by_role("main").get_by_role("img", name=words.guide)
    card.scroll_into_view_if_needed()
    expect(card).to_have_js_property("naturalWidth", 720)
    assert card.bounding_box()["width"] <= PHONE_WIDTH - 32


@pytest.mark.parametrize("dress", ["normal", "large"])
def test_poster_fills_one_page(city, open_page, words, dress) -> None:
    page = open_page(language=words.browser)
    page.context.add_cookies(
        [{"name": n, "value": v, "url": city.url} for n, v in (("size", dress), ("theme", "dark"))]
    )
    resident = Resident(city, page, words)
    resident.open(f"{GUIDE}share/")
    resident.follow(POSTER[words.language])
    expect(resident.title).to_have_text(words.guide)
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    page.evaluate(FILL, "很长的话" if words is ZH else "many words ")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
