"""Addresses: where households type their code (`code/` below the community's home page), where letters are printed."""

from django.http import HttpRequest
from django.urls import reverse

from portal.communities.models import Community
from portal.communities.own_addresses import community_at, url_below
from portal.participation.models import HouseholdMatter

CODE = "code"


def household_code_url(community: Community, request: HttpRequest | None = None, *, language: str | None = None) -> str:
    """Its path; absolute when the reader is on another community's own host name."""
    return url_below(CODE, community, request, language=language)


def community_of_address(request: HttpRequest, slug: str) -> Community:
    """As `community_at` says."""
    return community_at(request, slug, CODE)


def household_letters_url(matter: HouseholdMatter) -> str:
    """Where staff print the letters, in the admin."""
    return reverse("household_letters:letters", args=[matter.pk])
