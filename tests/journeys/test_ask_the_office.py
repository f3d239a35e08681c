"""Nothing found, so the office is asked, and what it answers for everybody is what the next one finds."""

import re

import pytest
from playwright.sync_api import expect

from portal.operations.demo_logins import SUNSHINE

WORDS = {
    "zh-hans": {
        "search": "二手钢琴搬运",
        "asked": "二手钢琴搬运谁能帮忙？",
        "title": "旧钢琴搬运找谁？",
        "answer": "请联系物业，周三可以借用推车。",
    },
    "en": {
        "search": "xylophone tuning",
        "asked": "Who does xylophone tuning here?",
        "title": "Xylophone tuning: who does it?",
        "answer": "The music room tunes one on Wednesdays.",
    },
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_question_is_asked_answered_and_found(edited_city, open_page, signed_in, language):
    words, city = WORDS[language], edited_city
    resident = open_page(width=390, javascript=False)
    resident.goto(f"{city.url}/{language}/search/?community=sunshine&q={words['search']}")
    resident.locator("a[href*='/questions/ask/']").click()
    field = resident.locator("[name=text]")
    expect(field).to_have_value(words["search"])
    field.fill(words["asked"])
    resident.locator("[name=consent_0]").check()
    resident.locator("form.form button").click()
    resident.wait_for_url("**/my/*/")
    expect(resident.locator("main")).to_contain_text(words["asked"])

    editor = signed_in(SUNSHINE)
    editor.goto(f"{city.url}/admin/questions/")
    editor.get_by_role("link", name=words["asked"]).click()
    code = language.replace("-", "_")
    editor.fill(f"[name=questions_{code}]", words["title"])
    editor.fill(f"[name=answers_{code}]", words["answer"])
    editor.locator("button[value=public]").click()
    editor.wait_for_url("**/admin/questions/")

    resident.reload()
    expect(resident.locator("main")).to_contain_text(words["title"])
    neighbour = open_page(width=390, javascript=False)
    neighbour.goto(f"{city.url}/{language}/search/?community=sunshine&q={words['search']}")
    neighbour.get_by_role("link", name=words["title"]).click()
    neighbour.wait_for_url(re.compile(r"/sunshine/questions/\d+/$"))
    expect(neighbour.locator("main")).to_contain_text(words["answer"])
