"""The addresses of a plugin: its views below the communities, its pages, its screens in the admin."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver

from portal.communities.models import Community
from portal.plugins.addresses import plugin_root, plugin_url, resolver_of
from portal.plugins.declaration import Access
from portal.plugins.testing.conformance.world import LANGUAGES, NotConforming, World


@dataclass(frozen=True, slots=True)
class View:
    """A view of the plugin. `access` is None for one that the declaration does not open."""

    name: str
    access: Access | None


def views_of(world: World) -> list[View]:
    """Every view of the plugin's `urls`; those without a name are told by their route."""
    resolver = resolver_of(world.key)
    names = [pattern.name or str(pattern.pattern) for pattern in _patterns(resolver)] if resolver else []
    return [View(name, world.plugin.views.get(name)) for name in dict.fromkeys(names)]


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


def view_path(world: World, view: View, community: Community, language: str) -> str:
    """Raises NotConforming where the samples do not say the arguments of its address."""
    arguments = world.samples.view_arguments(community).get(view.name, {})
    try:
        return plugin_url(world.key, view.name, community=place(world, community), language=language, **arguments)
    except NoReverseMatch as error:
        raise NotConforming(f"Samples.view_arguments does not give the arguments of the view {view.name!r}") from error


def view_paths(world: World, community: Community, language: str = LANGUAGES[-1]) -> dict[str, View]:
    """{address: view} of all views there that have a name."""
    named = [view for view in views_of(world) if re.fullmatch(r"[\w-]+", view.name)]
    return {view_path(world, view, community, language): view for view in named}


def root_path(world: World, community: Community, language: str) -> str:
    return plugin_root(world.key, community=place(world, community), language=language)


def place(world: World, community: Community) -> Community | None:
    return None if world.is_of_city else community


def page_paths(world: World, community: Community) -> list[str]:
    return [page.get_url() for page in world.pages(community)]


# In the admin


@dataclass(frozen=True, slots=True)
class Screen:
    """An address of the admin that the plugin brought. `model` is what it is about, where it is a viewset's."""

    name: str
    route: str
    model: type[models.Model] | None

    @property
    def has_arguments(self) -> bool:
        return "<" in self.route

    def paths(self, rows: Mapping[type[models.Model], list[Any]]) -> list[str]:
        """With each row's key in place of the argument; with 1 where nobody knows what it is."""
        keys = rows.get(self.model, []) if self.model and self.has_arguments else [1]
        return ["/" + re.sub(r"<[^>]+>", str(key), self.route) for key in keys]


def screens_of(world: World) -> list[Screen]:
    return [screen for screen, callback in _screens(get_resolver().url_patterns) if _is_of(world, screen, callback)]


def _screens(patterns: list[Any], prefix: str = "", namespace: str = "") -> Iterator[tuple[Screen, Any]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if not "admin/".startswith(route[:6]):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _screens(pattern.url_patterns, route, inner)
        else:
            given = getattr(pattern.callback, "view_initkwargs", {})
            model = given.get("model") or given.get("model_class")
            model = model if isinstance(model, type) and issubclass(model, models.Model) else None
            route = route.replace("^", "").replace("$", "")
            yield Screen(f"{namespace}{pattern.name or ''}", route, model), pattern.callback


def _is_of(world: World, screen: Screen, callback: Any) -> bool:
    if screen.model is not None:
        return screen.model._meta.app_label == world.config.label
    made_by = [getattr(callback, "__module__", ""), getattr(getattr(callback, "view_class", None), "__module__", "")]
    return any(module == world.config.name or module.startswith(f"{world.config.name}.") for module in made_by)
