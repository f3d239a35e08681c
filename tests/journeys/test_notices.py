"""Notices go out from a phone and are found; an alert is put away and comes back; an announcement ends by itself."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys import editor
from tests.journeys.resident import EN, PHONE_WIDTH, ZH, Resident

TITLE = "灭火器换新周六上门"
PASTED = """<p class=MsoNormal style='text-indent:24pt'><span style='color:red'>　　请家中留人。</span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal><b>旧灭火器</b>由物业收走。</p>"""
PASTE = """(area, html) => { const data = new DataTransfer();
data.setData('text/html', html); data.setData('text/plain', 'x');
area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""
GOT_IT = {"zh-hans": "知道了", "en": "Got it"}
COLD = {"zh-hans": "寒潮蓝色预警", "en": "Cold wave"}
LIFT = {"zh-hans": "阳光新苑3号楼电梯检修", "en": "Lift of building 3"}


@pytest.fixture
def residents(edited_city, open_page):
    """One who reads Chinese, one who reads English."""
    return [Resident(edited_city, open_page(width=PHONE_WIDTH, language=w.browser), w) for w in (ZH, EN)]


def test_notice_goes_out_from_a_phone_and_is_found(signed_in, edited_city, residents):
    page = signed_in(SUNSHINE, width=PHONE_WIDTH)
    index = edited_city.page_number("sunshine/notices")
    page.goto(f"{edited_city.url}/admin/pages/add/notices/noticepage/{index}/")
    page.fill("#id_title", TITLE)
    area = page.locator("[data-contentpath=body] [contenteditable=true]").first
    area.click()
    area.evaluate(PASTE, PASTED)
    expect(area).to_contain_text("旧灭火器")
    editor.publish(page)

    for one in residents:
        one.open("sunshine/")
        expect(one.page.locator("#notices")).to_contain_text(TITLE)
        one.search("灭火器换新")
        one.take_result(TITLE)
        assert one.path.startswith("sunshine/notices/")
        expect(one.title).to_have_text(TITLE)
        text = one.page.locator(".prose").inner_html()
        assert re.sub(r"\s*<(/?)b>\s*", r"<\1b>", text).strip() in (
            "<p>请家中留人。</p><p><b>旧灭火器</b>由物业收走。</p>",
            "<p>请家中留人。</p><p>旧灭火器由物业收走。</p>",
        )
        feed = one.page.request.get(f"{edited_city.url}/{one.words.language}/sunshine/notices/feed/")
        assert (feed.headers["content-type"].startswith("application/atom+xml"), TITLE in feed.text()) == (True, True)


def alert(page: Page, text: str):
    return page.locator(".alert", has_text=text)


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("words", [ZH, EN], ids=lambda words: words.language)
def test_alert_is_put_away(edited_city, open_page, words, javascript):
    one = Resident(edited_city, open_page(width=PHONE_WIDTH, language=words.browser, javascript=javascript), words)
    cold, got_it = COLD[words.language], GOT_IT[words.language]
    one.open("heping/guides/")
    assert one.page.context.cookies() == []
    alert(one.page, cold).get_by_role("button", name=got_it).click()
    expect(alert(one.page, cold)).to_have_count(0)
    assert one.path == "heping/guides/"
    for path in ("heping/guides/", "heping/", ""):
        one.open(path)
        expect(alert(one.page, cold)).to_have_count(0)


def test_alert_comes_back_when_its_text_changes(signed_in, edited_city, residents):
    for one in residents:
        one.open("sunshine/")
        alert(one.page, LIFT[one.words.language]).get_by_role("button").click()
        expect(alert(one.page, LIFT[one.words.language])).to_have_count(0)
        one.open("sunshine/")
        expect(alert(one.page, LIFT[one.words.language])).to_have_count(0)
    page = signed_in(SUNSHINE)
    page.goto(f"{edited_city.url}/admin/alert/")
    page.get_by_role("link", name=re.compile("阳光新苑3号楼|Lift of building 3")).first.click()
    page.fill("[name=texts_en]", "Back in service tomorrow at noon.")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".messages")).to_contain_text("updated")
    for one in residents:
        one.open("sunshine/")
        expect(alert(one.page, LIFT[one.words.language])).to_be_visible()


END = """
import datetime as dt
from django.utils import timezone
from portal.notices.models import NoticePage
yesterday = timezone.localdate() - dt.timedelta(days=1)
for notice in NoticePage.objects.filter(slug="facade"):
    notice.period_from, notice.period_until = yesterday, yesterday
    notice.save()
"""


def test_announcement_ends_by_itself(edited_city, residents):
    """Read in Chinese before and in English afterwards: this city's processes share no cache, which would tell them."""
    chinese, english = residents
    assert chinese.open("riverside/notices/facade/") == 200
    file = chinese.page.locator(".paper-list a").get_attribute("href")
    assert chinese.page.request.get(f"{edited_city.url}{file}").status == 200
    chinese.search("外墙保温改造公示")
    expect(chinese.main).to_contain_text("滨江社区外墙保温改造公示")

    edited_city.work(END)
    edited_city.run_due()

    assert english.open("riverside/notices/facade/") == 404
    for path in ("riverside/", "riverside/notices/", "riverside/notices/archive/"):
        english.open(path)
        expect(english.main).not_to_contain_text("insulation of the outer walls")
    feed = english.page.request.get(f"{edited_city.url}/en/riverside/notices/feed/").text()
    assert ("<feed" in feed, "outer walls" in feed) == (True, False)
    assert english.page.request.get(f"{edited_city.url}{file}").status == 410
    ended = (chinese, "外墙保温改造公示", "滨江社区外墙保温"), (english, "outer walls", "of the outer walls")
    for one, query, title in ended:
        one.open("riverside/guides/")
        one.search(query)
        expect(one.main).not_to_contain_text(title)
