"""The gate in front of plugins' views: closed unless the plugin is on there and its declaration opens the view."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, reverse
from wagtail.models import Site

from portal.communities.current import path_above, set_community
from portal.communities.models import Community
from portal.communities.rules import has_role
from portal.plugins.activation import states_in
from portal.plugins.addresses import resolver_of
from portal.plugins.declaration import PUBLIC, Plugin
from portal.plugins.registry import installed

#: What a key of a table can be.
LARGEST = 2**63 - 1


def plugin_view(request: HttpRequest, plugin: str, rest: str, community: str = "") -> HttpResponseBase:
    """Find out where this is, whether the plugin is on there, and who may open the view; then run it.

    The view gets its own arguments; `request.community` and `request.plugin` (its state, with the settings) are set.
    """
    place = find_place(request, community)
    state = states_in(request, place).get(plugin)
    if state is None or not state.is_on:
        raise Http404
    match = match_of(plugin, rest)
    refusal = refuse(request, installed()[plugin], match, place)
    if refusal is not None:
        return refusal
    request.plugin = state  # type: ignore[attr-defined]  # the one place that sets it
    return match.func(request, *match.args, **match.kwargs)


def find_place(request: HttpRequest, slug: str) -> Community | None:
    """The open community of the address, or of a host name of its own; None for the city. 404 for any other."""
    communities = Community.objects.open().with_street()
    if slug:
        place = communities.filter(slug=slug).first()
        if place is None:
            raise Http404
    else:
        site = Site.find_for_request(request)
        if site is None or site.is_default_site:
            return None
        place = communities.filter(home_pages=site.root_page_id).first()
    below = request.path.strip("/").split("/")
    set_community(request, place, path=path_above(request, below[below.index("x") :]))
    return place


def match_of(key: str, rest: str) -> ResolverMatch:
    resolver = resolver_of(key)
    if resolver is None:
        raise Http404
    try:
        match = resolver.resolve(rest)
    except Resolver404:
        raise Http404 from None
    if any(isinstance(value, int) and abs(value) > LARGEST for value in match.kwargs.values()):
        raise Http404  # a database would refuse to look for it
    return match


def refuse(
    request: HttpRequest, plugin: Plugin, match: ResolverMatch, community: Community | None
) -> HttpResponse | None:
    """None where the declaration lets this person in. Whoever is not logged in is asked to where that could help."""
    access = plugin.views.get(match.url_name or "")
    if access is PUBLIC:
        return None
    if access is None:
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
    if not has_role(request.user, community, access):  # type: ignore[arg-type]  # PUBLIC was answered above
        raise PermissionDenied
    return None
