"""/sitemap.xml and /robots.txt: one list with the languages of each thing, an index only past 50,000 addresses."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site, get_page_models

from portal.home.queries import public_pages
from portal.keeping import PAGES
from portal.pages import PortalPage, path_below_home
from portal.plugins.calling import call
from portal.plugins.contracts import SitemapEntry

LIMIT = 50_000
CACHE_SECONDS = 600


@require_safe
def sitemap(request: HttpRequest, number: int | None = None) -> HttpResponse:
    base = site_address(request)
    urls = _cached_urls(base)
    if number is None and len(urls) > LIMIT:
        parts = range(1, (len(urls) + LIMIT - 1) // LIMIT + 1)
        places = [{"location": base + reverse("sitemap-part", args=[part])} for part in parts]
        return _xml(request, "sitemap_index.xml", {"sitemaps": places})
    part = urls[((number or 1) - 1) * LIMIT : (number or 1) * LIMIT]
    if number is not None and not part:
        raise Http404
    return _xml(request, "sitemap.xml", {"urlset": part})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = ("/admin/", "/api/", "/s/", "/*/share/")  # the last two are other ways to pages, and not cheap
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {site_address(request)}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def site_address(request: HttpRequest) -> str:
    site = Site.find_for_request(request)
    return site.root_url if site else request.build_absolute_uri("/").rstrip("/")


def page_entries() -> Iterable[SitemapEntry]:
    """Every public page, the languages of one page together. Four queries."""
    types = [model for model in get_page_models() if issubclass(model, PortalPage)]
    pages = Page.objects.live().type(*types).filter(alias_of__isnull=True).select_related("locale")
    for unlisted in filter(lambda found: found is not None, (model.unlisted_pages() for model in types)):
        pages = pages.exclude(pk__in=unlisted.order_by().values("pk"))
    public = public_pages(pages.order_by("translation_key", "locale__id"))
    for _key, group in groupby((entry.page for entry in public), key=lambda page: page.translation_key):
        versions = list(group)
        paths = {(code := page.locale.language_code): f"/{code}/{path_below_home(page)}" for page in versions}
        changed = [page.last_published_at for page in versions if page.last_published_at]
        yield SitemapEntry(paths, max(changed, default=None))


def _cached_urls(base: str) -> list[dict[str, Any]]:
    key = f"sitemap:{PAGES.current()}:{base}"
    urls = cache.get(key)
    if urls is None:
        urls = list(urls_of([*page_entries(), *call("sitemap_entries")], base))
        cache.set(key, urls, CACHE_SECONDS)
    return urls


def urls_of(entries: Sequence[SitemapEntry], base: str) -> Iterable[dict[str, Any]]:
    """As Django's sitemap template reads them. A thing in one language has no alternates."""
    for entry in entries:
        links = [{"lang_code": code, "location": base + path} for code, path in entry.paths.items()]
        alternates = links if len(links) > 1 else []
        for link in links:
            yield {"location": link["location"], "lastmod": entry.changed_at, "alternates": alternates}


def _xml(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = TemplateResponse(request, template, context, content_type="application/xml").render()
    response.headers["X-Robots-Tag"] = "noindex"
    return response
