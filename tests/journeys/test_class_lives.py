"""Two classes from the editors' form to the end: one that is drawn, in Chinese; one that fills and moves, in English.

Residents have no JavaScript and a narrow screen. Time passes by other processes that work on the served city's
database, so that nothing depends on the hour: by night texts wait for the morning, and an offer's clock stands still.
"""

import csv
import re
import shutil

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys.announcing import Editor
from tests.journeys.cities import City
from tests.journeys.classes import (
    CLOSE,
    KEPT_LONG_ENOUGH,
    MORNING,
    UNREACHED,
    Course,
    Family,
    file_of,
    publish_class,
    recomputed,
    ring,
)
from tests.journeys.people import LEAD

CODE = re.compile(r"[0-9a-f]{10}")
SEED = "FC3D 2026-12-01 0 4 7"
COUNTER = "+Rosa Lind"
FORMULA = '=HYPERLINK("http://127.0.0.1/","x")'


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum recomputes the draw: install coreutils")
def test_class_is_drawn_offered_by_phone_and_forgotten(edited_city, open_page, signed_in, tmp_path):
    city, staff = edited_city, signed_in(SUNSHINE, language="zh-CN")
    editor = Editor(city, staff, "zh-hans")
    draw = {"seats_by": "draw", "capacity": "1", "seed_source": "福彩3D", "closes_at": f"{editor.tomorrow} 12:00"}
    course = publish_class(editor, "国画班", "几点开始？", **draw)
    families = {}
    for number, child in enumerate(("吴一", "吴二", "吴三")):
        family = Family(open_page(width=390, javascript=False), child, f"1390000554{number}")
        family.sign_up(f"{course.url}/sign-up/")
        families[code_of(family)] = family

    course.run(CLOSE)
    type_seed(staff, course)
    reader = open_page(width=390, javascript=False)
    reader.goto(f"{course.home}/classes/")
    reader.locator("main").get_by_role("link", name="国画班").click()
    expect(reader.locator("main")).to_contain_text("报名已截止")
    reader.locator("main a[href$='/draw/']").click()
    order = reader.locator("main ol").last.locator("code").all_inner_texts()
    assert recomputed(reader, tmp_path) == (reader.locator("main code").first.inner_text(), order)

    first, second, third = (families[code] for code in order)
    for family, stands in ((first, "报名成功"), (second, "第 1 位"), (third, "第 2 位")):
        family.stands(stands)
    first.cancel()
    second.stands("通知送达后才开始计时")
    course.run(UNREACHED, phone=second.phone)
    ring(staff, city, second.name, "未联系上")
    second.stands("通知送达后才开始计时")
    ring(staff, city, second.name, "已告知")
    second.stands(re.compile("请在 .+ 前答复"))
    second.answer("accept")
    second.stands("报名成功")
    third.stands("第 1 位")
    staff.goto(f"{course.url}/staff/register/")
    expect(staff.locator("main")).to_contain_text(second.child)

    course.run(KEPT_LONG_ENOUGH)
    for family in families.values():
        family.finds_nothing()
    staff.goto(f"{course.url}/staff/")
    expect(staff.locator("main")).to_contain_text("这里没有人")
    query = "SELECT c.name, c.born FROM class_signups_classchild c JOIN class_signups_classsignup s"
    left = city.rows(f"{query} ON c.sign_up_id = s.entry_ptr_id WHERE s.course_id = ?", course.pk)
    assert left == [("", None)] * 3


def code_of(family: Family) -> str:
    """What it is called in the draw."""
    return CODE.findall(family.page.locator("main strong").first.inner_text())[0]


def type_seed(staff: Page, course: Course) -> None:
    """What a shell would trip over is refused."""
    staff.goto(f"{course.url}/staff/")
    staff.locator("main a[href$='/staff/draw/']").click()
    staff.fill("[name=seed]", "$(0 4 7)")
    staff.locator("main form button").click()
    expect(staff.locator("main form")).to_contain_text("只能用字母、数字")
    staff.fill("[name=seed]", SEED)
    staff.locator("main form button").click()
    expect(staff.locator("main")).to_contain_text("已抽签")


