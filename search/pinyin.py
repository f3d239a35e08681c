"""Chinese by its sound: syllables and initials of titles, and what a reader may have meant by Latin letters."""

import re
from collections.abc import Sequence

from search import text

_SYLLABLES = frozenset(text.word_list("syllables"))
_PREFIXES = frozenset(syllable[:end] for syllable in _SYLLABLES for end in range(1, len(syllable) + 1))
_LONGEST = 6
_MAX_READINGS = 3
_LETTERS = re.compile(r"[a-z]+(?:[ ']+[a-z]+)*")
_MAX_LETTERS = 40


def syllables(folded: str) -> list[str]:
    """`居住证 wifi` -> `ju zhu zheng wifi`: words of other scripts stay as they are."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary takes long to load, and most processes never ask

    found: list[str] = []
    for word in text.words(folded):
        found += lazy_pinyin(word, style=Style.NORMAL) if text.is_han(word) else [word]
    return found


def initials(syllable_list: Sequence[str]) -> str:
    """`ju zhu zheng` -> `jzz`."""
    return "".join(syllable[0] for syllable in syllable_list)


def as_initials(folded: str) -> str:
    """The query as initials (`jzz`, `J Z Z`), or nothing: no Chinese syllable begins with i, u or v."""
    letters = folded.replace(" ", "")
    is_likely = 2 <= len(letters) <= 10 and re.fullmatch(r"[a-z]+", letters) and not set(letters) & set("iuv")
    return letters if is_likely else ""


def readings(folded: str) -> list[list[str]]:
    """Up to three ways to read Latin letters as syllables, fewest syllables first; the last one may be unfinished.

    Where the reader put spaces, a syllable ends: `xi an` is never `xian`.
    """
    if len(folded) > _MAX_LETTERS or not _LETTERS.fullmatch(folded) or not set(folded) & set("aeiouv"):
        return []
    parts = re.split(r"[ ']+", folded)
    ways: list[list[str]] = [[]]
    for part in parts:
        found = _segment(part, may_be_unfinished=part is parts[-1])
        ways = [way + tail for way in ways for tail in found][:_MAX_READINGS]
    return [way for way in ways if way]


def _segment(letters: str, *, may_be_unfinished: bool) -> list[list[str]]:
    ends: list[list[list[str]]] = [[[]], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        known = _PREFIXES if may_be_unfinished and end == len(letters) else _SYLLABLES
        found = [
            [*way, letters[start:end]]
            for start in range(max(0, end - _LONGEST), end)
            if letters[start:end] in known
            for way in ends[start]
        ]
        ends[end] = sorted(found, key=lambda way: (way[-1] not in _SYLLABLES, len(way)))[:_MAX_READINGS]
    return ends[-1]


def is_reading(folded: str, *, of: str) -> bool:
    """Whether this is a syllable for each character of a word: `chang hu xian` of 长护险."""
    parts = folded.split()
    return len(parts) == len(of) and all(part in _SYLLABLES for part in parts)
