"""How good the answers are: measures of ranked lists against what people judged right."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from search.contract import CommunityScope, get_provider
from search.query import SearchQuery

#: Files of judgments write languages short.
_SHORT = {code.split("-")[0]: code for code, _label in settings.LANGUAGES}
_GOOD = 2


#: Questions with the keys they were answered with, best first.
Rows = Sequence[tuple["Judgment", Sequence[str]]]


class NotAJudgment(ValueError):
    """Says which row, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Judgment:
    """A question and what answers it: keys with grades from 3, just that, to 1. No grades: nothing answers it."""

    words: str
    language: str
    community: CommunityScope | None
    tag: str
    grades: Mapping[str, int]

    @property
    def query(self) -> SearchQuery:
        return SearchQuery(raw=self.words, language=self.language, community=self.community)


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over the questions that have an answer.

    `ndcg` is nDCG@10 with gains 2^grade - 1. `mrr` and `success` (the share with one among the first three) count
    answers of grade 2 and more. `zero` is the share for which nothing was shown. `noise` are the questions without an
    answer for which something was.
    """

    questions: int
    ndcg: float
    mrr: float
    success: float
    zero: float
    noise: int


def judgments_in(data: Any, *, community: str = "sunshine") -> list[Judgment]:
    """Rows of a file: `q`, `rel` {key: grade}, and perhaps `ui` (a language), `community` (a slug) and `tag`."""
    if not isinstance(data, list):
        raise NotAJudgment("a list of judgments is wanted")
    places: dict[str, CommunityScope | None] = {}
    return [_judgment(row, number, places, community) for number, row in enumerate(data, 1)]


def _judgment(row: Any, number: int, places: dict[str, CommunityScope | None], default: str) -> Judgment:
    if not isinstance(row, Mapping) or "q" not in row or not isinstance(row.get("rel"), Mapping):
        raise NotAJudgment(f"row {number}: q and rel are wanted")
    ui = str(row.get("ui", "zh"))
    slug = str(row.get("community", default))
    if slug not in places:
        places[slug] = get_provider().community(slug)
    if slug and places[slug] is None:
        raise NotAJudgment(f"row {number}: there is no open community {slug!r}")
    grades = {str(key): int(grade) for key, grade in row["rel"].items()}
    return Judgment(str(row["q"]), _SHORT.get(ui, ui), places[slug], str(row.get("tag", "")), grades)


def scores(rows: Rows) -> Scores:
    answerable = [(each.grades, keys) for each, keys in rows if each.grades]
    firsts = [first_good(keys, grades) for grades, keys in answerable]
    return Scores(
        questions=len(rows),
        ndcg=mean(ndcg(keys, grades) for grades, keys in answerable),
        mrr=mean(1 / place if place else 0 for place in firsts),
        success=mean(0 < place <= 3 for place in firsts),
        zero=mean(not keys for _grades, keys in answerable),
        noise=sum(bool(keys) for each, keys in rows if not each.grades),
    )


def scores_by_tag(rows: Rows) -> dict[str, Scores]:
    groups: dict[str, list[tuple[Judgment, Sequence[str]]]] = {}
    for judgment, keys in rows:
        groups.setdefault(judgment.tag, []).append((judgment, keys))
    return {tag: scores(rows) for tag, rows in groups.items()}


def answered(
    judgments: Iterable[Judgment], search: Callable[[SearchQuery], Sequence[str]]
) -> list[tuple[Judgment, Sequence[str]]]:
    return [(judgment, search(judgment.query)) for judgment in judgments]


def first_good(keys: Sequence[str], grades: Mapping[str, int]) -> int:
    """The place, from 1, of the first good answer among ten; 0 without one."""
    return next((place for place, key in enumerate(keys[:10], 1) if grades.get(key, 0) >= _GOOD), 0)


def ndcg(keys: Sequence[str], grades: Mapping[str, int]) -> float:
    ideal = _dcg(sorted(grades.values(), reverse=True)[:10])
    return _dcg([grades.get(key, 0) for key in keys[:10]]) / ideal


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def mean(values: Iterable[float]) -> float:
    counted = list(values)
    return sum(counted) / len(counted) if counted else 0.0
