"""Addresses of guides. A city guide has one in every community; nothing else in the project makes them."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.communities.home_urls import home_url
from portal.communities.models import Community

if TYPE_CHECKING:
    from portal.services.models import GuidePage

GUIDES_SLUG = "guides"


def guides_url(community: Community | None, request: HttpRequest | None = None, *, language: str | None = None) -> str:
    """Address of the index of guides, of the community's or (None) of the city's."""
    return f"{_home(community, request, language)}{GUIDES_SLUG}/"


def label_url(
    by: str, code: str, community: Community | None, request: HttpRequest | None = None, *, language: str | None = None
) -> str:
    """Address of the guides of one category or life event; `by` is a key of `GuideIndexPage.SORTINGS`."""
    return f"{guides_url(community, request, language=language)}{by}/{code}/"


def guide_url(
    guide: "GuidePage",
    community: Community | None,
    request: HttpRequest | None = None,
    *,
    language: str | None = None,
) -> str:
    """Address of a guide as `community` shows it, None being the city; a community's own guide has but one.

    `language` (default: the active one) is the reader's: where the guide has no text in it, the address answers in
    another. Absolute when the reader is on another community's own host name.
    """
    owner = guide.community if guide.community_id else community
    return f"{guides_url(owner, request, language=language)}{guide.slug}/"


def feedback_url(guide: "GuidePage", community: Community | None, request: HttpRequest | None = None) -> str:
    """Where residents say whether a guide helped."""
    return f"{guide_url(guide, community, request)}helpful/"


def _home(community: Community | None, request: HttpRequest | None, language: str | None) -> str:
    if request is not None:
        return home_url(request, community, language=language)
    language = language or get_language()
    return f"/{language}/{community.slug}/" if community else f"/{language}/"
