import pytest
from wagtail.models import Page, Site

from portal.communities.choices import CommunityStatus
from portal.home.actions import CityMissing, create_city, open_community
from portal.home.models import CityHomePage, CommunityHomePage
from tests.factories.communities import CommunityFactory
from tests.factories.home import CITY_NAMES, make_city, opened_community

pytestmark = pytest.mark.django_db


def urls(model: type[Page]) -> set[str]:
    return {page.url for page in model.objects.all()}


def test_city_answers_in_every_language() -> None:
    make_city()
    assert urls(CityHomePage) == {"/zh-hans/", "/en/"}
    assert [page.title for page in CityHomePage.objects.order_by("locale__id")] == ["临湖市", "Linhu"]


def test_creating_the_city_again_changes_host_only() -> None:
    first = make_city()
    again = create_city(names=CITY_NAMES, hostname="linhu.example", port=443)
    assert (again.pk, CityHomePage.objects.count()) == (first.pk, 2)
    assert [site.root_url for site in Site.objects.all()] == ["https://linhu.example"]


def test_opening_makes_home_pages_and_collection() -> None:
    community = opened_community(slug="sunshine")
    assert urls(CommunityHomePage) == {"/zh-hans/sunshine/", "/en/sunshine/"}
    assert community.status == CommunityStatus.OPEN
    assert community.collection.name == f"{community.names} ({community.code})"


def test_home_pages_are_translations_of_each_other() -> None:
    opened_community()
    assert len({page.translation_key for page in CommunityHomePage.objects.all()}) == 1


def test_opening_again_adds_nothing() -> None:
    community = opened_community()
    assert not open_community(community=community)


def test_opening_without_city_is_refused() -> None:
    with pytest.raises(CityMissing):
        open_community(community=CommunityFactory())
