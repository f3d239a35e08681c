"""What plugins add to pages through the hooks, where they are on, and what they do when something begins or ends."""

import pytest
from django.test import Client
from tool_library.models import Tool, ToolLibraryPage

from portal.communities.models import Community
from portal.home.actions import open_community
from portal.plugins.actions import change_settings, disable_plugin, enable_plugin, set_policy
from portal.plugins.choices import Policy
from portal.services.models import GuideIndexPage
from tests.factories.communities import CommunityFactory
from tests.factories.home import make_city
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db


def home_pages(client: Client, *slugs: str) -> list[str]:
    return [client.get(f"/en/{slug}/").content.decode() for slug in slugs]


def addresses(community: Community) -> list[str]:
    pages = ToolLibraryPage.objects.in_community(community).order_by("path")
    return [page.url for page in pages]


def test_home_cards_show_where_the_plugin_is_on(client: Client) -> None:
    here, there = community_with("tools", slug="sunshine"), community_with(slug="riverside")
    for community in (here, there):
        Tool.objects.create(community=community, names={"en": "Blue drill"})
    assert [page.count("Blue drill") for page in home_pages(client, "sunshine", "riverside")] == [1, 0]
    disable_plugin("tools", community=here)
    assert [page.count("Blue drill") for page in home_pages(client, "sunshine", "riverside")] == [0, 0]


def test_menu_links_show_where_the_plugin_is_on(client: Client) -> None:
    here = community_with("tools", slug="sunshine")
    community_with(slug="riverside")
    assert ["/x/tools/ask/" in page for page in home_pages(client, "sunshine", "riverside")] == [True, False]
    disable_plugin("tools", community=here)
    assert "x/tools" not in client.get("/en/sunshine/").content.decode()


def test_hooks_get_the_communitys_settings(client: Client) -> None:
    community = community_with("tools", slug="sunshine")
    for number in range(4):
        Tool.objects.create(community=community, names={"en": f"Drill {number}"})
    change_settings("tools", community=community, settings={"on_home": 1})
    page = client.get("/en/sunshine/").content.decode()
    assert [f"Drill {number}" in page for number in range(4)] == [True, False, False, False]


def test_city_created_adds_what_apps_keep_there() -> None:
    make_city()
    assert sorted(page.url for page in GuideIndexPage.objects.all()) == ["/en/guides/", "/zh-hans/guides/"]


def test_community_opened_adds_pages_of_plugins() -> None:
    make_city()
    community = CommunityFactory(slug="sunshine")
    set_policy("tools", Policy.AVAILABLE)
    enable_plugin("tools", community=community)
    assert addresses(community) == []
    for _time in range(2):
        open_community(community=community)
        assert addresses(community) == ["/zh-hans/sunshine/tools/", "/en/sunshine/tools/"]


def test_plugin_enabled_in_an_open_community_adds_pages() -> None:
    community = community_with("tools", slug="sunshine")
    assert addresses(community) == ["/zh-hans/sunshine/tools/", "/en/sunshine/tools/"]


def test_plugin_disabled_keeps_what_was_there() -> None:
    community = community_with("tools", slug="sunshine")
    tool = Tool.objects.create(community=community, names={"en": "Drill"})
    disable_plugin("tools", community=community)
    assert (Tool.objects.get(), len(addresses(community))) == (tool, 2)
