"""What stands around every page: city, community, menu, languages, footer."""

from dataclasses import replace

from django.http import HttpRequest
from wagtail.models import Page

from portal.communities.current import community_of
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.home.models import CitySettings
from portal.home.page_notices import alerts_for
from portal.home.queries import city_settings
from portal.pages import path_below_home
from portal.plugins.calling import call
from portal.site_chrome import Footer, Place, SiteChrome, default_chrome


def chrome_for(request: HttpRequest) -> SiteChrome:
    city = city_settings(request)
    community = community_of(request)
    base = default_chrome(request)
    return replace(
        base,
        city_name=str(city.names) or base.city_name,
        home_url=home_url(request, None),
        community=place_of(request, community) if community else None,
        search_community=community.slug if community else "",
        alerts=alerts_for(request, community),
        menu_links=call("menu_links", request=request, community=community),
        footer=footer_of(request, city),
    )


def place_of(request: HttpRequest, community: Community) -> Place:
    return Place(name=str(community.names), url=home_url(request, community))


def footer_of(request: HttpRequest, city: CitySettings) -> Footer:
    return replace(
        Footer(),
        operator=str(city.operator),
        icp_number=city.icp_number,
        police_number=city.police_number,
        privacy_url=_address(request, city.privacy_page),
        accessibility_url=_address(request, city.accessibility_page),
    )


def _address(request: HttpRequest, page: Page | None) -> str:
    return f"{home_url(request, None)}{path_below_home(page)}" if page and page.live else ""
