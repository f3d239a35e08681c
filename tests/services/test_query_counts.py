"""SQL of a warm page, anonymous, in English where the texts are Chinese: the most there is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.communities.models import Community
from portal.home.models import CityHomePage, CommunityHomePage
from portal.names import Names
from portal.services.actions import set_overlay
from portal.services.models import GuidePage, RelatedGuide
from tests.factories.communities import CommunityFactory
from tests.factories.guides import make_guide
from tests.factories.home import opened_community
from tests.served import ServedClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> ServedClient:
    return ServedClient()


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def queries_at(client: Client, path: str) -> int:
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(path)
    return len(queries)


def full_guide(slug: str, *, size: int, community: Community | None = None) -> GuidePage:
    """A guide with `size` of everything: labels, related guides, blocks."""
    codes = [f"{slug}-{place}" for place in range(size)]
    guide = make_guide(slug, community=community, audiences=codes, life_events=codes)
    others = [make_guide(code) for code in codes]
    guide.related_rows = [RelatedGuide(target=other, sort_order=place) for place, other in enumerate(others)]
    counter = {"type": "counter", "value": {"place": "Window 1", "phone": "0199-5550100"}}
    guide.channels = [counter] * size
    guide.materials = [{"type": "material", "value": {"name": "ID card"}}] * size
    guide.save()
    return guide


def many_communities(count: int) -> None:
    """Rows and home pages of open communities, made in bulk: what they cost shall not be seen on any page."""
    street = Community.objects.get().street
    made = Community.objects.bulk_create(
        [CommunityFactory.build(street=street, slug=f"other-{number}", status="open") for number in range(count)]
    )
    template = CommunityHomePage.objects.first()
    for number, community in enumerate(made, start=100):
        home = CommunityHomePage(
            title=f"Other {number}",
            slug=community.slug,
            community=community,
            locale_id=template.locale_id,
            path=f"{template.path[:-4]}{number:04d}",
            depth=template.depth,
            url_path=f"/city/{community.slug}/",
        )
        home.save(clean=False)
    CityHomePage.objects.filter(pk=template.get_parent().pk).update(numchild=count + 2)


@pytest.mark.parametrize("size", [1, 3])
def test_city_guide_in_community_costs_the_same(client: Client, sunshine: Community, size: int) -> None:
    guide = full_guide("permit", size=size)
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, note=Names({"en": "Note"}))
    assert queries_at(client, "/en/sunshine/guides/permit/") == 5


@pytest.mark.parametrize("size", [1, 3])
def test_city_guide_costs_the_same(client: Client, sunshine: Community, size: int) -> None:
    full_guide("permit", size=size)
    assert queries_at(client, "/en/guides/permit/") == 4


@pytest.mark.parametrize("size", [1, 3])
def test_own_guide_costs_the_same(client: Client, sunshine: Community, size: int) -> None:
    full_guide("canteen", size=size, community=sunshine)
    assert queries_at(client, "/en/sunshine/guides/canteen/") == 5


@pytest.mark.parametrize("size", [1, 3])
def test_index_in_community_costs_the_same(client: Client, sunshine: Community, size: int) -> None:
    full_guide("permit", size=size)
    full_guide("canteen", size=size, community=sunshine)
    assert queries_at(client, "/en/sunshine/guides/") == 1


@pytest.mark.parametrize("size", [1, 3])
def test_subject_in_community_costs_the_same(client: Client, sunshine: Community, size: int) -> None:
    full_guide("permit", size=size)
    assert queries_at(client, "/en/sunshine/guides/category/permit/") == 2


def test_hundreds_of_communities_cost_nothing(client: Client, sunshine: Community) -> None:
    full_guide("permit", size=1)
    paths = ("/en/sunshine/guides/permit/", "/en/sunshine/guides/", "/en/guides/permit/")
    before = [queries_at(client, path) for path in paths]
    many_communities(300)
    assert [queries_at(client, path) for path in paths] == before
