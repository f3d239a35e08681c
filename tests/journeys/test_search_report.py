"""From what residents ask in vain to what finds it: the report, a synonym from one of its rows, a pinned page."""

from urllib.parse import quote

from playwright.sync_api import expect

from portal.operations.demo_logins import SUNSHINE

WORD, MEANT, PINNED = "蓝皮本", "居住证", "阳光花园党群服务中心"
#: Two neighbours asked on days before; with today's resident they are as many as the report shows.
EARLIER = f"""
from datetime import timedelta
from django.utils import timezone
from portal.communities.models import Community
from search.models import SearchCount
code = Community.objects.get(slug="sunshine").code
for days in (1, 2):
    SearchCount.objects.create(
        day=timezone.localdate() - timedelta(days=days),
        community=code, language="zh-hans", asked="{WORD}", visits=1, empty=1,
    )
"""


def test_editor_mends_what_residents_ask_in_vain(edited_city, signed_in, open_page):
    edited_city.work(EARLIER)
    page, reader = signed_in(SUNSHINE), open_page(width=390)
    address = f"{edited_city.url}/zh-hans/search/?q={quote(WORD)}&community=sunshine"

    with reader.expect_response("**/search/seen/") as said:
        reader.goto(address)
    assert said.value.status == 204
    expect(reader.locator(".search-results [role=status]")).to_contain_text("没有找到")

    page.goto(f"{edited_city.url}/admin/search_report/?show=empty")
    row = page.get_by_role("row", name=WORD)
    expect(row.get_by_role("cell").nth(1)).to_have_text("3")
    row.get_by_role("link", name="Add a synonym").click()
    assert page.input_value("[name=words]") == WORD
    page.fill("[name=targets]", MEANT)
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.locator("#rule-changes")).to_be_visible()
    page.locator("footer button[type=submit]").first.click()
    page.wait_for_url("**/admin/search_rules/")

    reader.goto(address)
    found = reader.locator(".search-results ol h3 a")
    expect(found.first).to_contain_text(MEANT)

    page.goto(f"{edited_city.url}/admin/search_report/")
    page.get_by_role("row", name=WORD).get_by_role("link", name="Pin or hide a result").click()
    assert page.input_value("[name=query]") == WORD
    page.fill("[name=look]", PINNED)
    page.get_by_role("button", name="Find pages").click()
    page.get_by_label(PINNED).first.check()
    page.get_by_role("button", name="Show what it changes").click()
    lists = page.get_by_role("region", name="With this decision").get_by_role("cell")
    expect(lists.nth(0).get_by_role("listitem").first).to_contain_text(MEANT)
    expect(lists.nth(1).get_by_role("listitem").first).to_contain_text(PINNED)
    page.locator("footer button[type=submit]").first.click()
    page.wait_for_url("**/admin/search_decisions/")

    reader.goto(address)
    expect(found.first).to_contain_text(PINNED)
    expect(found.nth(1)).to_contain_text(MEANT)
    with reader.expect_response("**/search/seen/"):
        found.nth(1).click()
    reader.wait_for_url("**/guides/**")
    page.goto(f"{edited_city.url}/admin/search_report/")
    cells = page.get_by_role("row", name=WORD).get_by_role("cell")
    expect(cells.nth(3)).to_have_text("1")
    expect(cells.nth(4)).to_have_text("2.0")
