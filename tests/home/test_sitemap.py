import pytest
from defusedxml import ElementTree
from django.core.cache import cache
from django.test import Client

from portal.communities.choices import CommunityStatus
from portal.names import Names
from portal.services.actions import set_overlay
from tests.factories.guides import make_guide, make_pair
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sitemap(client: Client) -> dict[str, list[str]]:
    """{address: its alternates}"""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {
        url.findtext("s:loc", "", NS).removeprefix("http://localhost"): [
            link.get("hreflang") for link in url.findall("x:link", NS)
        ]
        for url in root.findall("s:url", NS)
    }


def guides_in(addresses: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        path: languages for path, languages in addresses.items() if path.count("/guides/") and path[-8:] != "/guides/"
    }


def test_guide_is_listed_in_its_languages(client: Client) -> None:
    make_pair("id-card")
    make_guide("dog-licence")
    assert guides_in(sitemap(client)) == {
        "/zh-hans/guides/id-card/": ["zh-hans", "en"],
        "/en/guides/id-card/": ["zh-hans", "en"],
        "/zh-hans/guides/dog-licence/": [],
    }


def test_community_with_a_note_has_an_address_of_its_own(client: Client) -> None:
    sunshine, guide = opened_community(slug="sunshine"), make_guide("id-card")
    opened_community(slug="heping")
    note = Names({"zh-hans": "三号窗口"})
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, note=note)
    assert sorted(guides_in(sitemap(client))) == ["/zh-hans/guides/id-card/", "/zh-hans/sunshine/guides/id-card/"]


def test_what_nobody_may_read_is_not_listed(client: Client) -> None:
    community, draft = opened_community(slug="sunshine"), make_guide("id-card")
    make_guide("canteen", community=community)
    draft.unpublish()
    community.status = CommunityStatus.ARCHIVED
    community.save()
    assert [path for path in sitemap(client) if "sunshine" in path or "id-card" in path] == []


@pytest.mark.parametrize("count", [1, 3])
def test_sitemap_takes_constant_queries(client: Client, django_assert_num_queries, count: int) -> None:
    for number in range(count):
        community, guide = opened_community(), make_guide(f"guide-{number}")
        set_overlay(community=community, guide_key=guide.translation_key, by=None, phone="12345")
    client.get("/sitemap.xml")
    cache.clear()  # the file is kept there; what a process knows of its models stays
    with django_assert_num_queries(10 + 1 + 1):  # which plugins are on somewhere; public answers
        client.get("/sitemap.xml")


def test_robots_name_the_sitemap_and_what_is_closed(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    closed = [f"Disallow: {path}" for path in ("/admin/", "/api/", "/s/", "/*/share/")]
    assert lines[1:] == [*closed, "Sitemap: http://localhost/sitemap.xml"]
