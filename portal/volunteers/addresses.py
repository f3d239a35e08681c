"""Addresses of teams. Nothing else in the project makes them."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.volunteers.codes import signature

if TYPE_CHECKING:
    from portal.volunteers.models import Certificate, Member

TEAMS_SLUG = "teams"
FIELD = "field"
JOIN = "join"


def teams_path(community: Community, language: str) -> str:
    return f"/{language}/{community.slug}/{TEAMS_SLUG}/"


def teams_url(community: Community, request: HttpRequest | None = None, *, language: str | None = None) -> str:
    """Address of the community's index of teams, in the active language unless `language` is given."""
    language = language or get_language() or ""
    if request is None:
        return teams_path(community, language)
    return f"{home_url(request, community, language=language)}{TEAMS_SLUG}/"


def field_url(
    code: str, community: Community, request: HttpRequest | None = None, *, language: str | None = None
) -> str:
    """The teams of one field of work."""
    return f"{teams_url(community, request, language=language)}{FIELD}/{code}/"


def team_url(
    slug: str, community: Community, request: HttpRequest | None = None, *, language: str | None = None
) -> str:
    return f"{teams_url(community, request, language=language)}{slug}/"


def join_url(slug: str, community: Community, request: HttpRequest | None = None) -> str:
    """Where somebody asks to join; a form, so it is no part of the page."""
    return f"{team_url(slug, community, request)}{JOIN}/"


def certificate_url(certificate: "Certificate") -> str:
    """Of the page to print, for its holder and whoever they give it to."""
    return reverse("volunteering:certificate", args=[certificate.number, signature("certificate", certificate.number)])


def feed_path(member: "Member") -> str:
    """Of the calendar of the member's own shifts; another one once the private link is renewed."""
    secret = f"{member.pk}:{member.token_hash}"
    return reverse("volunteering:feed", args=[member.pk, signature("feed", secret)])
