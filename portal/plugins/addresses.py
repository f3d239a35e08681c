"""Addresses of plugins' own pages: `x/PLUGIN/...` below the community (or, for plugins of the city, below the city)."""

from importlib import import_module
from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.translation import get_language

from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.plugins.registry import installed


def resolver_of(key: str) -> URLResolver | None:
    """The plugin's own addresses; None for one without."""
    plugin = installed().get(key)
    if plugin is None or not plugin.urls:
        return None
    return URLResolver(RegexPattern(r"^"), import_module(plugin.urls))


def plugin_url(
    key: str,
    name: str,
    *,
    community: Community | None,
    request: HttpRequest | None = None,
    language: str | None = None,
    **arguments: Any,
) -> str:
    """Address of a plugin's view by the name in its `urls`, in a community. Raises NoReverseMatch as `reverse` does."""
    resolver = resolver_of(key)
    rest = resolver.reverse(name, **arguments) if resolver else ""
    return f"{plugin_root(key, community=community, request=request, language=language)}{rest}"


def plugin_root(
    key: str, *, community: Community | None, request: HttpRequest | None = None, language: str | None = None
) -> str:
    if request is not None:
        home = home_url(request, community, language=language)
    else:
        language = language or get_language() or ""
        home = f"/{language}/{community.slug}/" if community else f"/{language}/"
    return f"{home}x/{key}/"
