"""Which addresses carry a language, and what a wrong one answers."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import LocalePrefixPattern, get_resolver
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language


class LanguagePrefixMiddleware(LocaleMiddleware):
    """Django's LocaleMiddleware, but addresses that never carry a language answer a plain 404.

    Wagtail's pages match any path below a language, so Django takes every unknown address for one that lacks its
    prefix: /admin/typo/ and /api/typo would redirect into the pages.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and first_segment(request.path_info) in unprefixed_segments():
            patch_vary_headers(response, ("Accept-Language",))
            response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
            return response
        return super().process_response(request, response)


@lru_cache(maxsize=1)
def unprefixed_segments() -> frozenset[str]:
    """First path segments of all addresses outside the language prefixes: the URLconf's own, static files, uploads."""
    routes = [str(p.pattern) for p in get_resolver().url_patterns if not isinstance(p.pattern, LocalePrefixPattern)]
    addresses = [*routes, settings.STATIC_URL or "", settings.MEDIA_URL or ""]
    return frozenset(segment for address in addresses if (segment := first_segment(address)))


def first_segment(path: str) -> str:
    return path.lstrip("/").split("/", 1)[0]
