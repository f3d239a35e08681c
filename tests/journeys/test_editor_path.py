"""An editor of one community: changes an imported guide, publishes it, translates it, and finds it again."""

from urllib.parse import quote

from playwright.sync_api import expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys import editor

PATH = "sunshine/guides/service-centre-sunshine/"
CHINESE, ENGLISH = "阳光花园党群服务中心新开四号窗口", "Sunshine Garden service centre opens a fourth window"


def test_editor_changes_publishes_and_translates_a_guide(edited_city, signed_in, open_page):
    chinese, english = (edited_city.page_number(PATH.rstrip("/"), language) for language in ("zh-hans", "en"))
    page, reader = signed_in(SUNSHINE), open_page(width=390)

    editor.open_editor(page, edited_city.url, chinese)
    page.fill("#id_title", CHINESE)
    assert editor.preview_heading(page) == CHINESE
    editor.publish(page)
    reader.goto(f"{edited_city.url}/zh-hans/{PATH}")
    expect(reader.locator("h1")).to_have_text(CHINESE)

    editor.open_editor(page, edited_city.url, chinese)
    editor.sync_translations(page)
    reader.goto(f"{edited_city.url}/en/{PATH}")
    expect(reader.locator("h1")).to_have_text("Sunshine Garden service centre")

    editor.open_editor(page, edited_city.url, english)
    editor.translate(page, CHINESE, ENGLISH)
    editor.publish_translation(page)
    reader.goto(f"{edited_city.url}/en/{PATH}")
    expect(reader.locator("h1")).to_have_text(ENGLISH)

    for language, query, title in (("zh-hans", "四号窗口", CHINESE), ("en", "fourth window", ENGLISH)):
        reader.goto(f"{edited_city.url}/{language}/search/?q={quote(query)}&community=sunshine")
        expect(reader.locator("main").get_by_role("link", name=title)).to_be_visible()
