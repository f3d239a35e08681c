"""The cards of a home page, rendered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.template.loader import render_to_string

from portal.communities.models import Community
from portal.plugins.calling import call
from portal.plugins.contracts import Card
from portal.plugins.declaration import Plugin


@dataclass(frozen=True, slots=True)
class RenderedCard:
    card: Card
    html: str
    wide: bool = False


def rendered_cards(request: HttpRequest, community: Community | None) -> list[RenderedCard]:
    """What the `home_cards` hook gives for this home page, in order; templates get the card's context and `card`.

    On wide screens two stand side by side; one that would stand alone takes the whole row.
    """

    def render(card: Card) -> RenderedCard:
        return RenderedCard(card, render_to_string(card.template, {**card.context, "card": card}, request), card.wide)

    def out_of_order(plugin: Plugin) -> RenderedCard:
        card = Card(f"plugin-{plugin.key}", plugin.name, "home/_out_of_order_card.html")
        return render(card)

    return filling_rows(call("home_cards", use=render, instead=out_of_order, request=request, community=community))


def filling_rows(cards: Sequence[RenderedCard]) -> list[RenderedCard]:
    """The last of an odd number of narrow cards between wide ones becomes wide."""
    filled, narrow = [], 0
    for place, rendered in enumerate(cards):
        narrow = 0 if rendered.wide else narrow + 1
        is_last = place + 1 == len(cards) or cards[place + 1].wide
        filled.append(replace(rendered, wide=True) if narrow % 2 and is_last else rendered)
    return filled
