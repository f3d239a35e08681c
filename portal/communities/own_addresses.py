"""Which community an address below its home page is about, where no page of the tree answers: `code/`, `offices/`."""

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Site

from portal.communities.current import path_above, set_community
from portal.communities.home_urls import home_url
from portal.communities.models import Community


def community_at(request: HttpRequest, slug: str, section: str) -> Community:
    """The open community of the address, or of a host name of its own; 404 for any other. It is the request's then.

    `section` is the first part of the address below its home page.
    """
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
    set_community(request, community, path=path_above(request, below[below.index(section, 1) :]))
    return community


def url_below(
    section: str, community: Community, request: HttpRequest | None = None, *, language: str | None = None
) -> str:
    """Its path; absolute when the reader is on another community's own host name."""
    if request is not None:
        return f"{home_url(request, community, language=language)}{section}/"
    return f"/{language or get_language()}/{community.slug}/{section}/"
