"""Whose entries the calendar has: the portal's own apps and installed plugins that implement the hook."""

from collections.abc import Sequence

from django.http import HttpRequest

from portal.communities.models import Community
from portal.plugins.activation import states_for, states_in
from portal.plugins.calling import hooks_of, own_apps_with
from portal.plugins.registry import installed

HOOK = "calendar_entries"


def asked_owners() -> list[str]:
    return [*own_apps_with(HOOK), *(key for key in installed() if HOOK in hooks_of(key))]


def shown_owners(community: Community, request: HttpRequest | None = None) -> Sequence[str]:
    """Those of them that are on in a community; for conditions of queries. At most one query."""
    states = states_in(request, community) if request is not None else states_for(community)
    plugins = installed()
    return [owner for owner in asked_owners() if owner not in plugins or (owner in states and states[owner].is_on)]
