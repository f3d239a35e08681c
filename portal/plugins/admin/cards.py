"""What the plugins screen of a community says of each plugin."""

from dataclasses import dataclass

from django.contrib.staticfiles.storage import staticfiles_storage

from portal.communities.models import Community
from portal.plugins.activation import PluginState, states_for
from portal.plugins.choices import Category, Level, Policy
from portal.plugins.declaration import Plugin
from portal.plugins.overview import overview_of
from portal.plugins.registry import installed
from portal.plugins.rules import Refusal, refusal_to_disable, refusal_to_enable
from portal.plugins.use import other_users


@dataclass(frozen=True, slots=True)
class PluginCard:
    """One plugin in one community. `others` is how many others use it, `neighbours` up to three of them.

    `refusal` says why it cannot be switched now, if it cannot.
    """

    plugin: Plugin
    state: PluginState
    refusal: Refusal | None
    others: int
    neighbours: tuple[Community, ...]

    @property
    def is_required(self) -> bool:
        return self.state.policy == Policy.REQUIRED

    @property
    def picture_url(self) -> str:
        return picture_url(self.plugin)


def cards_for(community: Community) -> list[PluginCard]:
    """Those the city offers there, in the order of their categories; plugins of the city's level are not its business.

    Five queries.
    """
    states = states_for(community)
    users = other_users(community, overview_of(Community.objects.open()))
    cards = []
    for key, plugin in installed().items():
        if plugin.level == Level.CITY or key not in states or states[key].policy == Policy.WITHHELD:
            continue
        refuse = refusal_to_disable if states[key].is_on else refusal_to_enable
        count, nearest = users[key]
        cards.append(PluginCard(plugin, states[key], refuse(plugin, states), count, tuple(nearest)))
    return sorted(cards, key=lambda card: list(Category).index(card.plugin.category))


def picture_url(plugin: Plugin) -> str:
    """Empty for a plugin without one, and for a picture its package forgot."""
    if not plugin.picture:
        return ""
    try:
        return staticfiles_storage.url(plugin.picture)
    except ValueError:
        return ""
