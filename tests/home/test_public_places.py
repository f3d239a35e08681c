"""Addresses of what search finds: two statements for pages, and none for a page that went private in whatever way."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.home.public_places import public_places
from portal.names import Names
from portal.services.actions import set_overlay
from portal.services.models import GuidePage
from search.contract import EntryRef, Hit, get_provider
from tests.factories.guides import make_guide
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Community:
    return opened_community(slug="own")


def addresses(community: Community, *ids: str) -> list[str]:
    scope = get_provider().community(community.slug)
    hits = [Hit(EntryRef(id, "zh-hans"), "", "") for id in ids]
    return list(get_provider().urls(hits, community=scope, language="en").values())


def test_city_guide_and_own_have_their_addresses(own: Community) -> None:
    city, guide = make_guide("permit"), make_guide("canteen", community=own)
    ids = [f"page:{page.translation_key}" for page in (city, guide)]
    assert addresses(own, *ids) == ["/en/own/guides/permit/", "/en/own/guides/canteen/"]
    assert addresses(opened_community(slug="other"), *ids) == ["/en/other/guides/permit/", "/en/own/guides/canteen/"]


def above(page: Page, steps: int) -> Page:
    return page.get_ancestors().order_by("-depth")[steps]


def archive(guide: GuidePage) -> None:
    Community.objects.filter(slug="own").update(status=CommunityStatus.ARCHIVED)


WAYS: dict[str, Callable[[GuidePage], Any]] = {
    "itself unpublished": lambda guide: GuidePage.objects.filter(pk=guide.pk).update(live=False),
    "the index above": lambda guide: Page.objects.filter(pk=above(guide, 0).pk).update(live=False),
    "the home above": lambda guide: Page.objects.filter(pk=above(guide, 1).pk).update(live=False),
    "community archived": archive,
    "restricted": lambda guide: PageViewRestriction.objects.create(page=guide, restriction_type="login"),
    "restricted above": lambda guide: PageViewRestriction.objects.create(
        page=above(guide, 1), restriction_type="login"
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_page_gone_private_has_no_address(own: Community, way: str) -> None:
    """Even where nothing has told the search."""
    guide, other = make_guide("canteen", community=own), make_guide("permit")
    ids = [f"page:{page.translation_key}" for page in (guide, other)]
    WAYS[way](guide)
    found = public_places([guide.translation_key, other.translation_key])
    assert [place.below_home for place in found.values()] == ["guides/permit/"]
    assert [path for path in addresses(own, *ids) if "canteen" in path] == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("with_notes", "queries"), [(False, 3), (True, 4)])
def test_addresses_take_constant_queries(
    own: Community, django_assert_num_queries: DjangoAssertNumQueries, count: int, with_notes: bool, queries: int
) -> None:
    """The pages, what is above them, restrictions (which processes keep); with communities' words on guides, those."""
    ids = []
    for number in range(count):
        guide = make_guide(f"guide-{number}")
        ids.append(f"page:{guide.translation_key}")
        if with_notes:
            note = Names({"zh-hans": "请带好搬运单"})
            set_overlay(community=own, guide_key=guide.translation_key, by=None, note=note)
            ids.append(f"overlay:{guide.translation_key}:{own.code}")
    scope = get_provider().community(own.slug)
    hits = [Hit(EntryRef(id, "zh-hans"), "", "") for id in ids]
    get_provider().urls(hits, community=scope, language="en")
    with django_assert_num_queries(queries):
        assert len(get_provider().urls(hits, community=scope, language="en")) == len(ids)
