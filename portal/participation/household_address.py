"""Addresses: where households type their code (`code/` below the community's home page), where letters are printed."""

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Site

from portal.communities.current import path_above, set_community
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.participation.models import HouseholdMatter

CODE = "code"


def household_code_url(community: Community, request: HttpRequest | None = None, *, language: str | None = None) -> str:
    """Its path; absolute when the reader is on another community's own host name."""
    if request is not None:
        return f"{home_url(request, community, language=language)}{CODE}/"
    return f"/{language or get_language()}/{community.slug}/{CODE}/"


def community_of_address(request: HttpRequest, slug: str) -> Community:
    """The open community of the address, or of a host name of its own; 404 for any other. It is the request's then."""
    communities = Community.objects.open().with_street()
    if slug:
        community = communities.filter(slug=slug).first()
    else:
        site = Site.find_for_request(request)
        own = site is not None and not site.is_default_site
        community = communities.filter(home_pages=site.root_page_id).first() if own else None
    if community is None:
        raise Http404
    below = request.path.strip("/").split("/")
    set_community(request, community, path=path_above(request, below[below.index(CODE, 1) :]))
    return community


def household_letters_url(matter: HouseholdMatter) -> str:
    """Where staff print the letters, in the admin."""
    return reverse("household_letters:letters", args=[matter.pk])
