"""An editor writes a guide in Chinese from nothing, publishes it, and brings it into English."""

from playwright.sync_api import expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys import editor
from tests.journeys.resident import EN, PHONE_WIDTH, ZH, Resident

TITLE, SUMMARY = "共享工具房借用电钻和梯子", "凭门禁卡在一号楼架空层借用，当天归还。"
TITLE_EN = "Borrowing a drill or a ladder from the tool room"
SUMMARY_EN = "Show your gate card in the open hall of block 1; bring it back the same day."
GUIDE = "sunshine/guides/gongxianggongjufangjieyongdianzuanhetizi"


def test_new_guide_goes_out_in_chinese_then_in_english(edited_city, signed_in, open_page):
    page = signed_in(SUNSHINE)
    chinese, english = (Resident(edited_city, open_page(width=PHONE_WIDTH), words) for words in (ZH, EN))

    editor.begin_guide(page, edited_city.url, edited_city.page_number("sunshine/guides"))
    page.fill("#id_title", TITLE)
    page.fill("#id_summary", SUMMARY)
    page.select_option("#id_category", label="Housing")
    assert editor.preview_heading(page) == TITLE
    editor.publish(page)
    assert chinese.open(f"{GUIDE}/") == 200
    expect(chinese.title).to_have_text(TITLE)

    editor.open_editor(page, edited_city.url, edited_city.page_number(GUIDE))
    editor.submit_for_translation(page, "English")
    english.open(f"{GUIDE}/")
    expect(english.title).to_have_text(TITLE)  # the words there are, until the translation is published

    editor.translate(page, TITLE, TITLE_EN)
    editor.translate(page, SUMMARY, SUMMARY_EN)
    editor.publish_translation(page)
    for one, query, title in ((english, "borrow a drill", TITLE_EN), (chinese, "电钻", TITLE)):
        one.open("sunshine/")
        one.search(query)
        one.take_result(title)
        assert one.path == f"{GUIDE}/"
        expect(one.title).to_have_text(title)
