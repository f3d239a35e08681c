"""axe-core finds nothing to complain of: WCAG 2.0 to 2.2, A and AA, and its best practice."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.pages import PAGES, dress

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},  # axe leaves it out unless it is named
    "resultTypes": ["violations"],
}


def violations(page: Page) -> Iterator[str]:
    for rule in Axe().run(page, options=OPTIONS).response["violations"]:
        for node in rule["nodes"]:
            yield f"{rule['id']} ({rule['impact']}): {node['html'][:120]}"


# Every page in both languages; sizes, themes and widths are sampled across them.
@pytest.mark.parametrize(
    ("language", "size", "theme", "width"),
    [
        ("zh-hans", "normal", "light", 390),
        ("en", "normal", "dark", 1280),
        ("zh-hans", "large", "dark", 390),
        ("en", "large", "light", 390),
    ],
)
def test_axe_has_no_complaint(city, open_page, language, size, theme, width):
    page = open_page(width=width)
    dress(page, city, size=size, theme=theme)
    found = []
    for name, path in PAGES.items():
        page.goto(f"{city.url}/{language}/{path}")
        found += [f"{name}: {violation}" for violation in violations(page)]
    assert not found, "\n".join(found)


def test_axe_sees_a_fault(city, page):
    page.goto(f"{city.url}/en/")
    page.evaluate("document.documentElement.removeAttribute('lang')")

    assert [violation.split(":")[0] for violation in violations(page)] == ["html-has-lang (serious)"]
