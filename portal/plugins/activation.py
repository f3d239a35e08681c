"""Where plugins are on. Reads only; `portal.plugins.actions` changes it.

A plugin is on where the city's policy for that street requires it, or leaves it available and the community has
switched it on. That is worked out from the rows at every request, so off is off at once in every process.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail.models import Page

from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.plugins.choices import Level, Policy
from portal.plugins.models import Activation, InstalledPlugin, PolicyException
from portal.plugins.registry import installed, plugin_of

REMEMBERED = "_plugin_states"


@dataclass(frozen=True, slots=True)
class PluginState:
    """A plugin in one community, or in the city as a whole. `policy` is the one that counts there."""

    key: str
    policy: Policy
    is_chosen: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_muted: bool = False

    @property
    def is_on(self) -> bool:
        return self.policy == Policy.REQUIRED or (self.policy == Policy.AVAILABLE and self.is_chosen)


States = Mapping[str, PluginState]


def states_for(community: Community | None) -> States:
    """Every installed plugin in this community, or (None) in the city as a whole. One query; none without plugins.

    Plugins of the city's level have the city's state everywhere; those of communities are off in the city as a whole.
    """
    plugins = installed()
    if not plugins:
        return {}
    states = {}
    for key, city_policy, policy, *rows in _rows(plugins, community):
        here, city = rows[:3], rows[3:]
        if plugins[key].level == Level.CITY:
            policy, chosen = city_policy, city
        else:
            policy, chosen = (policy, here) if community else (Policy.WITHHELD, city)
        is_on, settings, muted_at = chosen
        states[key] = PluginState(key, Policy(policy), bool(is_on), settings or {}, muted_at is not None)
    return states


def states_among(communities: CommunityQuerySet) -> States:
    """Likewise for work over many communities: a plugin is on here if it is on in one of them. One query.

    `settings` and `is_muted` are the city's.
    """
    plugins = installed()
    if not plugins:
        return {}
    somewhere = Exists(_with(communities, plugin=OuterRef(OuterRef("pk")), citys_policy=OuterRef("policy")))
    rows = InstalledPlugin.objects.filter(key__in=list(plugins)).annotate(city=_citys(), somewhere=somewhere)
    states = {}
    values = ("key", "policy", "somewhere", "city__is_on", "city__settings", "city__muted_at")
    for key, policy, is_somewhere, *city in rows.values_list(*values):
        is_on, settings, muted_at = city
        if plugins[key].level == Level.COMMUNITY:
            policy, is_on = Policy.AVAILABLE, is_somewhere
        states[key] = PluginState(key, Policy(policy), bool(is_on), settings or {}, muted_at is not None)
    return states


def _rows(plugins: Iterable[str], community: Community | None) -> Iterable[tuple[Any, ...]]:
    """One for each plugin: key, the city's policy, the community's, what it chose, what the city chose."""
    exceptions = PolicyException.objects.filter(plugin=OuterRef("pk"))
    policy_here: Any = F("policy")
    if community is not None:
        street = exceptions.filter(street=community.street_id)
        policy_here = _first_of(street, exceptions.filter(district=community.street.district_id), F("policy"))
    chosen = [f"{owner}__{name}" for owner in ("here", "city") for name in ("is_on", "settings", "muted_at")]
    return (
        InstalledPlugin.objects.filter(key__in=list(plugins))
        .annotate(
            here=FilteredRelation("activations", condition=Q(activations__community=community and community.pk)),
            city=_citys(),
            policy_here=policy_here,
        )
        .values_list("key", "policy", "policy_here", *chosen)
    )


def _citys() -> FilteredRelation:
    """What the city chose."""
    return FilteredRelation("activations", condition=Q(activations__community__isnull=True))


def _first_of(street: QuerySet[Any], district: QuerySet[Any], everywhere: Any) -> Coalesce:
    """The policy for the street office, else for its district, else for all."""
    return Coalesce(
        Subquery(street.order_by().values("policy")),
        Subquery(district.order_by().values("policy")),
        everywhere,
        output_field=CharField(),
    )


def communities_with(key: str) -> CommunityQuerySet:
    """Communities in which a plugin is on, whatever their status; for work over many of them at once."""
    plugin = installed().get(key)
    if plugin is None:
        return Community.objects.none()
    if plugin.level == Level.CITY:
        return Community.objects.filter(Exists(on_in_the_city(key)))
    citys = InstalledPlugin.objects.filter(key=key)
    return _with(Community.objects.all(), plugin=key, citys_policy=Subquery(citys.order_by().values("policy")))


def on_in_the_city(key: str) -> QuerySet[InstalledPlugin]:
    """The row of a plugin of the city's level, if it is on; for conditions of queries."""
    on = Q(policy=Policy.REQUIRED) | Q(policy=Policy.AVAILABLE, activations__is_on=True, activations__community=None)
    return InstalledPlugin.objects.filter(on, key=key)


def _with(communities: CommunityQuerySet, *, plugin: Any, citys_policy: Any) -> CommunityQuerySet:
    """Those of them in which a plugin of communities is on."""
    exceptions = PolicyException.objects.filter(plugin=plugin)
    policy = _first_of(
        exceptions.filter(street=OuterRef("street")),
        exceptions.filter(district=OuterRef("street__district")),
        citys_policy,
    )
    chosen = Activation.objects.filter(plugin=plugin, community=OuterRef("pk"), is_on=True)
    return communities.annotate(plugin_policy=policy).filter(
        Q(plugin_policy=Policy.REQUIRED) | Q(Exists(chosen), plugin_policy=Policy.AVAILABLE)
    )


def states_in(request: HttpRequest, community: Community | None) -> States:
    """`states_for`, remembered on the request."""
    known: dict[int | None, States] = request.__dict__.setdefault(REMEMBERED, {})
    key = community.pk if community else None
    if key not in known:
        known[key] = states_for(community)
    return known[key]


def is_on(key: str, community: Community | None, request: HttpRequest | None = None) -> bool:
    states = states_in(request, community) if request is not None else states_for(community)
    return key in states and states[key].is_on


def off_pages(pages: Iterable[tuple[Page, Community | None]]) -> set[int]:
    """Primary keys of those of `pages` that belong to a plugin that is off where they stand, or that is gone.

    One query for each community-wide plugin among them; none where no page is a plugin's.
    """
    by_plugin: dict[str, list[tuple[int, Community | None]]] = {}
    off = set()
    for page, community in pages:
        model = page.specific_class
        if model is None:
            off.add(page.pk)
        elif plugin := plugin_of(model):
            by_plugin.setdefault(plugin.key, []).append((page.pk, community))
    for key, places in by_plugin.items():
        wanted = {community.pk for _pk, community in places if community}
        on = set(communities_with(key).filter(pk__in=wanted).values_list("pk", flat=True))
        city_is_on = any(community is None for _pk, community in places) and is_on(key, None)
        off.update(pk for pk, community in places if not (community.pk in on if community else city_is_on))
    return off
