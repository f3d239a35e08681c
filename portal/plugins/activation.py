"""Where plugins are on. Reads only; `portal.plugins.actions` changes it.

A plugin is on where the city's policy for that street requires it, or leaves it available and the community has
switched it on. That is worked out from the rows at every request, so off is off at once in every process.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import CharField, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail.models import Page

from portal.communities.models import Community, Street
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


_POLICY = "COALESCE(of_street.policy, of_district.policy, plugin.policy)"
# Written out: every page asks this, and Django takes ten times as long to put it together as the database to answer.
_ROWS = f"""
    SELECT plugin.key, plugin.policy, {_POLICY},
           here.is_on, here.settings, here.muted_at, city.is_on, city.settings, city.muted_at
    FROM "{InstalledPlugin._meta.db_table}" AS plugin
    LEFT JOIN "{Activation._meta.db_table}" AS here ON here.plugin_id = plugin.key AND here.community_id = %s
    LEFT JOIN "{Activation._meta.db_table}" AS city ON city.plugin_id = plugin.key AND city.community_id IS NULL
    LEFT JOIN "{PolicyException._meta.db_table}" AS of_street
        ON of_street.plugin_id = plugin.key AND of_street.street_id = %s
    LEFT JOIN "{PolicyException._meta.db_table}" AS of_district
        ON of_district.plugin_id = plugin.key AND of_district.district_id = %s
"""  # noqa: S608 - names of tables

_ON = f"""
    SELECT plugin.key, community.id
    FROM "{InstalledPlugin._meta.db_table}" AS plugin
    CROSS JOIN "{Community._meta.db_table}" AS community
    JOIN "{Street._meta.db_table}" AS street ON street.id = community.street_id
    LEFT JOIN "{Activation._meta.db_table}" AS here ON here.plugin_id = plugin.key AND here.community_id = community.id
    LEFT JOIN "{PolicyException._meta.db_table}" AS of_street
        ON of_street.plugin_id = plugin.key AND of_street.street_id = street.id
    LEFT JOIN "{PolicyException._meta.db_table}" AS of_district
        ON of_district.plugin_id = plugin.key AND of_district.district_id = street.district_id
    WHERE plugin.key IN ({{keys}}) AND community.id IN ({{communities}})
        AND ({_POLICY} = '{Policy.REQUIRED}' OR {_POLICY} = '{Policy.AVAILABLE}' AND here.is_on)
"""  # noqa: S608 - names of tables, our own choices and placeholders


def _rows(plugins: Collection[str], community: Community | None) -> Iterator[tuple[Any, ...]]:
    """One for each plugin: key, the city's policy, the community's, what it chose, what the city chose.

    Of a choice: whether it is on, its settings, since when it is muted; None where nothing was chosen.
    """
    places = (community.pk, community.street_id, community.street.district_id) if community else (None, None, None)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, places)
        for key, citys, policy, on_here, settings_here, muted_here, on, settings, muted in cursor.fetchall():
            if key in plugins:
                here = (on_here, _loaded(settings_here), muted_here)
                yield key, citys, policy, *here, on, _loaded(settings), muted


def _loaded(settings: str | None) -> Any:
    return json.loads(settings) if settings else None


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


def off_paths(pages: Iterable[tuple[str, type[Page] | None, int | None]]) -> set[str]:
    """Tree paths of pages that belong to a plugin that is off where they stand, or that is gone.

    Of each page its tree path, its type (None where its package is gone) and the primary key of its community (None:
    the city's). A query each for pages of communities and of the city; none where no page is a plugin's.
    """
    off: set[str] = set()
    places: list[tuple[str, str, int | None]] = []
    for path, model, community in pages:
        if model is None:
            off.add(path)
        elif plugin := plugin_of(model):
            places.append((path, plugin.key, None if plugin.level == Level.CITY else community))
    on = _on_in({(key, community) for _path, key, community in places if community is not None})
    citys = states_for(None) if any(community is None for _path, _key, community in places) else {}
    on |= {(key, None) for key, state in citys.items() if state.is_on}
    return off | {path for path, key, community in places if (key, community) not in on}


def _on_in(asked: Collection[tuple[str, int]]) -> set[tuple[str, int | None]]:
    """Those of the pairs of a plugin of communities and a community where it is on. One query, if any are asked."""
    if not asked:
        return set()
    keys, communities = (sorted(set(each)) for each in zip(*asked, strict=True))
    with connection.cursor() as cursor:
        marks = {"keys": ", ".join(["%s"] * len(keys)), "communities": ", ".join(["%s"] * len(communities))}
        cursor.execute(_ON.format(**marks), [*keys, *communities])
        return set(cursor.fetchall())
