"""The whole life of an elevator, from the register to a fault that is mended; residents in both languages, on phones,
without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.operations.demo_logins import CITY
from tests.journeys import editor
from tests.journeys.cities import City, city_in, copy_city
from tests.journeys.elevators import Desk, day
from tests.journeys.renovation import type_code
from tests.journeys.resident import EN, PHONE_WIDTH, ZH, Resident

SLUG = "yangguanghuayuan-7-haolou-3-danyuan"
CASE = f"sunshine/elevators/{SLUG}/"
STAIRWELL = "阳光花园 · 7 幢 · 3 单元"
#: Six floors of two; one owner has two flats.
AREAS = {1: "78.50", 2: "92.30"}
REGISTER = "小区,楼栋,单元,房号,楼层,登记面积,面积来源,产权人标记\n" + "".join(
    f"阳光花园,7,3,{floor}0{place},{floor},{area},不动产登记,{'5' if floor == 6 else ''}\n"
    for floor in range(1, 7)
    for place, area in AREAS.items()
)


@pytest.fixture
def waiting_city(seeded: Path, tmp_path: Path) -> Iterator[City]:
    """Of its own: its days pass."""
    with city_in(copy_city(seeded, tmp_path / "city")) as own:
        own.serve()
        yield own


@pytest.fixture
def desk(waiting_city: City, open_page) -> Desk:
    """With the page of the case, published in Chinese."""
    page = open_page(language="zh-CN")
    editor.log_in(page, waiting_city.url, CITY)
    parent = waiting_city.page_number("sunshine/elevators")
    page.goto(f"{waiting_city.url}/admin/pages/add/elevator_consultations/casepage/{parent}/")
    page.fill("#id_title", "阳光花园7号楼3单元")
    page.fill("#id_summary", "本单元加装电梯征询。")
    page.fill("#id_where", "阳光花园7号楼3单元")
    page.fill("#id_floors", "6")
    editor.open_actions(page)
    page.locator("button[name=action-publish]").click()
    page.wait_for_url("**/admin/pages/*/")
    return Desk(waiting_city, page, SLUG)


def test_elevator_lives_from_register_to_a_mended_fault(waiting_city, desk, open_page):
    city = waiting_city
    chinese, english = (
        Resident(city, open_page(width=PHONE_WIDTH, language=words.browser, javascript=False), words)
        for words in (ZH, EN)
    )

    # The register, from a file; then the survey, by letter.
    desk.go("register/import/")
    desk.page.set_input_files(
        "[name=file]", {"name": "r.csv", "mimeType": "text/csv", "buffer": REGISTER.encode("utf-8-sig")}
    )
    desk.send()
    expect(desk.main).to_contain_text("12")
    desk.send("写入登记册")
    desk.ask("survey", "您家愿意加装电梯吗？", "Would your household like an elevator?")
    survey = desk.question()
    codes = list(desk.letters(STAIRWELL).values())
    assert len(codes) == 12
    type_code(chinese.page, city, "zh-hans", codes[0])
    chinese.page.check("[name=voice][value=agree]")
    chinese.page.locator("main form button").first.click()
    expect(chinese.main).to_contain_text("同意")
    type_code(english.page, city, "en", codes[1])
    english.page.check("[name=voice][value=object]")
    english.page.fill("[name=point]", "Less light on the ground floor")
    english.page.locator("main form button").first.click()
    expect(english.main).to_contain_text("Object")
    desk.paper(survey, 3, "agree", scan=False)
    desk.all_others_agree("survey")
    for one, counted in ((chinese, "每天统计一次"), (english, "counted once a day")):
        one.open(CASE)
        expect(one.main).to_contain_text(counted)
    desk.decide()
    for one, said in ((chinese, "同意 10"), (english, "Agree: 10")):  # of eleven owners
        one.open(CASE)
        expect(one.main).to_contain_text(said)

    # A plan, its costs, and the owners' consent on paper.
    desk.move_to("design")
    desk.attach("drawing", "总平面图", "Site plan")
    desk.go("costs/add/")
    desk.names("names", "按楼层分摊", "By floor")
    desk.fill(total="480,000", subsidies="280000")
    desk.send()
    desk.send("选定“按楼层分摊”")
    desk.move_to("consent")
    desk.ask("consent", "您同意这个方案吗？", "Do you agree to this plan?")
    desk.paper(desk.question(), 2, "abstain", scan=True)
    desk.all_others_agree("consent")
    desk.decide()
    for one, met, share in (
        (chinese, "业主已经同意", "28,070.18元"),
        (english, "the owners have agreed", "28,070.18 yuan"),
    ):
        one.open(CASE)
        expect(one.main).to_contain_text(met)
        expect(one.main).to_contain_text(share)

    # The notice, its poster, an objection and its answer.
    desk.move_to("notice")
    desk.go("notice/")
    desk.names("texts", "方案公示，有异议请提出。", "The plan is posted: object if you do not agree.")
    desk.fill(first_day=day(0), last_day=day(9))
    desk.page.locator("button[value=preview]").click()
    desk.page.locator("button[value=post]").click()
    desk.page.wait_for_load_state()
    poster = desk.main.locator("a[href$='/poster/']").get_attribute("href")
    codes = list(desk.letters(STAIRWELL).values())
    type_code(english.page, city, "en", codes[1])
    english.page.fill("[name=text]", "The shaft takes our light.")
    english.page.locator("main form button").first.click()
    expect(english.main).to_contain_text("Your objection has arrived")
    desk.page.goto(f"{city.url}{poster}")
    expect(desk.page.locator("body")).to_contain_text("方案公示，有异议请提出。")
    desk.go("objections/1/")
    desk.names("answer-topic", "采光", "Light")
    desk.names("answer-answers", "玻璃换成低反射的。", "The glass will reflect less.")
    desk.tick(**{"answer-outcome": "settled"})
    desk.page.locator("button[value=answer]").click()
    desk.page.wait_for_load_state()
    for one, answer in ((chinese, "玻璃换成低反射的。"), (english, "The glass will reflect less.")):
        one.open(CASE)
        one.page.locator("main a[href$='/objections/']").click()
        expect(one.main).to_contain_text(answer)
        expect(one.main).not_to_contain_text("takes our light")

    # The days of the notice pass; then it is built.
    desk.go("stage/objections/")
    assert desk.main.locator("form").count() == 0
    city.restart(days_later=10)
    editor.log_in(desk.page, city.url, CITY)
    desk.move_to("objections")
    desk.move_to("review")
    desk.attach("permit", "联合审查意见", "Permit")
    desk.move_to("construction")
    desk.move_to("acceptance")
    desk.attach("acceptance", "验收证明", "Certificate")
    desk.move_to("in_use")

    # A fault, reported by anybody and mended.
    english.open(CASE)
    english.follow("Report a fault")
    english.page.fill("[name=what]", "The door does not close")
    english.press("Report it")
    expect(english.main).to_contain_text("96333")
    chinese.open(CASE)
    expect(chinese.main).to_contain_text("还没有人到场")
    desk.go("faults/")
    desk.send("现在修好")
    for one, fine in ((chinese, "目前没有未修复的故障"), (english, "No fault is open")):
        one.open(CASE)
        expect(one.main).to_contain_text(fine)
    head = city.rows("SELECT chain_head FROM elevator_consultations_case WHERE id = ?", desk.number)[0][0]
    assert head in city.manage("verify_consultation", str(desk.number), "--head", head)
