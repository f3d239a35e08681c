"""What else a query may be called: editors' synonyms, one-way rules and glossary, applied to folded words.

Everything happens when somebody asks, in Python: a changed rule is felt at once, on every engine and without one, and
nothing has to be indexed anew. Values only; `search.rules` reads them from the database.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, product
from math import prod

from search import pinyin, text

#: So many wordings are looked for at most, the reader's own among them.
MAX_VARIANTS = 8
_MAX_COMBINED = 500
_EQUAL, _ONE_WAY, _TRANSLATED = 0.9, 0.95, 0.9


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of the query. `terms` are those of several words that a rule put in: each is one name, whose words
    stand side by side, where the reader's own words may stand anywhere.
    """

    words: str
    weight: float = 1.0
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """Where `word` stands, one of `targets` may stand. All folded."""

    word: str
    targets: tuple[str, ...]
    weight: float


def equals(words: Sequence[str]) -> Iterator[Replacement]:
    """Each of the words may stand for each other."""
    folded = [text.fold(word) for word in words]
    for word in folded:
        yield Replacement(word, tuple(other for other in folded if other != word), _EQUAL)


def one_way(words: Sequence[str], targets: Sequence[str]) -> Iterator[Replacement]:
    """Whoever asks for one of `words` means one of `targets`, and not the other way round."""
    meant = tuple(map(text.fold, targets))
    for word in words:
        yield Replacement(text.fold(word), meant, _ONE_WAY)


def translations(words: Sequence[str], targets: Sequence[str]) -> Iterator[Replacement]:
    """The same in two languages, in both directions."""
    left, right = tuple(map(text.fold, words)), tuple(map(text.fold, targets))
    for word, others in [*((word, right) for word in left), *((word, left) for word in right)]:
        yield Replacement(word, others, _TRANSLATED)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a word of Chinese characters is read, where the dictionary errs: 长护险 is `chang hu xian`."""

    word: str
    syllables: tuple[str, ...]


class Lexicon:
    """Rules, ready for queries. Build one for many queries: its patterns are compiled once."""

    def __init__(
        self,
        synonyms: Iterable[Replacement] = (),
        glossary: Iterable[Replacement] = (),
        readings: Iterable[Reading] = (),
    ) -> None:
        self._synonyms = _Rules(synonyms)
        self._readings = tuple(readings)
        terms = list(glossary)
        self._to_chinese = _Rules(term for term in terms if not text.is_han(term.word))
        self._from_chinese = _Rules(term for term in terms if text.is_han(term.word))

    def variants(self, asked: str, *, chinese: bool, whole: str = "") -> tuple[Variant, ...]:
        """Wordings to look for in texts that are Chinese or not, the reader's own first, then by weight. `whole` is
        the question with the words of asking, which a rule may have: `get married`.
        """
        found = {asked: Variant(asked)}
        found |= {word: Variant(word, _ONE_WAY) for word in self._read(asked)}
        for variant in self._synonyms.replaced(Variant(whole)):
            words = text.without_question_words(variant.words)
            found.setdefault(words, replace(variant, words=words))
        self._add(found, self._synonyms, list(found.values()))
        translated: dict[str, Variant] = {}
        self._add(translated, self._to_chinese if chinese else self._from_chinese, list(found.values()))
        if not chinese:
            translated = {each.words: each for words in translated.values() if (each := _without_han(words, asked))}
        self._add(translated, self._synonyms, list(translated.values()))
        for words, variant in translated.items():
            found.setdefault(words, variant)
        ranked = sorted(found.values(), key=lambda variant: -variant.weight)
        return tuple(ranked[:MAX_VARIANTS])

    def _read(self, asked: str) -> Iterator[str]:
        """Words the reader may have written by their sound: in letters, as initials, or in other characters."""
        letters = asked.replace(" ", "").replace("'", "") if asked.isascii() else ""
        sound = tuple(pinyin.syllables(asked)) if self._readings and not letters else ()
        for each in self._readings:
            if _spells(letters, each.syllables) if letters else sound == each.syllables and asked != each.word:
                yield each.word

    @staticmethod
    def _add(found: dict[str, Variant], rules: "_Rules", wordings: Iterable[Variant]) -> None:
        for wording in wordings:
            for other in rules.replaced(wording):
                found.setdefault(other.words, other)


def _spells(letters: str, syllables: Sequence[str]) -> bool:
    """Initials, or the beginning of the whole reading with more than its first syllable."""
    spelt = "".join(syllables)
    return letters == pinyin.initials(syllables) or (len(letters) > len(syllables[0]) and spelt.startswith(letters))


class _Rules:
    """Replacements of one kind, found in a query longest first and never one inside another."""

    def __init__(self, replacements: Iterable[Replacement]) -> None:
        self._by_word: dict[str, list[Replacement]] = {}
        for each in replacements:
            if each.word and each.targets:
                self._by_word.setdefault(each.word, []).append(each)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._by_word, key=len, reverse=True)
        return re.compile("|".join(map(_as_pattern, longest_first)))

    def replaced(self, variant: Variant) -> list[Variant]:
        """The query with some of its words replaced, the heaviest first; without the query itself."""
        asked = variant.words
        if not self._by_word:
            return []
        places = [place for found in self._pattern.finditer(asked) if (place := self._place(found, asked))]
        choices = [[(None, 1.0), *place[2]] for place in places]
        combined = islice(product(*choices), 1, _MAX_COMBINED) if choices else ()
        wordings = [_put(variant, places, words) for words in combined]
        return sorted(wordings, key=lambda wording: -wording.weight)

    def _place(self, found: re.Match[str], asked: str) -> tuple[int, int, list[tuple[str, float]]] | None:
        """Where, and what may stand there; nothing where the query says it already: 装电梯 in 加装电梯."""
        start, end = found.span()
        options = []
        for rule in self._by_word[found[0]]:
            if any(_stands_around(asked, start, end, target) for target in rule.targets):
                return None
            options += [(target, rule.weight) for target in rule.targets]
        return start, end, options


def _as_pattern(word: str) -> str:
    return re.escape(word) if text.is_han(word) else rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"


def _stands_around(asked: str, start: int, end: int, target: str) -> bool:
    inside = target.find(asked[start:end])
    return inside >= 0 and asked.startswith(target, max(0, start - inside)) and start >= inside


def _put(
    variant: Variant, places: Sequence[tuple[int, int, object]], words: Sequence[tuple[str | None, float]]
) -> Variant:
    """With spaces around what is put in: no pair of characters across its edge must be found."""
    asked, pieces, last = variant.words, [], 0
    for (start, end, _options), (word, _weight) in zip(places, words, strict=True):
        if word is not None:
            pieces += [asked[last:start], word]
            last = end
    changed = " ".join(piece.strip() for piece in [*pieces, asked[last:]] if piece.strip())
    terms = [*variant.terms, *(word for word, _weight in words if word and " " in word)]
    return Variant(
        changed, variant.weight * prod(weight for _word, weight in words), tuple(t for t in terms if t in changed)
    )


def _without_han(variant: Variant, asked: str) -> Variant | None:
    """What is translated of the query; nothing where more of it is not: 亲戚来停车 is not about parking anything."""
    left = sum(map(text.is_han, variant.words))
    if 2 * left > sum(map(text.is_han, asked)):
        return None
    words = " ".join(word for word in text.words(variant.words) if not text.is_han(word))
    return replace(variant, words=words or variant.words)
