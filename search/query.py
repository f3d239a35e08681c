"""What a reader asks, and what is looked for: shared by the engine and the database search."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from search import pinyin, text
from search.conf import is_chinese, languages
from search.contract import CommunityScope
from search.lexicon import Lexicon, Variant

MAX_SIZE = 50
#: No one turns further; Elasticsearch itself stops at 10,000 results.
MAX_RESULTS = 1000
#: So many characters may stand between those of a name: 书法班 is the 少儿书法公益班.
MAX_GAP = 3
#: The filter value for entries of the whole city, as in imports and in the API.
CITY = "city"


class Order(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A reader's question. `community` is where the reader is; `everywhere` adds what other communities have.

    `only_city` leaves just the city's own entries. `chosen` are codes by facet: an entry passes with one of each
    facet's. `live` are codes of `LiveFilter`s, all of which it must pass. Keys in `without` are neither found nor
    counted; `ahead` results stand before all that is found (see `search.deciding`).
    """

    raw: str
    language: str
    community: CommunityScope | None = None
    everywhere: bool = False
    only_city: bool = False
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    live: tuple[str, ...] = ()
    order: Order = Order.RELEVANCE
    page: int = 1
    size: int = 10
    without: tuple[str, ...] = ()
    ahead: int = 0

    @property
    def first(self) -> int:
        """Of what is found, the first that belongs on this page."""
        return max(0, (self.page - 1) * self.size - self.ahead)

    @property
    def last(self) -> int:
        """Where the page ends."""
        return max(0, self.page * self.size - self.ahead)

    @property
    def can_look_elsewhere(self) -> bool:
        """Whether there are communities beyond those the reader asked for."""
        return self.community is not None and not self.everywhere and not self.only_city

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """Chosen facets: `community` is `CITY` or not there, the reader's own place is no filter."""
        chosen = {facet: codes for facet, codes in self.chosen.items() if codes}
        return chosen | {"community": (CITY,)} if self.only_city else chosen


@dataclass(frozen=True, slots=True)
class Plan:
    """What to look for. `asked` is the question without the words of asking; `readings` are syllables that Latin
    letters may mean, `homophone` is how the question sounds.
    """

    asked: str = ""
    variants: tuple[Variant, ...] = ()
    readings: tuple[tuple[str, ...], ...] = ()
    initials: str = ""
    homophone: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.variants)

    @property
    def units(self) -> list[str]:
        """The words to mark in what is found."""
        return [unit for variant in self.variants for unit in text.units(variant.words)]


#: Keys of the entries that pass the live filters; None where none is chosen.
Keys = Collection[str] | None
#: What to look for in each language.
Plans = Mapping[str, Plan]


def normalised(raw: str) -> str:
    """The words of a question, without those of asking: 居住證怎麼辦？ is 居住证. Empty if there is none."""
    folded = text.fold_query(raw)
    return " ".join(text.words(text.without_question_words(folded)))


def plans_for(raw: str, lexicon: Lexicon) -> Plans:
    """A plan for each of LANGUAGES: editors' glossary says what the question is called in the others."""
    return {language: plan_for(raw, language, lexicon) for language in languages()}


def plan_for(raw: str, language: str, lexicon: Lexicon) -> Plan:
    """What to look for in texts of `language`. Empty if there is no letter or digit in the question."""
    folded = text.fold_query(raw)
    if not text.words(folded):
        return Plan()
    asked = text.without_question_words(folded)
    runs = [word for word in text.words(asked) if text.is_han(word)]
    letters = " ".join(text.words(asked)) if asked.isascii() else ""
    return Plan(
        asked=asked,
        variants=lexicon.variants(asked, chinese=is_chinese(language), whole=folded),
        readings=tuple(tuple(way) for way in pinyin.readings(letters)),
        initials=pinyin.as_initials(letters),
        homophone=tuple(pinyin.syllables(asked)) if runs and max(map(len, runs)) > 1 else (),
    )
