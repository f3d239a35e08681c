"""Marking the words that were asked for in the text that is shown, for results without the engine's highlights."""

import re
from collections.abc import Iterable, Sequence

from search import text
from search.found import Pieces

_EXCERPT = 120


def mark(shown: str, units: Iterable[str]) -> Pieces:
    """`居住证办理` with `居住`, `住证` -> (居住证, True), (办理, False). Letters match where a word begins."""
    haystack = shown.lower() if text.is_simplified(shown) else "".join(text.simplify(char) for char in shown.lower())
    if len(haystack) != len(shown):  # a character that folds to two: plain rather than marked at the wrong place
        return ((shown, False),)
    is_match = [False] * len(shown)
    for unit in units:
        pattern = re.escape(unit) if text.is_han(unit) else rf"\b{re.escape(unit)}\w*"
        for found in re.finditer(pattern, haystack):
            is_match[found.start() : found.end()] = [True] * (found.end() - found.start())
    return _joined(shown, is_match)


def has_all(shown: str, units: Sequence[str]) -> bool:
    """Whether each of the words is marked somewhere in it; no words are not."""
    return bool(units) and all(any(is_match for _piece, is_match in mark(shown, [unit])) for unit in units)


def excerpt(summary: str, body: str, units: Sequence[str]) -> Pieces:
    """The summary, or the place of the body that has more of the words if the summary has none."""
    marked = mark(summary, units)
    if any(is_match for _piece, is_match in marked) or not body:
        return marked
    places = [place for unit in units if (place := body.lower().find(unit)) >= 0]
    if not places:
        return marked
    start = max(0, min(places) - _EXCERPT // 3)
    part = body[start : start + _EXCERPT]
    return mark(("…" if start else "") + part + ("…" if start + _EXCERPT < len(body) else ""), units)


def _joined(shown: str, is_match: Sequence[bool]) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    for char, matches in zip(shown, is_match, strict=True):
        if pieces and pieces[-1][1] == matches:
            pieces[-1] = (pieces[-1][0] + char, matches)
        else:
            pieces.append((char, matches))
    return tuple(pieces)
