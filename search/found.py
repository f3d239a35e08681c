"""What an engine or the database found, before it has texts, addresses and names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from search.contract import EntryRef

FACETS = ("kind", "category", "audience", "channel", "language", "community")
#: Fewer exact results than this are followed by those in other languages and by similar ones.
FEW = 5


class Stage(StrEnum):
    """How near a result is: as asked; as asked in another language; where nothing near is found, as asked but in
    another community; or only alike.
    """

    EXACT = "exact"
    OTHER_LANGUAGE = "other-language"
    ELSEWHERE = "elsewhere"
    SIMILAR = "similar"


def with_elsewhere(stages: Iterable[Stage]) -> bool:
    """Whether what other communities have is shown beside these: only where nothing near is found."""
    return not {Stage.EXACT, Stage.OTHER_LANGUAGE} & set(stages)


#: Text as (piece, is_match), for a page to escape and mark.
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """One of those with its key; what is shown is chosen later. Marked texts only where the engine gives them.

    `why` names the parts of the query it was found by.
    """

    ref: EntryRef
    key: str
    score: float
    stage: Stage
    title_marked: Pieces = ()
    excerpt: Pieces = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of results. `facets` counts exact results by code, without the facet's own filter. `corrected` is the
    question with words that no text has replaced by some that are there.
    """

    total: int
    engine: Literal["elasticsearch", "basic"]
    entries: tuple[FoundEntry, ...] = ()
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    corrected: str = ""
