"""The watch that every journey is under does see what it is there for."""

import pytest

from tests.journeys.watching import Watch


@pytest.fixture
def watched(browser):
    watch = Watch()
    context = browser.new_context()
    watch.over(context)
    yield context.new_page(), watch.problems
    context.close()


def test_clean_page_gives_no_report(city, watched):
    page, problems = watched
    page.goto(f"{city.url}/zh-hans/")
    page.goto(f"{city.url}/zh-hans/no-such-page/")

    assert problems == []


def test_forbidden_script_is_reported(city, watched):
    page, problems = watched
    page.goto(f"{city.url}/zh-hans/")
    with page.context.expect_event("console", lambda message: "CSP report" in message.text):
        ran = page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.ran = true';"
            " document.body.append(s); return Boolean(window.ran); }"
        )

    assert ran is False
    assert any("CSP report: script-src" in problem for problem in problems)


def test_script_error_is_reported(city, watched):
    page, problems = watched
    page.goto(f"{city.url}/zh-hans/")
    with page.context.expect_event("weberror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('broken'); }); }")

    assert problems == ["script error: broken"]


def test_other_host_is_reported(city, watched):
    page, problems = watched
    page.context.route("https://elsewhere.example/**", lambda route: route.fulfill(body=""))
    page.goto(f"{city.url}/zh-hans/")
    page.goto("https://elsewhere.example/")

    assert problems == ["left the host: https://elsewhere.example/"]


@pytest.mark.parametrize("status", [500, 503])
def test_server_error_is_reported(city, watched, status):
    page, problems = watched
    page.context.route("**/zh-hans/find/", lambda route: route.fulfill(status=status, body="sorry"))
    page.goto(f"{city.url}/zh-hans/find/")

    assert problems == [f"{status}: GET {city.url}/zh-hans/find/"]


def test_missing_part_of_a_page_is_reported(city, watched):
    page, problems = watched
    page.context.route("**/portal.css", lambda route: route.fulfill(status=404, body=""))
    page.goto(f"{city.url}/zh-hans/")

    assert problems == [f"404: GET {city.url}/static/portal/portal.css"]
