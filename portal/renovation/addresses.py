"""Addresses of renovation projects and what lies below them. Nothing else in the project makes them."""

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.communities.home_urls import home_url
from portal.communities.models import Community

RENOVATION_SLUG = "renovation"
FEED = "feed"
NEEDS, SATISFACTION, WORKS = "needs", "satisfaction", "works"
THANKS = "thanks"


def renovation_url(
    community: Community | None, request: HttpRequest | None = None, *, language: str | None = None
) -> str:
    """Address of the community's projects, or (None) of the city's list of all of them."""
    language = language or get_language() or ""
    if request is not None:
        home = home_url(request, community, language=language)
    else:
        home = f"/{language}/{community.slug}/" if community else f"/{language}/"
    return f"{home}{RENOVATION_SLUG}/"


def feed_url(community: Community | None, request: HttpRequest | None = None, *, language: str | None = None) -> str:
    return f"{renovation_url(community, request, language=language)}{FEED}/"


def project_url(
    slug: str, community: Community, request: HttpRequest | None = None, *, language: str | None = None
) -> str:
    return f"{renovation_url(community, request, language=language)}{slug}/"


def project_path(slug: str, rest: str = "") -> str:
    """Below the community's home page, as calendars and household matters want it."""
    return f"{RENOVATION_SLUG}/{slug}/{rest}"


def works_path(notice: int) -> str:
    """Below the project's page."""
    return f"{WORKS}/{notice}/"
