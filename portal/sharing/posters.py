"""How large a poster is set, so that it fills one page of A4 and no second one; the stylesheet does as is said here."""

from math import ceil

from portal.components import Fact
from portal.pages import ShareValues

#: Points of running text, by the number in the class `poster--1`.
POINTS = {1: 15.0, 2: 13.0, 3: 11.0, 4: 9.5}
MILLIMETRES = 0.3528  # of a point
WIDE, NARROW = 182, 130  # millimetres of a line; of a fact's, beside its label
#: What is left of the page between the plate and the foot with the code.
ROOM = 160
#: In Chinese characters. Longer texts are cut; together they fit at the smallest size.
TITLE, LINE, TEXT, FACT, FACTS = 160, 80, 240, 70, 6


def for_poster(values: ShareValues) -> ShareValues:
    """The same, cut to what a page can hold."""
    facts = tuple(Fact(fact.label, cut(fact.value, FACT), fact.icon) for fact in values.facts[:FACTS])
    return ShareValues(
        title=cut(values.title, TITLE),
        kind=cut(values.kind, LINE),
        when=cut(values.when, LINE),
        where=cut(values.where, LINE),
        text=cut(values.text, TEXT),
        facts=facts,
        part=values.part,
    )


def cut(text: str, length: int) -> str:
    """`length` Chinese characters, or twice as many Latin letters."""
    text, room = str(text), 2 * length
    if width_of(text) <= room:
        return text
    kept = text[:room]
    while width_of(kept) >= room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def size_of(values: ShareValues) -> int:
    """The largest at which all of it stands on one page."""
    return next((size for size, points in POINTS.items() if height(values, points) <= ROOM), max(POINTS))


def title_class(title: str) -> str:
    return "short" if width_of(title) <= 24 else "medium" if width_of(title) <= 60 else "long"


def height(values: ShareValues, points: float) -> float:
    """Millimetres, roughly, and rather too many. The factors are those of the stylesheet."""
    em = points * MILLIMETRES
    title = {"short": 3.0, "medium": 2.2, "long": 1.65}[title_class(values.title)]
    needed = lines_of(values.title, title * em, WIDE) * title * em * 1.25
    for line in (values.kind, values.when, values.where):
        needed += lines_of(line, 1.4 * em, WIDE - 12) * 1.4 * em * 1.4 + (em if line else 0)
    needed += lines_of(values.text, 1.1 * em, WIDE) * 1.1 * em * 1.5 + em
    for fact in values.facts:
        needed += lines_of(fact.value, 0.87 * em, NARROW) * 0.87 * em * 1.5 + 0.8 * em
    return needed


def lines_of(text: str, em: float, width: int) -> int:
    """A tenth is lost where words do not break."""
    return ceil(width_of(text) / 2 * em / (width * 0.9))


def width_of(text: str) -> int:
    """In halves of an em: a Chinese character is as wide as two Latin letters."""
    return sum(2 if character > "\u2e80" else 1 for character in text)
