"""Whose page it is, in a word: what stands before a shared text and on a card."""

from django.http import HttpRequest
from wagtail.models import Page, Site

from portal.communities.current import community_of
from portal.keeping import PAGES, kept
from portal.names import Names


def place_names(request: HttpRequest) -> Names:
    """The community's names, else the city's."""
    community = community_of(request)
    if community is not None:
        return community.names
    site = Site.find_for_request(request)
    return _titles(site.root_page_id) if site else Names()


@kept(PAGES)
def _titles(home: int) -> Names:
    """{language: title of the home page}."""
    key = Page.objects.filter(pk=home).values("translation_key")
    titles = Page.objects.live().filter(translation_key__in=key).values_list("locale__language_code", "title")
    return Names(titles)
