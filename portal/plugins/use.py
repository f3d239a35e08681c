"""Who uses what: each plugin in the city as a whole."""

from dataclasses import dataclass

from portal.communities.models import Community
from portal.plugins.choices import Level, Policy
from portal.plugins.declaration import Plugin
from portal.plugins.models import InstalledPlugin
from portal.plugins.overview import Ladder, Overview, overview_of
from portal.plugins.quarantine import is_quarantined
from portal.plugins.registry import installed


@dataclass(frozen=True, slots=True)
class PluginUse:
    """`on` counts communities that are not archived, `muted` all places; `is_on` is for plugins of the city's level."""

    plugin: Plugin
    ladder: Ladder
    on: int
    muted: int
    is_on: bool

    @property
    def policy(self) -> Policy:
        return self.ladder.everywhere

    @property
    def exceptions(self) -> int:
        return len(self.ladder.districts) + len(self.ladder.streets)

    @property
    def is_of_city(self) -> bool:
        return self.plugin.level == Level.CITY


def use_of_plugins() -> list[PluginUse]:
    """Of all installed plugins. Four queries."""
    overview = overview_of(Community.objects.living())
    return [_use(plugin, overview) for key, plugin in installed().items() if key in overview.ladders]


def _use(plugin: Plugin, overview: Overview) -> PluginUse:
    muted = sum(is_muted for (key, _community), (_is_on, is_muted) in overview.chosen.items() if key == plugin.key)
    on = len(overview.communities_with(plugin.key))
    return PluginUse(plugin, overview.ladders[plugin.key], on, muted, overview.state(plugin.key, None).is_on)


def other_users(community: Community, overview: Overview, *, names: int = 3) -> dict[str, tuple[int, list[Community]]]:
    """{key: how many others have it on, the nearest of them}: same street first, then the same district.

    `overview` holds those that may be named.
    """
    others = [other for other in overview.communities if other.pk != community.pk]
    others.sort(key=lambda other: _distance(other, community))
    found = {}
    for key in overview.ladders:
        using = [other for other in others if overview.state(key, other).is_on]
        found[key] = (len(using), using[:names])
    return found


def _distance(other: Community, community: Community) -> int:
    if other.street_id == community.street_id:
        return 0
    return 1 if other.street.district_id == community.street.district_id else 2


def vanished() -> list[InstalledPlugin]:
    """Plugins that were installed here once and whose package is gone; what was left out at the start is not gone."""
    rows = InstalledPlugin.objects.exclude(key__in=list(installed()))
    return [row for row in rows if not is_quarantined(row.key)]
