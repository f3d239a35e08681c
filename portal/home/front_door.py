"""The site a request is for, and the home page its address begins at: the same few rows for every page there is.

Wagtail reads them anew for each request; here each process keeps them.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.models.sites import get_site_for_hostname
from wagtail.url_routing import RouteResult

from portal.keeping import PAGES, kept
from portal.pages import languages_of


class FrontDoorMiddleware:
    """Answers what `Site.find_for_request` and `Page.route_for_request` ask, where they would keep the answer.

    Stands below the language's middleware: the home page follows from the language of the address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Lazy: addresses that are no pages (/healthz) shall not need the database.
        request._wagtail_site = SimpleLazyObject(lambda: site_for(request))  # type: ignore[attr-defined]  # Wagtail's
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if request.resolver_match and request.resolver_match.url_name == "wagtail_serve":
            request._wagtail_route_for_request = route_for(request, *args)  # type: ignore[attr-defined]  # Wagtail's


def site_for(request: HttpRequest) -> Site | None:
    """The site of the request's host, else the default site."""
    return _site(split_domain_port(request._get_raw_host())[0], request.get_port())  # type: ignore[attr-defined]  # as Wagtail does


def route_for(request: HttpRequest, path: str) -> RouteResult | None:
    """The page at `path` below the home page of the request's site and language; None where there is none."""
    site = Site.find_for_request(request)
    home = home_of(site) if site else None
    try:
        return home and home.route(request, [part for part in path.split("/") if part])
    except Http404:
        return None


def home_of(site: Site) -> Page | None:
    """The site's live home page in the active language, else the site's own; the caller's to change."""
    homes = _live_homes(site.root_page)
    own = next((page for page in homes.values() if page.pk == site.root_page_id), None)
    return copy(homes.get(get_language() or "", own))


@kept(PAGES)
def _site(hostname: str, port: str) -> Site | None:
    try:
        return get_site_for_hostname(hostname, port)
    except Site.DoesNotExist:
        return None


@kept(PAGES)
def _live_homes(root: Page) -> dict[str, Page]:
    """{language: page} of a site's root page and its translations."""
    pages = (root.specific_class or Page)._default_manager.live().filter(translation_key=root.translation_key)
    homes = {page.locale.language_code: page for page in pages.select_related("locale")}
    for page in homes.values():
        page.live_languages = languages_of(homes)
    return homes
