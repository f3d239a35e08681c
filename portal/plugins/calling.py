"""Calling hooks. Every call of a hook in the project goes through `call`.

pluggy knows the hooks, checks what implements them and keeps their order. It does not run them: each plugin's call is
measured and contained for itself, so they are run one by one here.
"""

from collections.abc import Callable, Mapping
from functools import cache, partial
from operator import itemgetter
from types import ModuleType
from typing import Any, TypeVar, get_args, get_type_hints

import pluggy
from django.apps import apps

from portal.communities.models import Community
from portal.plugins import hookspecs
from portal.plugins.activation import PluginState, States, communities_with, states_among, states_for, states_in
from portal.plugins.app_config import PluginConfig
from portal.plugins.choices import Level, Policy
from portal.plugins.declaration import DeclarationError, Plugin
from portal.plugins.fuse import Outcome, run_contained
from portal.plugins.registry import installed

T = TypeVar("T")

plugin_manager = pluggy.PluginManager(hookspecs.PROJECT)
plugin_manager.add_hookspecs(hookspecs)
_plugins: set[str] = set()


def register(module: Any) -> None:
    """Make the hook implementations of a module of the portal's own known; called in AppConfig.ready()."""
    if not plugin_manager.is_registered(module):
        plugin_manager.register(module)


def register_plugin(config: PluginConfig, hooks: ModuleType) -> None:
    """Likewise a plugin's. What does not fit the hooks' declarations leaves the plugin out."""
    key = config.plugin.key
    _plugins.add(key)
    try:
        plugin_manager.register(hooks, name=key)
        check_implementations(key)
    except Exception as error:  # whatever its author did wrong
        plugin_manager.unregister(name=key)
        config.leave_out(error)


def check_implementations(key: str) -> None:
    """Raises DeclarationError for hooks that are none, and for wrappers, which could change what others answer."""
    for caller in plugin_manager.get_hookcallers(plugin_manager.get_plugin(key)) or ():
        for implementation in caller.get_hookimpls():
            if implementation.plugin_name != key:
                continue
            if not caller.has_spec() and not implementation.optionalhook:
                raise DeclarationError(f"there is no hook {caller.name!r}")
            if implementation.wrapper or implementation.hookwrapper:
                raise DeclarationError(f"its {caller.name} is a wrapper")


def hooks_of(key: str) -> set[str]:
    """Names of the hooks a plugin implements."""
    module = plugin_manager.get_plugin(key)
    return {caller.name for caller in plugin_manager.get_hookcallers(module) or ()} if module else set()


def own_apps_with(hook: str) -> list[str]:
    """Labels of the portal's own apps that implement a hook."""
    implementations = getattr(plugin_manager.hook, hook).get_hookimpls()
    return [label_of(each) for each in implementations if each.plugin_name not in _plugins]


def label_of(implementation: pluggy.HookImpl) -> str:
    """Of the app of the portal's own that implements it; empty for what no app has."""
    config = apps.get_containing_app_config(implementation.function.__module__)
    return config.label if config else ""


def call(
    hook: str,
    *,
    use: Callable[[Any], T] | None = None,
    instead: Callable[[Plugin], T] | None = None,
    only: str = "",
    **arguments: Any,
) -> list[T]:
    """Ask everybody who implements a hook; the values of all answers, sorted by their `order` where they have one.

    A plugin is asked where it is on: in `community`; by hooks that have `communities`, with those (of the caller's, or
    of all) in which it is on, if there is one. `use` turns a value into what the caller needs (a card into HTML) within
    the same containment. `instead` gives what stands in for a plugin that failed or is muted. `only` asks one plugin,
    whether or not it is on, or one app of the portal's own by its label. What goes wrong in the portal's own
    implementations is raised.
    """
    found: list[tuple[int, Any]] = []
    plugins = installed()
    states: States | None = None
    for implementation in reversed(getattr(plugin_manager.hook, hook).get_hookimpls()):
        key = implementation.plugin_name
        if key not in _plugins:
            if not only or only == label_of(implementation):
                found += _ask(hook, implementation, arguments, use)
            continue
        if key not in plugins or (only and key != only) or not _is_for(plugins[key], arguments):
            continue
        states = states if states is not None else _states(hook, arguments)
        state = states.get(key, PluginState(key, Policy.WITHHELD))
        values = _as_plugin(state, hook, arguments)
        if not state.is_on and not only:
            continue
        outcome = MUTED
        if not state.is_muted:
            ask = partial(_ask, hook, implementation, values, use)
            outcome = run_contained(ask, plugin=key, hook=hook, community=arguments.get("community"))
        if outcome.value is not None:
            found += outcome.value
        elif instead is not None:
            found.append((BEHIND_ALL, instead(plugins[key])))
    return [value for _order, value in sorted(found, key=itemgetter(0))]


BEHIND_ALL = 10_000
MUTED: Outcome[Any] = Outcome(None, failed=True)


def _ask(
    hook: str, implementation: pluggy.HookImpl, values: Mapping[str, Any], use: Callable[[Any], Any] | None
) -> list[Any]:
    """(order, value) of one answer, taken from whatever it is and used."""
    answer: Any = implementation.function(*(values.get(name) for name in implementation.argnames))
    wanted = value_type(hook)
    found = []
    for value in answer or ():
        if not isinstance(value, wanted):
            raise TypeError(f"not a {wanted.__name__}: {value!r}")
        found.append((getattr(value, "order", 0), use(value) if use else value))
    return found


@cache
def value_type(hook: str) -> type:
    """What the answers to a hook are made of."""
    return get_args(get_type_hints(getattr(hookspecs, hook))["return"])[0]


def _is_for(plugin: Plugin, arguments: Mapping[str, Any]) -> bool:
    """Plugins of communities are not asked about the city's own pages, so those need not read where they are on."""
    return plugin.level == Level.CITY or arguments.get("community", True) is not None


def _is_about_many(hook: str) -> bool:
    return "communities" in getattr(plugin_manager.hook, hook).spec.argnames


def _states(hook: str, arguments: Mapping[str, Any]) -> States:
    if _is_about_many(hook):
        return states_among(arguments.get("communities", Community.objects.all()))
    community, request = arguments.get("community"), arguments.get("request")
    return states_for(community) if request is None else states_in(request, community)


def _as_plugin(state: PluginState, hook: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as one plugin gets them: of the caller's communities, or of all, those in which it is on."""
    values = {**arguments, "settings": state.settings}
    if _is_about_many(hook):
        communities = communities_with(state.key)
        if "communities" in arguments:
            communities = communities.filter(pk__in=arguments["communities"].order_by().values("pk"))
        values["communities"] = communities
    return values
