"""An editor publishes while Wagtail saves the draft by itself: one page, and no error.

Titles are Chinese in both: the admin in Chinese is looked through for English by another journey, on the same city.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys import editor

PAGES = "SELECT live, has_unpublished_changes FROM wagtailcore_page WHERE title = ?"


@contextmanager
def draft_on_its_way_back(page: Page) -> Iterator[None]:
    """The portal has stored the draft; the browser hears of it at the end."""
    answers = []

    def hold(route: Route) -> None:
        is_draft = route.request.method == "POST" and route.request.headers.get("accept") == "application/json"
        if is_draft and not answers:
            answers.append((route, route.fetch()))
        else:
            route.fallback()

    page.route("**/admin/pages/add/**", hold)
    for step in range(40):  # what is typed in the first two seconds Wagtail takes for what was there
        page.fill("#id_summary", "At the service desk" + "," * step)
        page.wait_for_timeout(500)
        if answers:
            break
    yield
    ((route, answer),) = answers
    route.fulfill(response=answer)


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "失物招领"), ("en", "失物招领（英文页）")])
def test_publishing_meanwhile_makes_one_page(edited_city, signed_in, language, title):
    page = signed_in(SUNSHINE)
    editor.begin_guide(page, edited_city.url, edited_city.page_number("sunshine/guides", language))
    page.fill("#id_title", title)
    page.select_option("#id_category", label="Housing")
    with draft_on_its_way_back(page):
        editor.open_actions(page)
        page.locator("button[name=action-publish]").dblclick(no_wait_after=True)
        assert edited_city.rows(PAGES, title) == [(0, 1)]
    expect(page.locator(".messages")).to_contain_text("published")
    assert edited_city.rows(PAGES, title) == [(1, 0)]


def test_form_that_comes_back_with_a_mistake_is_sent_again(edited_city, signed_in):
    """It is not taken for a second click."""
    page, title = signed_in(SUNSHINE), "钥匙挂在哪里"
    editor.begin_guide(page, edited_city.url, edited_city.page_number("sunshine/guides"))
    page.fill("#id_title", title)
    editor.open_actions(page)
    page.locator("button[name=action-publish]").click()
    expect(page.locator(".error-message").first).to_be_visible()  # a summary is missing
    page.fill("#id_summary", "At the service desk")
    page.select_option("#id_category", label="Housing")
    editor.publish(page)
    assert edited_city.rows(PAGES, title) == [(1, 0)]
