"""Where plugins are on in many communities at once, worked out in memory: for lists, counts and dry runs.

`activation` answers the same for one community, and as a queryset for one plugin; tests hold the three together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.communities.models import Community, District, Street
from portal.communities.querysets import CommunityQuerySet
from portal.plugins.activation import PluginState, States
from portal.plugins.choices import Level, Policy
from portal.plugins.models import Activation, InstalledPlugin, PolicyException
from portal.plugins.registry import installed


@dataclass(frozen=True, slots=True)
class Ladder:
    """What the city says of one plugin: for all, else for districts, else for streets, by their primary keys."""

    everywhere: Policy
    districts: Mapping[int, Policy]
    streets: Mapping[int, Policy]

    def at(self, street: Street) -> Policy:
        return self.streets.get(street.pk) or self.districts.get(street.district_id) or self.everywhere

    def changed(self, policy: Policy | None, *, district: District | None, street: Street | None) -> "Ladder":
        """As `actions.set_policy` would have it; None takes an exception back."""
        if street is not None:
            return replace(self, streets=_with(self.streets, street.pk, policy))
        if district is not None:
            return replace(self, districts=_with(self.districts, district.pk, policy))
        return replace(self, everywhere=policy or self.everywhere)


@dataclass(frozen=True, slots=True)
class Overview:
    """Every installed plugin in each of `communities`.

    `chosen` is {(key, community's pk, or None for the city): (is on, is muted)}.
    """

    communities: Sequence[Community]
    ladders: Mapping[str, Ladder]
    chosen: Mapping[tuple[str, int | None], tuple[bool, bool]]

    def state(self, key: str, community: Community | None) -> PluginState:
        """In a community, or (None) in the city as a whole; without its settings."""
        ladder, place = self.ladders[key], community.pk if community else None
        if installed()[key].level == Level.CITY:
            policy, place = ladder.everywhere, None
        else:
            policy = ladder.at(community.street) if community else Policy.WITHHELD
        is_on, is_muted = self.chosen.get((key, place), (False, False))
        return PluginState(key, policy, is_chosen=is_on, is_muted=is_muted)

    def states(self, community: Community) -> States:
        return {key: self.state(key, community) for key in self.ladders}

    def communities_with(self, key: str) -> list[Community]:
        return [community for community in self.communities if self.state(key, community).is_on]

    def with_ladder(self, key: str, ladder: Ladder) -> "Overview":
        return replace(self, ladders={**self.ladders, key: ladder})


def overview_of(communities: CommunityQuerySet) -> Overview:
    """Four queries, however many communities and plugins."""
    columns = ("code", "slug", "names", "status", "street__district")
    switches = Activation.objects.filter(plugin__in=list(installed())).order_by()
    rows = switches.values_list("plugin_id", "community_id", "is_on", "muted_at")
    return Overview(
        communities=list(communities.select_related("street").only(*columns)),
        ladders=ladders(),
        chosen={(key, community): (is_on, muted_at is not None) for key, community, is_on, muted_at in rows},
    )


def ladders() -> dict[str, Ladder]:
    """{key: ladder} of the installed plugins, in their order. Two queries."""
    policies = dict(InstalledPlugin.objects.values_list("key", "policy"))
    found = {key: Ladder(Policy(policies[key]), {}, {}) for key in installed() if key in policies}
    for exception in PolicyException.objects.filter(plugin__in=list(found)).order_by():
        ladder, policy = found[exception.plugin_id], Policy(exception.policy)
        if exception.street_id:
            ladder = replace(ladder, streets=_with(ladder.streets, exception.street_id, policy))
        elif exception.district_id:
            ladder = replace(ladder, districts=_with(ladder.districts, exception.district_id, policy))
        found[exception.plugin_id] = ladder
    return found


def _with(policies: Mapping[int, Policy], pk: int, policy: Policy | None) -> dict[int, Policy]:
    others: dict[int, Any] = {key: value for key, value in policies.items() if key != pk}
    return others if policy is None else {**others, pk: policy}
