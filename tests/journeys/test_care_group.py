"""An afternoon of the care group: a family says a child does not come, and that it comes after all; staff miss it, ring
up, check it in, and let it go with whom the family named. On the phone, with and without JavaScript."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys.cities import City

GROUP = "classes/after-school-club/"
WORDS = {
    "zh-hans": {
        "child": "郑小秋",
        "guardian": "郑秋",
        "phone": "13900005541",
        "collector": "郑爱国，爷爷",
        "here": "已到",
        "missing": "还没到，请打电话",
        "nobody": "没人接",
        "left": "已离开",
        "absent": "请假",
    },
    "en": {
        "child": "Nora Field",
        "guardian": "Ann Field",
        "phone": "13900005542",
        "collector": "Tom Field, uncle",
        "here": "Here since",
        "missing": "Not here yet: please call",
        "nobody": "Nobody answered",
        "left": "has left",
        "absent": "Does not come",
    },
}


def day_ahead(city: City) -> tuple[int, int]:
    """(course, session): the same for all, though it is moved."""
    (found,) = city.rows(
        "SELECT course_id, places_ptr_id FROM class_signups_classsession WHERE is_cancelled = 0 AND original > ? AND "
        "course_id = (SELECT places_ptr_id FROM class_signups_classcourse WHERE path = ?) ORDER BY original LIMIT 1",
        text_of(dt.datetime.now(dt.UTC) + dt.timedelta(days=2)),
        GROUP,
    )
    return found


def begin(city: City, session: int, minutes: int) -> None:
    """The day begins so many minutes from now, whatever the time."""
    starts = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)
    query = "UPDATE class_signups_classsession SET starts = ?, ends = ? WHERE places_ptr_id = ?"
    city.rows(query, text_of(starts), text_of(starts + dt.timedelta(hours=2)), session)


def text_of(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def join(page: Page, city: City, language: str, words: dict[str, str]) -> None:
    page.goto(f"{city.url}/{language}/sunshine/{GROUP}")
    page.locator("main a[href$='/sign-up/']").click()
    page.fill("[name=child_0_name]", words["child"])
    page.fill("[name=child_0_born]", "2018-04-01")
    page.fill("[name=name]", words["guardian"])
    page.fill("[name=phone]", words["phone"])
    page.fill("[name=collectors]", words["collector"])
    page.check("[name=consent_0]")
    page.locator("main form button:not([name])").click()
    expect(page.locator("main")).to_contain_text(words["collector"])
    page.locator("button[name=confirm]").click()
    page.wait_for_url("**/my/*/")


@pytest.mark.parametrize(("language", "javascript"), [("zh-hans", True), ("en", False)])
def test_child_is_missed_called_checked_in_and_collected(edited_city, open_page, signed_in, language, javascript):
    city, words = edited_city, WORDS[language]
    course, session = day_ahead(city)
    begin(city, session, 30)
    family = open_page(width=390, javascript=javascript)
    join(family, city, language, words)
    family.locator(f"button[value^='absent:'][value$='-{session}']").click()
    expect(family.locator("main")).to_contain_text(words["absent"])
    family.locator(f"button[value^='comes:'][value$='-{session}']").click()
    expect(family.locator(f"button[value^='absent:'][value$='-{session}']")).to_be_visible()

    begin(city, session, -20)
    staff = signed_in(SUNSHINE, width=390, javascript=javascript)
    day = f"{city.url}/{language}/sunshine/x/classes/{course}/staff/day/?session={session}"
    staff.goto(f"{city.url}/{language}/sunshine/x/classes/staff/missing/")
    staff.locator(f"main h2 a[href*='/day/{session}/']", has_text=words["child"]).click()
    expect(staff.locator("main .phone-link")).to_contain_text(words["phone"])
    staff.locator("button[value=nobody]").click()
    expect(staff.locator(".notice--danger")).to_contain_text(words["nobody"])

    card = staff.locator(".card", has=staff.locator("h2", has_text=words["child"]))
    expect(card).to_contain_text(words["missing"])
    card.locator("button[value^='in:']").click()
    expect(card).to_contain_text(words["here"])
    card.locator(".button").click()
    staff.locator(f"button[value='listed:{words['collector']}']").click()
    expect(card).to_contain_text(words["left"])
    card.locator("h2 a").click()
    expect(staff.locator("main")).to_contain_text(words["collector"])
    staff.locator("button[value=undo_out]").click()
    expect(card).to_contain_text(words["here"])
    assert staff.url.partition("#")[0] == day

    family.reload()
    expect(family.locator("main")).to_contain_text(words["here"])
