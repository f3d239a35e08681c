"""Where plugins are on, remembered while one request of the admin asks it for many page types and many pages.

Wagtail asks a page type `can_create_at(parent)` without the request, for each type and each row of a listing.
"""

from typing import Any

from asgiref.local import Local
from django.core.signals import request_finished, request_started
from wagtail.models import Page

from portal.communities.queries import community_for_page
from portal.plugins.activation import States, states_for
from portal.plugins.hidden import HOME
from portal.plugins.signals import plugin_switched

_memory = Local()


def states_at(page: Page) -> States:
    """Of the community that `page` stands in, or of the city: two queries, in a request once for each of them."""
    known: dict[str, States] | None = getattr(_memory, "states", None)
    home = page.path[:HOME]
    if known is None:
        return _states(page)
    if home not in known:
        known[home] = _states(page)
    return known[home]


def _states(page: Page) -> States:
    return states_for(community_for_page(page))


def remember(**_signal: Any) -> None:
    _memory.states = {}


def forget(**_signal: Any) -> None:
    _memory.states = None


def forget_known(**_signal: Any) -> None:
    if getattr(_memory, "states", None) is not None:
        _memory.states = {}


def connect() -> None:
    """Called in AppConfig.ready(). Outside of requests (commands, tasks) nothing is remembered."""
    request_started.connect(remember, dispatch_uid="plugin_states")
    request_finished.connect(forget, dispatch_uid="plugin_states")
    plugin_switched.connect(forget_known, dispatch_uid="plugin_states")
