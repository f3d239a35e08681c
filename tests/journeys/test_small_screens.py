"""Nothing is wider than the phone it is read on or too small for a finger; one heading says what the page is."""

import pytest

from tests.journeys.pages import PAGES, TOO_NARROW, TOO_WIDE, dress


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", ["normal", "large"])
def test_pages_fit_and_have_one_heading(city, open_page, language, size):
    page = open_page(width=390)
    dress(page, city, size=size)
    wrong = []
    for name, path in PAGES.items():
        page.goto(f"{city.url}/{language}/{path}")
        if (headings := page.locator("h1").count()) != 1:
            wrong.append(f"{name}: {headings} h1")
        wrong += [f"{name}, too small to tap: {element}" for element in page.evaluate(TOO_NARROW)]
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            wrong += [f"{name} at {width} px: {element}" for element in page.evaluate(TOO_WIDE)]
    assert not wrong, "\n".join(wrong)
