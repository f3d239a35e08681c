"""Names and what residents type, brought to the same form: folded text, pinyin, first letters.

Search has finer tools; these only tell a few names apart, and depend on nothing above.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_HAN = "一-鿿㐀-䶿〇"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
#: What a name may end in and nobody looks for alone.
_COMMON_WORDS = """
    社区 小区 区 村 新村 小 苑 园 花园 路 街 巷 弄 号 里 坊 委会 居委会 村委会 community village compound
    road street lane avenue residence residences garden gardens no
"""
_COMMON_TAILS = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Folded:
    text: str
    pinyin: str
    initials: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A Chinese character, or a word or number in other writing."""

    text: str
    pinyin: str
    initial: str


def is_han(text: str) -> bool:
    return bool(re.search(f"[{_HAN}]", text))


def units_of(text: str) -> list[Unit]:
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionary takes long to load, and most processes never ask

    folded = unicodedata.normalize("NFKC", text).casefold()
    units = []
    for run in _RUNS.findall(folded):
        if is_han(run):
            syllables = lazy_pinyin(run, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]  # its stubs forget lists
            units += [Unit(sign, syllable, syllable[:1]) for sign, syllable in zip(run, syllables, strict=True)]
        else:
            plain = unicodedata.normalize("NFKD", run).encode("ascii", "ignore").decode() or run
            units.append(Unit(run, plain, plain if plain.isdigit() else plain[:1]))
    return units


def joined(units: list[Unit]) -> Folded:
    return Folded(
        "".join(unit.text for unit in units),
        "".join(unit.pinyin for unit in units),
        "".join(unit.initial for unit in units),
    )


def fold(text: str) -> Folded:
    return joined(units_of(text))


def rests_of(name: str) -> Iterator[tuple[int, Folded]]:
    """The name, then what is left of it from its second character or word on, until only common words are left."""
    units = units_of(name)
    for position in range(len(units)):
        rest = joined(units[position:])
        if rest.text and (position == 0 or (rest.text not in _COMMON_TAILS and len(rest.pinyin) > 1)):
            yield position, rest
