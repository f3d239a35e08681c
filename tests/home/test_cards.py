import pytest

from portal.home.cards import RenderedCard, filling_rows
from portal.plugins.contracts import Card


def rendered(*, wide: bool) -> RenderedCard:
    return RenderedCard(Card("key", "Title", "card.html"), "", wide)


@pytest.mark.parametrize(
    ("given", "filled"),
    [
        ("", ""),
        ("n", "w"),
        ("nn", "nn"),
        ("nnn", "nnw"),
        ("nw", "ww"),
        ("nnwn", "nnww"),
        ("wnnnwnn", "wnnwwnn"),
    ],
)
def test_card_that_stands_alone_fills_its_row(given: str, filled: str) -> None:
    cards = filling_rows([rendered(wide=letter == "w") for letter in given])
    assert "".join("w" if card.wide else "n" for card in cards) == filled
