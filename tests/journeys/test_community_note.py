"""An editor says what is different in her community; residents read it there and nowhere else."""

import pytest
from playwright.sync_api import expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys import editor
from tests.journeys.resident import EN, PHONE_WIDTH, ZH, Resident

NOTE = {"zh-hans": "望湖公寓的住户请走南门", "en": "From Lakeview Flats, take the south gate"}
COUNTER = {"zh-hans": "阳光社区二楼三号窗口", "en": "Window 3, upstairs at Sunshine"}
HOURS = {"zh-hans": "周二 9:10–11:40", "en": "Tue 9:10–11:40"}
PHONE = "0199-5551177"


@pytest.fixture
def residents(edited_city, open_page):
    """One who reads Chinese, one who reads English."""
    return [Resident(edited_city, open_page(width=PHONE_WIDTH, language=w.browser), w) for w in (ZH, EN)]


def test_residents_read_what_their_community_adds(signed_in, edited_city, residents):
    page = signed_in(SUNSHINE, language="zh-CN")
    editor.open_note(page, edited_city.url, "居民身份证换领与丢失补领")
    editor.fill_names(page, "note", NOTE)
    editor.fill_names(page, "counter", COUNTER)
    page.get_by_label("每周时间").fill("周二 9:10-11:40")
    page.get_by_label("电话", exact=True).fill(PHONE)
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".messages")).to_contain_text("已保存：居民身份证换领与丢失补领")

    for one in residents:
        language = one.words.language
        one.open("sunshine/guides/id-card/")
        expect(one.main.get_by_text(NOTE[language])).to_be_visible()
        expect(one.answer).to_contain_text(COUNTER[language])
        expect(one.answer).to_contain_text(HOURS[language])
        expect(one.answer.get_by_role("link", name=one.words.call)).to_have_attribute("href", "tel:01995551177")

        for elsewhere in ("heping/guides/id-card/", "guides/id-card/"):
            assert one.open(elsewhere) == 200
            for text in (NOTE[language], COUNTER[language], HOURS[language], PHONE):
                expect(one.main).not_to_contain_text(text)


def test_hidden_guide_is_gone_here_and_back_again(signed_in, edited_city, residents):
    page = signed_in(SUNSHINE, language="zh-CN")
    editor.press_in_row(page, edited_city.url, "儿童预防接种预约", "不在本社区显示")
    for one in residents:
        assert one.open("sunshine/guides/vaccination/") == 404
        assert one.open("heping/guides/vaccination/") == 200

    editor.press_in_row(page, edited_city.url, "儿童预防接种预约", "重新显示")
    for one in residents:
        assert one.open("sunshine/guides/vaccination/") == 200
