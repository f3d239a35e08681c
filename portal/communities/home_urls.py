"""Addresses of home pages, as the reader's host writes them."""

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Site

from portal.communities.current import community_of, community_path
from portal.communities.models import Community


def home_url(request: HttpRequest, community: Community | None, *, language: str | None = None) -> str:
    """Address of the community's home page, or (None) of the city's.

    A community may have a host name of its own, whose root is its home page. Seen from there, the city and other
    communities are on the default site, so their addresses are absolute.
    """
    language = language or get_language()
    here = community_of(request)
    on_own_host = here is not None and community_path(request).count("/") == 2  # /zh-hans/
    if community is not None and here == community:
        return f"/{language}/" if on_own_host else f"/{language}/{community.slug}/"
    path = f"/{language}/{community.slug}/" if community else f"/{language}/"
    if on_own_host and (city := Site.objects.filter(is_default_site=True).first()):
        return f"{city.root_url}{path}"
    return path
