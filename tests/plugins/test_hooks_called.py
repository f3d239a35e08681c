"""Each hook that gives something is called by the portal, where the plugin is on and nowhere else."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from tool_library.models import Loan, Tool

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.plugins.actions import disable_plugin
from search.models import SearchDocument
from tests.factories.guides import make_guide
from tests.factories.people import city_administrator, staff
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine() -> Community:
    return community_with("tools", slug="sunshine")


def make_loans(community: Community, count: int = 1) -> Tool:
    tool = Tool.objects.create(community=community, names={"en": "Drill"})
    for number in range(count):
        Loan.objects.create(tool=tool, name=f"Neighbour {number}", phone="0000-1")
    return tool


# guide_actions


def buttons(client: Client, path: str) -> list[tuple[str, str]]:
    """(address, label) of the buttons below a guide's summary."""
    page = client.get(path).content.decode()
    row = re.search(r'<p class="page-header__lead"[^>]*>.*?</p>\s*<ul class="ways-on no-print">(.*?)</ul>', page, re.S)
    return re.findall(r'href="([^"]*)".*?<span>(.*?)</span>', row[1], re.S) if row else []


def test_guide_actions_show_where_the_plugin_is_on(client: Client, sunshine: Community) -> None:
    community_with(slug="riverside")
    make_guide("permit")
    make_guide("canteen", community=sunshine)
    own = [("/en/sunshine/x/tools/ask/", "Borrow a tool")]
    assert buttons(client, "/en/sunshine/guides/permit/") == own
    assert buttons(client, "/en/sunshine/guides/canteen/") == own
    assert buttons(client, "/en/riverside/guides/permit/") == []
    assert buttons(client, "/en/guides/permit/") == []
    disable_plugin("tools", community=sunshine)
    assert buttons(client, "/en/sunshine/guides/permit/") == []


# dashboard_items


def waiting(client: Client, user: User) -> list[tuple[str, str]]:
    """(address, count) of the lines on somebody's start page."""
    client.force_login(user)
    page = client.get("/admin/").content.decode()
    panel = re.search(r'id="plugins-waiting-section".*?</section>', page, re.S)
    return re.findall(r'<li><a href="([^"]*)">.*?</a> \((\d+)\)</li>', panel[0]) if panel else []


def test_dashboard_items_count_own_communities_only(client: Client, sunshine: Community) -> None:
    riverside, off = community_with("tools", slug="riverside"), community_with("tools", slug="hillside")
    for community, count in ((sunshine, 2), (riverside, 1), (off, 4)):
        make_loans(community, count)
    disable_plugin("tools", community=off)
    loans = "/admin/tool_library/loan/"
    people = [staff(sunshine, Role.EDITOR), staff(riverside, Role.LEAD), staff(off, Role.LEAD), city_administrator()]
    assert [waiting(client, person) for person in people] == [[(loans, "2")], [(loans, "1")], [], [(loans, "3")]]


# sitemap_entries


def test_sitemap_entries_are_listed_where_it_is_on(client: Client, sunshine: Community) -> None:
    tool, other = make_loans(sunshine), make_loans(community_with(slug="riverside"))
    page = client.get("/sitemap.xml").content.decode()
    assert [f"/x/tools/tools/{each.pk}/</loc>" in page for each in (tool, other)] == [True, False]


def test_sitemap_entries_go_when_it_is_switched_off(client: Client, sunshine: Community) -> None:
    make_loans(sunshine)
    disable_plugin("tools", community=sunshine)
    page = client.get("/sitemap.xml").content.decode()
    assert "/x/tools/" not in page
    assert "/en/sunshine/tools/" not in page


# search_entries


def test_search_entries_are_found_where_it_is_on(
    client: Client, sunshine: Community, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tool, _other = make_loans(sunshine), make_loans(community_with(slug="riverside"))
    answer = client.get("/api/v1/search", {"q": "drill", "lang": "en"}).json()
    addresses = [result["url"] for result in answer["results"]]
    assert addresses == [f"http://testserver/en/sunshine/x/tools/tools/{tool.pk}/"]


def test_search_entries_go_with_what_they_tell_of(sunshine: Community, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tool = make_loans(sunshine)
    shown = SearchDocument.objects.filter(entry_id=f"plugin:tools:tool-{tool.pk}", is_present=True)
    assert shown.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        tool.delete()
    assert shown.count() == 0
