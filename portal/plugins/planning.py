"""Dry runs: what switching a plugin in many communities, or another policy of the city, would change. Reads only."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from portal.communities.models import Community, District, Street
from portal.communities.querysets import CommunityQuerySet
from portal.plugins.choices import Policy
from portal.plugins.overview import Overview, overview_of
from portal.plugins.registry import installed
from portal.plugins.rules import Refusal, refusal_to_disable, refusal_to_enable


@dataclass(frozen=True, slots=True)
class SwitchPlan:
    """`unchanged` counts communities in which it is as wanted already."""

    changes: tuple[Community, ...]
    unchanged: int
    refused: tuple[tuple[Community, Refusal], ...]

    @property
    def refusals(self) -> list[tuple[Refusal, list[Community]]]:
        """By reason, the most frequent first."""
        counted = Counter(refusal for _community, refusal in self.refused)
        return [(why, [community for community, it in self.refused if it == why]) for why, _n in counted.most_common()]


@dataclass(frozen=True, slots=True)
class Lack:
    """`plugin` would be on in so many communities without `needed`."""

    plugin: str
    needed: str
    communities: int


@dataclass(frozen=True, slots=True)
class PolicyPlan:
    goes_on: tuple[Community, ...]
    goes_off: tuple[Community, ...]
    lacks: tuple[Lack, ...]


def plan_switch(key: str, communities: CommunityQuerySet, *, on: bool) -> SwitchPlan:
    """What `enable_plugin` (or `disable_plugin`) would do in each of these. Four queries."""
    overview, plugin = overview_of(communities), installed()[key]
    ask = refusal_to_enable if on else refusal_to_disable
    changes, refused, unchanged = [], [], 0
    for community in overview.communities:
        states = overview.states(community)
        if states[key].is_on == on:
            unchanged += 1
        elif refusal := ask(plugin, states):
            refused.append((community, refusal))
        else:
            changes.append(community)
    return SwitchPlan(tuple(changes), unchanged, tuple(refused))


def plan_policy(
    key: str, policy: Policy | None, *, district: District | None = None, street: Street | None = None
) -> PolicyPlan:
    """What `set_policy` would change; archived communities are left out. Four queries."""
    before = overview_of(Community.objects.living())
    after = before.with_ladder(key, before.ladders[key].changed(policy, district=district, street=street))
    was, will = set(before.communities_with(key)), set(after.communities_with(key))
    begins, ends = will - was, was - will
    return PolicyPlan(
        goes_on=tuple(community for community in before.communities if community in begins),
        goes_off=tuple(community for community in before.communities if community in ends),
        lacks=tuple(lack for lack in _lacks(after) if key in (lack.plugin, lack.needed)),
    )


def _lacks(overview: Overview) -> Iterator[Lack]:
    for plugin in installed().values():
        for needed in filter(overview.ladders.get, plugin.needs):
            missing = set(overview.communities_with(plugin.key)) - set(overview.communities_with(needed))
            if missing:
                yield Lack(plugin.key, needed, len(missing))
