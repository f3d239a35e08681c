"""A project from what residents ask for to an acceptance that is refused, mended and given; both languages together."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys import editor
from tests.journeys.renovation import Desk, scan, type_code
from tests.journeys.resident import EN, PHONE_WIDTH, ZH, Resident

TITLE, SUMMARY, SLUG = "阳光花园楼道翻新", "粉刷楼道，换灯，加扶手。", "yangguanghuayuanloudaofanxin"
PROJECT = f"sunshine/renovation/{SLUG}/"
STAIRWELL = "阳光花园 · 3 幢 · 1 单元"
SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(**later: int) -> str:
    return (datetime.now(SHANGHAI) + timedelta(**later)).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def desk(edited_city, signed_in) -> Desk:
    page = signed_in(SUNSHINE, language="zh-CN")
    page.goto(f"{edited_city.url}/admin/pages/add/renovation/renovationprojectpage/"
              f"{edited_city.page_number('sunshine/renovation')}/")  # fmt: skip
    page.fill("#id_title", TITLE)
    page.fill("#id_summary", SUMMARY)
    editor.open_actions(page)
    page.locator("button[name=action-publish]").click()
    page.wait_for_url("**/admin/pages/*/")
    return Desk(edited_city, page, SLUG)


def test_project_goes_from_survey_to_refused_and_then_accepted(edited_city, desk, open_page):
    chinese, english = (
        Resident(edited_city, open_page(width=PHONE_WIDTH, language=words.browser, javascript=words is ZH), words)
        for words in (ZH, EN)
    )

    # Residents are asked: by letter, by code, on paper.
    desk.go("范围与验收条件")
    desk.page.select_option("[name=compound]", label="阳光花园")
    desk.page.get_by_label(STAIRWELL, exact=True).check()
    desk.fill(least_answers="5")
    desk.save()
    desk.go("征询居民需求")
    desk.names("lines", "换灯\n加扶手\n粉刷", "New lamps\nHandrails\nNew paint")
    desk.fill(opens_at=moment(hours=-1), closes_at=moment(days=10))
    desk.save()
    codes = list(desk.letters(STAIRWELL).items())
    assert len(codes) == 12
    chinese.open(PROJECT)
    chinese.follow("填写我家的愿望")
    expect(chinese.main).to_contain_text("每户都收到一封带代码的信")
    scan(chinese.page, edited_city, "zh-hans", codes[0][1])
    expect(chinese.main).to_contain_text(codes[0][0])
    chinese.page.select_option("[name=place_1]", label="加扶手")
    chinese.press("提交")
    expect(chinese.title).to_have_text("谢谢")
    type_code(english.page, edited_city, "en", codes[1][1])
    english.page.select_option("[name=place_1]", label="New lamps")
    english.page.select_option("[name=place_2]", label="Handrails")
    english.press("Send")
    expect(english.title).to_have_text("Thank you")
    desk.go("录入纸质答复")
    desk.paper(codes[2][0], place_1="加扶手", why="窗口收到")
    desk.says("答复已录入")
    desk.press("结束征询并统计")
    for one, told in ((chinese, "大家要什么，落实得怎样"), (english, "What you asked for, and what became of it")):
        one.open(PROJECT)
        expect(one.main.get_by_role("heading", name=told)).to_be_visible()
    expect(english.main.locator("ol.steps").last.locator("h3").first).to_contain_text("Handrails")

    # Works are announced: on the home page, the calendar and a poster.
    desk.press("进入：方案与讨论")
    desk.press("进入：施工")
    desk.go("发布施工通知")
    desk.names("titles", "楼道停电一小时", "Stairs without light")
    desk.fill(starts=moment(minutes=30), ends=moment(hours=2))
    desk.save()
    for one, title in ((chinese, "楼道停电一小时"), (english, "Stairs without light")):
        one.open("sunshine/")
        expect(one.page.get_by_role("link", name=title).first).to_be_visible()
        one.open("sunshine/calendar/")
        expect(one.main.get_by_text(title).first).to_be_visible()
        one.open("sunshine/renovation/")
        one.follow(title)
        one.page.goto(f"{one.page.url}share/poster/")
        expect(one.page.locator("body")).to_contain_text(title)

    # Acceptance: refused, mended, given.
    desk.press("进入：验收")
    desk.go("征询居民是否满意")
    desk.fill(closes_at=moment(days=5))
    desk.save("开始")
    codes = list(desk.letters(STAIRWELL).items())
    type_code(english.page, edited_city, "en", codes[1][1])
    english.page.get_by_label("2: not satisfied").check()
    english.press("Send")
    desk.go("录入纸质答复")
    desk.paper(codes[2][0], rating="2", reason="扶手松动", why="电话")
    desk.rate(1, 2)
    desk.go("统计答复并决定")
    expect(desk.page.locator("main")).to_contain_text("扶手松动")
    desk.save("结束本轮并统计")
    expect(desk.page.locator("main")).to_contain_text("没有达到满意度线")
    desk.names("to_mend", "扶手全部重新固定", "All handrails are fixed again")
    desk.save("结束本轮并统计")
    desk.open()
    assert desk.page.get_by_role("button", name="通过验收，项目完成").count() == 0
    for one, refused, mend in (
        (chinese, "未通过", "扶手全部重新固定"),
        (english, "not accepted", "All handrails are fixed again"),
    ):
        one.open(PROJECT)
        expect(one.main).to_contain_text(refused)
        expect(one.main).to_contain_text(mend)
        expect(one.main).not_to_contain_text("扶手松动")
    desk.go("征询居民是否满意")
    desk.fill(closes_at=moment(days=5))
    desk.names("mended", "已重新固定", "They are fixed again")
    desk.save("开始")
    codes = list(desk.letters(STAIRWELL).items())
    scan(chinese.page, edited_city, "zh-hans", codes[0][1])
    chinese.page.get_by_label("5：非常满意").check()
    chinese.press("提交")
    desk.rate(2, 5)
    desk.go("统计答复并决定")
    desk.save("结束本轮并统计")
    desk.press("通过验收，项目完成")
    desk.says("缺少专业验收")
    desk.sign()
    desk.press("通过验收，项目完成")
    desk.says("项目已通过验收并完成")
    for one, done in ((chinese, "第5步，共5步"), (english, "Step 5 of 5")):
        one.open(PROJECT)
        expect(one.main).to_contain_text(done)
