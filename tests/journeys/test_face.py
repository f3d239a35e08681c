"""The face in a real browser: every component in both sizes and themes, on a phone and a desk, without JavaScript."""

import pytest

from tests.journeys.pages import TOO_NARROW

WIDTHS = (390, 1280)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("size", "theme"), [("normal", "light"), ("large", "dark")])
@pytest.mark.parametrize("width", WIDTHS)
def test_components_fit_and_can_be_tapped(city, open_page, width, size, theme, language):
    page = open_page(width=width)
    page.context.add_cookies([{"name": n, "value": v, "url": city.url} for n, v in (("size", size), ("theme", theme))])
    page.goto(f"{city.url}/{language}/styleguide/")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(TOO_NARROW) == []


def test_large_type_needs_no_javascript(city, open_page):
    page = open_page(width=390, javascript=False)
    page.goto(f"{city.url}/zh-hans/styleguide/?page=2")
    page.get_by_role("button", name="大字版").click()

    assert page.url == f"{city.url}/zh-hans/styleguide/?page=2"
    assert page.locator("html").get_attribute("class") == "size-large theme-auto"
    assert page.get_by_role("button", name="标准字号").is_visible()


def test_theme_switch_offers_what_is_not_shown(city, open_page):
    page = open_page(color_scheme="dark")
    page.goto(f"{city.url}/en/styleguide/")

    assert [page.get_by_role("button", name=name, exact=True).is_visible() for name in ("Dark", "Light")] == [
        False,
        True,
    ]
    page.get_by_role("button", name="Light", exact=True).click()
    assert [page.get_by_role("button", name=name, exact=True).is_visible() for name in ("Dark", "Light")] == [
        True,
        False,
    ]


def test_menu_opens_on_a_phone_without_javascript(city, open_page):
    page = open_page(width=390, javascript=False)
    page.goto(f"{city.url}/en/styleguide/")
    menu = page.get_by_role("navigation", name="Main menu")

    assert menu.is_hidden()
    page.get_by_text("Menu", exact=True).click()
    assert menu.get_by_role("link", name="Guides").is_visible()


def test_keyboard_reaches_content_first(city, page):
    page.goto(f"{city.url}/en/styleguide/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")

    assert page.evaluate("document.activeElement.id") == "main"


def test_escape_closes_the_menu(city, open_page):
    page = open_page(width=390)
    page.goto(f"{city.url}/en/styleguide/")
    page.get_by_text("Menu", exact=True).click()
    page.keyboard.press("Escape")

    assert page.get_by_role("navigation", name="Main menu").is_hidden()


def test_buttons_that_need_javascript_are_absent_without(city, open_page):
    for javascript in (True, False):
        page = open_page(javascript=javascript)
        page.goto(f"{city.url}/en/styleguide/")

        assert page.get_by_role("button", name="Print").is_visible() is javascript
        assert page.get_by_role("button", name="Copy").is_visible() is javascript


def test_form_errors_take_the_focus(city, page):
    page.goto(f"{city.url}/en/styleguide/form/")

    assert page.evaluate("document.activeElement.id") == "form-errors"
    page.get_by_role("alert").get_by_role("link", name="Mobile number").click()
    assert page.evaluate("document.activeElement.id") == "id_phone"
