"""The plugin's hooks keep their budget, fail nowhere, and ask nobody on the network."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from wagtail.models import Site

from portal.communities.current import set_community
from portal.communities.models import Community
from portal.keeping import PAGES, as_served
from portal.plugins.activation import states_in
from portal.plugins.calling import call, plugin_manager
from portal.plugins.contracts import Card
from portal.plugins.hookspecs import MAX_QUERIES, ON_PAGES
from portal.plugins.models import Activation
from portal.plugins.testing.city import staff_of
from portal.plugins.testing.conformance.world import HERE, NotConforming, World

MORE = 3


def its_hooks_keep_their_budget(world: World) -> None:
    """SQL queries as docs/plugins/hooks.md says, however many things there are."""
    few = {hook: cost(world, hook) for hook in asked_hooks(world)}
    world.fill(world.here, HERE, times=MORE)
    for hook, before in few.items():
        now = cost(world, hook)
        allowed = MAX_QUERIES.get(hook, inf) * (max(now.values, 1) if hook == "home_cards" else 1)
        if len(now.queries) > allowed:
            count = len(now.queries)
            raise NotConforming(f"{hook} takes {count} SQL queries, {allowed} are allowed:\n{listed(now.queries)}")
        if now.values >= before.values and len(now.queries) > len(before.queries):
            counts = f"{len(before.queries)} SQL queries for few things and {len(now.queries)} for more"
            raise NotConforming(f"{hook} takes {counts}:\n{listed(now.queries)}")


def its_hooks_open_no_sockets(world: World) -> None:
    """Nothing on a page waits for another machine."""
    with refusing_connections() as tried:
        for hook in asked_hooks(world):
            cost(world, hook)
            if tried:
                raise NotConforming(f"{hook} connects to {tried[0]}")


def asked_hooks(world: World) -> list[str]:
    """Those of its hooks that give something; the others are called when something is switched."""
    callers = plugin_manager.get_hookcallers(plugin_manager.get_plugin(world.key)) or []
    return [caller.name for caller in callers if caller.name in ASKING]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one call took, and how many values it gave."""

    queries: list[str]
    values: int


def cost(world: World, hook: str) -> Cost:
    """Of a call as the portal makes it, with what it does with the values. Raises NotConforming for a failed one."""
    arguments, use = ASKING[hook](world)
    PAGES.renew()
    # Not timed: the machine may be busy with other things. What it keeps between pages it has read before.
    with as_served(), override_settings(PLUGIN_MAX_MILLISECONDS=inf):
        if hook in ON_PAGES:
            call(hook, only=world.key, use=use, **arguments)
        with CaptureQueriesContext(connection) as queries:
            found = call(hook, only=world.key, use=use, **arguments)
    failed = Activation.objects.filter(plugin=world.key).exclude(last_failure="")
    if failures := list(failed.values_list("last_failure", flat=True)):
        raise NotConforming(f"{failures[0]} (a failure of the hook, or more queries than any call may take)")
    asked = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
    return Cost(asked, len(found))


def listed(queries: list[str]) -> str:
    return "\n".join(query[:300] for query in queries)


def request_in(world: World) -> HttpRequest:
    """A resident's request at home, what every page reads anyway being read."""
    request = RequestFactory().get(f"/en/{world.here.slug}/")
    request.user = AnonymousUser()
    place = None if world.is_of_city else world.here
    set_community(request, place, path=f"/en/{world.here.slug}/")
    states_in(request, place)
    Site.find_for_request(request)
    return request


def on_a_page(world: World) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    request = request_in(world)
    place = None if world.is_of_city else world.here

    def render(value: Any) -> Any:
        return render_to_string(value.template, dict(value.context)) if isinstance(value, Card) else value

    return {"request": request, "community": place}, render


def on_a_guide(world: World) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    arguments, use = on_a_page(world)
    guide = apps.get_model("services", "GuidePage").objects.filter(slug=world.guide_slug)[0]
    return {**arguments, "guide": guide}, use


def for_staff(world: World) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    return {"user": staff_of(world.here), "communities": Community.objects.all()}, unchanged


def for_all(world: World) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    return {"communities": Community.objects.all()}, unchanged


def for_search(world: World) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    return {"communities": Community.objects.all(), "ids": None}, unchanged


def for_places(world: World) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    return {"communities": Community.objects.all(), "ids": None, "pages": None}, unchanged


def for_calendar(world: World) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    return {"communities": Community.objects.all(), "uids": None}, unchanged


def for_figures(world: World) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    today = timezone.localdate()
    return {"communities": Community.objects.all(), "first": today.replace(month=1, day=1), "last": today}, unchanged


def unchanged(value: Any) -> Any:
    return value


ASKING: dict[str, Callable[[World], tuple[dict[str, Any], Callable[[Any], Any]]]] = {
    "home_cards": on_a_page,
    "menu_links": on_a_page,
    "page_notices": on_a_page,
    "guide_actions": on_a_guide,
    "search_entries": for_search,
    "places_left": for_places,
    "sitemap_entries": for_all,
    "calendar_entries": for_calendar,
    "dashboard_items": for_staff,
    "figures": for_figures,
    "health": for_all,
}


@contextmanager
def refusing_connections() -> Iterator[list[str]]:
    """The portal's own cache may be asked; whatever else is tried is refused and noted."""
    tried: list[str] = []
    own = urlsplit(settings.REDIS_URL)
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[:2] == (own.hostname, own.port):
            return connect(self, address)
        where = ":".join(map(str, address[:2])) if isinstance(address, tuple) else str(address)
        tried.append(where)
        raise ConnectionRefusedError(f"the conformance kit refuses {where}")

    def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host == own.hostname:
            return getaddrinfo(host, *args, **kwargs)
        tried.append(str(host))
        raise socket.gaierror(f"the conformance kit refuses {host}")

    getaddrinfo = socket.getaddrinfo
    socket.socket.connect, socket.getaddrinfo = refuse, resolve  # type: ignore[method-assign,assignment]  # put back below
    try:
        yield tried
    finally:
        socket.socket.connect, socket.getaddrinfo = connect, getaddrinfo  # type: ignore[method-assign]  # as it was
