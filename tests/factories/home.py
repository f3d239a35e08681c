"""A city with its home pages, and open communities in it."""

from typing import Any

from portal.communities.models import Community
from portal.home.actions import create_city, open_community
from portal.home.models import CityHomePage, InformationPage
from portal.names import Names
from portal.plugins.testing.kept import kept
from tests.factories.communities import CommunityFactory, DistrictFactory, StreetFactory

CITY_NAMES = Names({"zh-hans": "临湖市", "en": "Linhu"})


@kept
def make_city() -> CityHomePage:
    return create_city(names=CITY_NAMES)


def opened_community(**values: Any) -> Community:
    """An open community below the city, which is made when there is none."""
    if not CityHomePage.objects.exists():
        make_city()
    return _opened(**_numbers(of_street="street" not in values), **values)


def _numbers(*, of_street: bool) -> dict[str, int]:
    """For the factories, drawn before: also for a community that is a copy."""
    numbers = {"__sequence": CommunityFactory._meta.next_sequence()}
    if of_street:
        numbers["street____sequence"] = StreetFactory._meta.next_sequence()
        numbers["street__district____sequence"] = DistrictFactory._meta.next_sequence()
    return numbers


@kept
def _opened(**values: Any) -> Community:
    community = CommunityFactory(**values)
    open_community(community=community)
    community.refresh_from_db()
    return community


@kept
def make_information(
    slug: str = "privacy", *, community: Community | None = None, language: str = "zh-hans", **values: Any
) -> InformationPage:
    """A live page of text, of the city where there is no community."""
    if community is None and not CityHomePage.objects.exists():
        make_city()
    homes = community.home_pages if community else CityHomePage.objects
    home = homes.get(locale__language_code=language)
    values = {"title": f"{slug} {language}", "summary": f"{slug} summary", "body": [("text", "<p>Text</p>")]} | values
    page = home.add_child(instance=InformationPage(slug=slug, locale=home.locale, live=False, **values))
    page.save_revision().publish()
    return InformationPage.objects.get(pk=page.pk)
