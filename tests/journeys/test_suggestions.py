"""Suggestions while typing, by keyboard and by finger; without them the form works as ever."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("language", "typed", "offered"),
    [("zh-hans", "juzhuz", "居住证"), ("en", "residence", "residence permit")],
)
def test_suggestion_is_chosen_by_keyboard(city, open_page, language, typed, offered):
    page = open_page(width=1280)
    page.goto(f"{city.url}/{language}/sunshine/")
    field = page.get_by_role("combobox").first
    field.press_sequentially(typed)
    options = page.get_by_role("option")
    options.first.wait_for()
    assert any(offered in text for text in options.all_inner_texts())
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("Escape")
    assert options.count() == 0
    assert field.input_value() == typed
    field.press("End")
    field.press_sequentially(" ")
    field.press("Backspace")
    options.first.wait_for()
    field.press("ArrowDown")
    wanted = options.first.inner_text()
    field.press("Enter")
    page.wait_for_url("**/guides/**")
    assert wanted in page.locator("h1").inner_text()


@pytest.mark.parametrize("key", ["Escape", "ArrowDown"])
def test_late_answer_changes_nothing_under_the_finger(city, open_page, key):
    page, held = open_page(), []
    page.goto(f"{city.url}/zh-hans/sunshine/")
    field, options = page.get_by_role("combobox").first, page.get_by_role("option")
    field.press_sequentially("居住")
    options.first.wait_for()
    with page.expect_request(re.compile("居住证|" + quote("居住证"))) as asked:
        page.route(re.compile("/suggest"), lambda route: held.append(route))
        field.press_sequentially("证")
    field.press(key)
    before = options.all_inner_texts(), field.get_attribute("aria-activedescendant")
    with page.expect_event("requestfinished", lambda request: request == asked.value):
        held[0].continue_()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert (options.all_inner_texts(), field.get_attribute("aria-activedescendant")) == before
    assert bool(before[0]) is (key == "ArrowDown")


def test_empty_answer_leaves_what_is_typed_meanwhile_to_be_asked(city, open_page):
    page, held, found = open_page(), [], {"kind": "page", "text": "居住证", "url": "/zh-hans/"}

    def answer(route):
        if "qx" in route.request.url:
            route.fulfill(json={"suggestions": [found]})
        else:
            held.append(route)

    page.clock.install()
    page.goto(f"{city.url}/zh-hans/sunshine/")
    field, options = page.get_by_role("combobox").first, page.get_by_role("option")
    field.press_sequentially("居")
    page.clock.run_for(200)
    options.first.wait_for()
    page.route(re.compile("/suggest"), answer)
    field.press_sequentially("q")
    with page.expect_request(re.compile("/suggest")):
        page.clock.run_for(200)
    field.press_sequentially("x")  # its pause is not over when the answer comes
    held[0].fulfill(json={"suggestions": []})
    expect(field).to_have_attribute("aria-expanded", "false")
    page.clock.run_for(200)
    expect(options).to_have_text([found["text"]])


def test_words_can_be_sent_past_the_suggestions(city, open_page):
    page = open_page(width=390)
    page.goto(f"{city.url}/zh-hans/sunshine/")
    field = page.get_by_role("combobox").first
    field.press_sequentially("居住证")
    page.get_by_role("option").first.wait_for()
    field.press("Enter")
    page.wait_for_url("**/search/?**")
    assert "居住证" in page.locator("h1").inner_text()
