"""Whole pages for anonymous readers, kept until something that pages show is saved, and a minute at most.

A page depends on its address and on the reader's display preferences, nothing else: no cookie, no token. Every save of
a model that pages show renews the version of all pages, after commit. Writes that send no signal (bulk updates) and the
passing of time ("open now") are seen within `PAGE_CACHE_SECONDS`.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from portal.display import display_preferences
from portal.freshness import fresh_until
from portal.keeping import PAGES

# Models of other packages that pages show; of ours and of plugins, all that do not say `changes_pages = False`.
SHOWN = frozenset(
    {
        "wagtailcore.page",
        "wagtailcore.pageviewrestriction",
        "wagtailcore.site",
        "wagtailcore.locale",
        "wagtailimages.image",
        "wagtaildocs.document",
    }
)


class PageCacheMiddleware:
    """Stands first: an answer from the cache has already been through everything below."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not may_be_cached(request):
            return self.get_response(request)
        # The version is read before the page is made: a page made from older data is kept under the older key.
        key = key_of(request, PAGES.current())
        kept = cache.get(key)
        if kept is not None:
            body, headers = kept
            return HttpResponse(body, headers=headers)
        response = self.get_response(request)
        seconds = lifetime(request)
        if seconds and is_cacheable(response):
            # Browsers ask again each time, with an ETag: what they kept may be in another size or theme.
            response.headers["Cache-Control"] = "no-cache"
            cache.set(key, (response.content, dict(response.items())), seconds)  # type: ignore[attr-defined]  # not streaming
        return response


def may_be_cached(request: HttpRequest) -> bool:
    """Anonymous plain GETs below a language's prefix. Query strings are endless, so they are not kept."""
    return (
        bool(settings.PAGE_CACHE_SECONDS)
        and request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HX-Request" not in request.headers
        and request.path.split("/", 2)[1] in dict(settings.LANGUAGES)
    )


def lifetime(request: HttpRequest) -> int:
    """Whole seconds the page may be kept: it may say something of now that is soon no longer true."""
    until = fresh_until(request)
    left = (until - timezone.now()).total_seconds() if until else settings.PAGE_CACHE_SECONDS
    return max(0, min(int(left), settings.PAGE_CACHE_SECONDS))


def is_cacheable(response: HttpResponseBase) -> bool:
    """Only whole pages that set nothing and do not forbid it; a form's page carries its token's cookie."""
    control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Cookie" not in response.headers.get("Vary", "")
        and not any(word in control for word in ("private", "no-store", "no-cache"))
        and response.headers.get("Content-Type", "").startswith("text/html")
    )


def key_of(request: HttpRequest, version: str) -> str:
    display = display_preferences(request).cache_key
    return f"page:{version}:{request.scheme}:{request.get_host()}:{display}:{request.path}"


def note_change(sender: type[models.Model], **kwargs: Any) -> None:
    if is_shown(sender):
        transaction.on_commit(PAGES.renew)


def is_shown(model: type[models.Model]) -> bool:
    label = model._meta.label_lower
    if label in SHOWN or any(parent._meta.label_lower in SHOWN for parent in model._meta.get_parent_list()):
        return True
    config = apps.app_configs.get(model._meta.app_label)  # none for Django's own table of migrations
    is_shown = config is not None and (config.name.startswith("portal.") or getattr(config, "changes_pages", False))
    return is_shown and getattr(model, "changes_pages", True)


def connect() -> None:
    """Called in AppConfig.ready()."""
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(note_change, dispatch_uid="page_cache")
