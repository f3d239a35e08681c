"""Addresses of notices. Nothing else in the project makes them."""

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.communities.home_urls import home_url
from portal.communities.models import Community

NOTICES_SLUG = "notices"
#: Below the index; no notice may be called so.
FEED, ARCHIVE = "feed", "archive"


def notices_url(community: Community, request: HttpRequest | None = None, *, language: str | None = None) -> str:
    """Address of the community's index of notices, in the active language unless `language` is given."""
    language = language or get_language() or ""
    home = home_url(request, community, language=language) if request else f"/{language}/{community.slug}/"
    return f"{home}{NOTICES_SLUG}/"


def archive_url(community: Community, request: HttpRequest | None = None, *, language: str | None = None) -> str:
    return f"{notices_url(community, request, language=language)}{ARCHIVE}/"


def feed_url(community: Community, request: HttpRequest | None = None, *, language: str | None = None) -> str:
    return f"{notices_url(community, request, language=language)}{FEED}/"


def notice_url(
    slug: str, community: Community, request: HttpRequest | None = None, *, language: str | None = None
) -> str:
    return f"{notices_url(community, request, language=language)}{slug}/"
