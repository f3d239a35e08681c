"""What is shared of a plugin's page goes with it: the page about sharing, the picture, the poster, the short link."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from tool_library.models import ToolLibraryPage

from portal.communities.models import Community
from portal.plugins.actions import disable_plugin, enable_plugin
from tests.factories.gone import vanish
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db

PAGE = "/en/sunshine/tools/"


@pytest.fixture
def sunshine() -> Iterator[Community]:
    """With a page that says something, so that there is something to share."""
    community = community_with("tools", slug="sunshine")
    ToolLibraryPage.objects.update(introduction="Drills and ladders")
    yield community
    ContentType.objects.clear_cache()


def shared(client: Client) -> dict[str, str]:
    """The addresses on the page about sharing, and its own."""
    text = client.get(f"{PAGE}share/").content.decode()
    (link,) = set(re.findall(r"/s/\w+", text))
    return {"share": f"{PAGE}share/", "link": link, **{a: a for a in set(re.findall(rf"{PAGE}share/[\w./-]+", text))}}


def statuses(client: Client, addresses: dict[str, str]) -> set[int]:
    return {client.get(address, follow=True).status_code for address in addresses.values()}


def test_shared_addresses_go_and_come_with_the_plugin(client: Client, sunshine: Community) -> None:
    addresses = shared(client)
    assert (len(addresses) >= 3, statuses(client, addresses)) == (True, {200})
    disable_plugin("tools", community=sunshine)
    assert statuses(client, addresses) == {404}
    enable_plugin("tools", community=sunshine)
    assert statuses(client, addresses) == {200}


def test_shared_addresses_of_a_gone_package_are_not_found(client: Client, sunshine: Community) -> None:
    addresses = shared(client)
    vanish(sunshine)
    assert statuses(client, addresses) == {404}
