"""Who may do what, as people live it: a lead brings an editor in and lets her go; what is handed in is approved."""

from playwright.sync_api import expect

from portal.operations.demo_logins import SUNSHINE, DemoLogin
from tests.journeys import editor
from tests.journeys.people import CONTRIBUTOR, LEAD

NEWCOMER = DemoLogin("sunshine-newcomer", "osmanthus-gate-3", "editor")


def test_lead_brings_an_editor_in_and_lets_her_go(edited_city, signed_in, open_page):
    lead, newcomer, reader = signed_in(LEAD), open_page(language="en-GB"), open_page(width=390)
    guide = edited_city.page_number("sunshine/guides/visitor-parking-sunshine")

    lead.goto(f"{edited_city.url}/admin/editors/")
    lead.get_by_role("link", name="Add editor").click()
    lead.fill("[name=person]", NEWCOMER.username)
    lead.select_option("[name=role]", NEWCOMER.role)
    lead.check("[name=new_account]")
    lead.get_by_role("button", name="Create").click()
    lead.get_by_role("button", name="Show the link").click()
    newcomer.goto(lead.locator("main code").inner_text())
    editor.set_password(newcomer, NEWCOMER.password)

    editor.log_in(newcomer, edited_city.url, NEWCOMER)
    editor.open_editor(newcomer, edited_city.url, guide)
    newcomer.fill("#id_title", "访客停车改在东门登记")
    editor.publish(newcomer)
    reader.goto(f"{edited_city.url}/zh-hans/sunshine/guides/visitor-parking-sunshine/")
    expect(reader.locator("h1")).to_have_text("访客停车改在东门登记")

    lead.goto(f"{edited_city.url}/admin/editors/")
    row = lead.get_by_role("row", name=NEWCOMER.username)
    row.get_by_role("button", name="More options").click()
    lead.get_by_role("link", name="Delete").click()
    expect(lead.locator("h1")).to_contain_text("Take the role away")
    lead.get_by_role("button", name="Yes, delete").click()
    expect(lead.get_by_role("row", name=NEWCOMER.username)).to_have_count(0)
    editor.open_editor(newcomer, edited_city.url, guide)
    expect(newcomer.locator("body")).not_to_contain_text("访客停车改在东门登记")


def test_editor_approves_what_a_contributor_hands_in(edited_city, signed_in, open_page):
    contributor, reviewer, reader = signed_in(CONTRIBUTOR, language="zh-CN"), signed_in(SUNSHINE), open_page(width=390)
    title = "阳光花园老年人日间照料中心周六也开放"
    address = f"{edited_city.url}/zh-hans/sunshine/guides/day-centre-sunshine/"

    editor.open_editor(contributor, edited_city.url, edited_city.page_number("sunshine/guides/day-centre-sunshine"))
    contributor.fill("#id_title", title)
    expect(contributor.locator("button[name=action-publish]")).to_have_count(0)
    editor.hand_in(contributor)
    reader.goto(address)
    expect(reader.locator("h1")).not_to_have_text(title)

    reviewer.goto(f"{edited_city.url}/admin/")
    reviewer.get_by_role("link", name=title).click()
    editor.open_actions(reviewer)
    reviewer.get_by_role("button", name="Approve and Publish", exact=True).click()
    expect(reviewer.locator(".messages")).to_contain_text("has been updated")
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text(title)
