"""Where plugins are on, remembered while one request of the admin asks it for many page types, pages and menu items.

Wagtail asks a page type `can_create_at(parent)` without the request, for each type and each row of a listing; and for
each plugin's item in the menu whether somebody may see its rows.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from asgiref.local import Local
from django.core.signals import request_finished, request_started
from wagtail.models import Page

from portal.communities.choices import Role
from portal.communities.queries import community_for_page
from portal.communities.rules import Anyone, communities_for, is_city_administrator, roles_of
from portal.plugins.activation import States, states_among, states_for
from portal.plugins.hidden import HOME
from portal.plugins.signals import plugin_switched

T = TypeVar("T")
_memory = Local()


def states_at(page: Page) -> States:
    """Of the community that `page` stands in, or of the city: two queries, in a request once for each of them."""
    return _once(page.path[:HOME], lambda: states_for(community_for_page(page)))


def states_around(user: Anyone, least: Role) -> States:
    """Of the communities in which a person has at least this role: on if it is on in one of them. One query for all
    plugins, in a request once for each set of communities."""
    own = frozenset(pk for pk, role in roles_of(user).items() if role.rank >= least.rank)
    where = "all" if is_city_administrator(user) else own
    return _once(where, lambda: states_among(communities_for(user, least)))


def _once(key: Hashable, read: Callable[[], T]) -> T:
    known: dict[Hashable, Any] | None = getattr(_memory, "known", None)
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]


def remember(**_signal: Any) -> None:
    _memory.known = {}


def forget(**_signal: Any) -> None:
    _memory.known = None


def forget_known(**_signal: Any) -> None:
    if getattr(_memory, "known", None) is not None:
        _memory.known = {}


def connect() -> None:
    """Called in AppConfig.ready(). Outside of requests (commands, tasks) nothing is remembered."""
    request_started.connect(remember, dispatch_uid="plugin_states")
    request_finished.connect(forget, dispatch_uid="plugin_states")
    plugin_switched.connect(forget_known, dispatch_uid="plugin_states")
