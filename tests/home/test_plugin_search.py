"""What search finds of plugins, pages and other things, asked through the public API with the database search."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tool_library.models import Tool

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.home.plugin_source import PluginSource
from portal.plugins.actions import disable_plugin, enable_plugin, set_policy
from portal.plugins.choices import Policy
from search.contract import EntryRef
from search.models import SearchDocument
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db

Committed = Callable[..., Any]
DRILL = "/en/sunshine/x/tools/tools/{pk}/"
PAGE = "/en/sunshine/tools/"


@pytest.fixture
def committed(django_capture_on_commit_callbacks) -> Committed:
    """Search follows after commit."""

    def commit(action, *args, **values):
        with django_capture_on_commit_callbacks(execute=True):
            return action(*args, **values)

    return commit


def found(client: Client, query: str, **params: Any) -> list[str]:
    """Addresses of the results."""
    answer = client.get("/api/v1/search", {"q": query, "lang": "en", **params}).json()
    return [result["url"].removeprefix("http://testserver") for result in answer["results"]]


def counted(client: Client, query: str) -> int:
    return client.get("/api/v1/search", {"q": query, "lang": "en"}).json()["total"]


def make_drill(community: Community) -> Tool:
    return Tool.objects.create(community=community, names={"en": "Hammer drill", "zh-hans": "冲击钻"})


def test_entry_of_a_plugin_is_found_at_its_address(client: Client, committed: Committed) -> None:
    community = community_with("tools", slug="sunshine")
    tool = committed(make_drill, community)
    assert found(client, "hammer") == [DRILL.format(pk=tool.pk)]
    assert found(client, "hammer", kind="tools", community="sunshine") == [DRILL.format(pk=tool.pk)]
    assert client.get(DRILL.format(pk=tool.pk)).status_code == 200


def test_kind_of_an_entry_has_the_plugins_name(client: Client, committed: Committed) -> None:
    committed(make_drill, community_with("tools", slug="sunshine"))
    facets = client.get("/api/v1/search", {"q": "hammer", "lang": "en"}).json()["facets"]
    assert facets["kind"] == [{"value": "tools", "label": "Tool library", "count": 1}]


def test_switching_off_takes_entries_and_pages_out(client: Client, committed: Committed) -> None:
    community = committed(community_with, "tools", slug="sunshine")
    tool = committed(make_drill, community)
    assert found(client, "tool library") == [PAGE]
    committed(disable_plugin, "tools", community=community)
    assert [counted(client, query) for query in ("hammer", "tool library")] == [0, 0]
    committed(enable_plugin, "tools", community=community)
    assert found(client, "hammer") == [DRILL.format(pk=tool.pk)]
    assert found(client, "tool library") == [PAGE]


@pytest.mark.parametrize("place", ["all", "district", "street"])
def test_search_follows_the_citys_policy(client: Client, committed: Committed, place: str) -> None:
    community = committed(community_with, "tools", slug="sunshine")
    committed(make_drill, community)
    places = {"all": {}, "street": {"street": community.street}, "district": {"district": community.street.district}}
    for policy, total in ((Policy.WITHHELD, 0), (Policy.REQUIRED, 1), (Policy.AVAILABLE, 1)):
        committed(set_policy, "tools", policy, **places[place])
        assert [counted(client, query) for query in ("hammer", "tool library")] == [total, total]


def test_nothing_is_shown_before_the_index_has_followed(client: Client, committed: Committed) -> None:
    community = committed(community_with, "tools", slug="sunshine")
    committed(make_drill, community)
    disable_plugin("tools", community=community)  # its transaction's callbacks have not run
    assert SearchDocument.objects.filter(is_present=True, kind="tools", language="en").count() == 2
    assert [found(client, query) for query in ("hammer", "tool library")] == [[], []]


def test_entries_leave_with_their_community(client: Client, committed: Committed) -> None:
    community = committed(community_with, "tools", slug="sunshine")
    committed(make_drill, community)
    community.status = CommunityStatus.ARCHIVED
    committed(community.save)
    assert counted(client, "hammer") == 0
    community.status = CommunityStatus.OPEN
    committed(community.save)
    assert counted(client, "hammer") == 1


def test_entries_of_a_closed_community_are_left_out(committed: Committed) -> None:
    """The plugin is on there too, so it gives them."""
    here, there = community_with("tools", slug="sunshine"), community_with("tools", slug="riverside")
    there.status = CommunityStatus.PREPARING
    there.save()
    open_one, closed_one = make_drill(here), make_drill(there)
    refs = [EntryRef(f"plugin:tools:tool-{pk}", "en") for pk in (open_one.pk, closed_one.pk)]
    assert [entry.ref for entry in PluginSource().entries(refs)] == refs[:1]


@pytest.mark.parametrize("count", [1, 30])
def test_switching_costs_the_same_for_many_things(count: int) -> None:
    community = community_with("tools", slug="sunshine")
    for _number in range(count):
        make_drill(community)
    disable_plugin("tools", community=community)
    with CaptureQueriesContext(connection) as queries:
        enable_plugin("tools", community=community)
    assert len([query for query in queries if '"search_' in query["sql"]]) == 7