def test_class_is_switched_filled_offered_by_text_and_exported(edited_city, open_page, signed_in):
    city, lead, staff = edited_city, signed_in(LEAD), signed_in(SUNSHINE)
    editor = Editor(city, staff, "en")
    course = publish_class(editor, "Pottery", "When does it begin?", capacity="1", age_from="6", age_to="12")
    visitor = open_page(width=390, javascript=False)
    placed, waiting = (
        Family(open_page(width=390, javascript=is_on), child, f"1390000555{number}")
        for number, (child, is_on) in enumerate((("Ida Holm", False), ("Leo Marsh", True)))
    )
    placed.sign_up(f"{course.url}/sign-up/")
    enter_at_counter(staff, course)
    waiting.sign_up(f"{course.url}/sign-up/")
    waiting.stands("at position 2")

    switch(lead, city, "Switch off")
    assert [visitor.goto(url).status for url in addresses(course)] == [404] * 4
    placed.finds_nothing()
    switch(lead, city, "Switch on")
    assert [visitor.goto(url).status for url in addresses(course)] == [200] * 4

    placed.stands("You have a place")
    placed.cancel()
    ring(staff, city, COUNTER, "Told")
    answer_for(staff, course)
    waiting.stands("Your time to answer begins when our message has reached you")
    course.run(MORNING, phone=waiting.phone)
    waiting.stands(re.compile("Please answer until .+ Until then nobody else gets it"))
    waiting.answer("decline")
    waiting.stands("No longer on the waiting list")
    export_is_safe(staff, course)


def addresses(course: Course) -> list[str]:
    """Of residents, in both languages."""
    homes = (course.home, course.home.replace("/en/", "/zh-hans/"))
    return [f"{home}/{path}" for home in homes for path in ("classes/", f"x/classes/{course.pk}/sign-up/")]


def switch(lead: Page, city: City, button: str) -> None:
    ((code,),) = city.rows("SELECT code FROM communities_community WHERE slug = 'sunshine'")
    lead.goto(f"{city.url}/admin/plugins/{code}/")
    lead.locator("#plugin-classes").get_by_role("link", name=button).click()
    lead.get_by_role("button", name=button, exact=True).click()
    expect(lead.locator(".messages")).to_contain_text("Class sign-ups")


def enter_at_counter(staff: Page, course: Course) -> None:
    """Somebody without a phone; the first try lacks why, and loses nothing."""
    staff.goto(f"{course.url}/staff/")
    staff.locator("main a[href$='/counter/']").click()
    staff.fill("[name=child_0_name]", FORMULA)
    staff.fill("[name=child_0_born]", "2017-05-01")
    staff.fill("[name=name]", COUNTER)
    staff.select_option("[name=channel]", "counter")
    staff.check("[name=consent_0]")
    staff.locator("main form button:not([name])").click()
    expect(staff.locator("main form")).to_contain_text("Please fill this in.")
    expect(staff.locator("[name=child_0_name]")).to_have_value(FORMULA)
    staff.fill("[name=why]", "has no phone")
    staff.locator("main form button:not([name])").click()
    expect(staff.locator("main")).to_contain_text(f"Signed up: {COUNTER}. Reference")


def answer_for(staff: Page, course: Course) -> None:
    """The family said on the phone that it waits a little longer."""
    staff.goto(f"{course.url}/staff/?shown=offered")
    expect(staff.locator("main")).to_contain_text(FORMULA)
    staff.get_by_role("link", name="Answer for them").click()
    staff.locator("button[value^='keep:']").click()
    expect(staff.locator("main")).to_contain_text("On the waiting list, at position 1")


def export_is_safe(staff: Page, course: Course) -> None:
    """Nothing that a spreadsheet would take for a formula; and the same rows in both."""
    staff.goto(f"{course.url}/staff/")
    with file_of(staff, "csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with file_of(staff, "xlsx").open("rb") as file:
        sheet = load_workbook(file).active
    cells = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert cells == rows
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert f"'{FORMULA}" in [row[1] for row in rows]
    assert [value for row in rows for value in row if value[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
