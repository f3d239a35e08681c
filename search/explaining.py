"""Why results stand where they stand: what their words count, part by part, and what that is multiplied with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search import engine, fallback
from search.boosts import boosts_of
from search.contract import EntryRef
from search.deadline import EngineAway
from search.models import SearchDocument
from search.query import Plans, SearchQuery, plans_for
from search.results import Result, Results
from search.rules import lexicon_for

PINNED = "pinned by "


@dataclass(frozen=True, slots=True)
class Explanation:
    """The score is `words` times 1 and the sum of `boosts`. `parts` say what each would count alone: the engine takes
    the best of a kind and little of the others, so they are no sum."""

    words: float = 0.0
    boosts: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, float] = field(default_factory=dict)


def explanations_for(query: SearchQuery, found: Results) -> list[Explanation | None]:
    """One for each result, in their order; None for what editors pinned, whose words count nothing."""
    refs = {result.found for result in found.results if result.found and not is_pinned(result)}
    rows = {row.ref: row for row in SearchDocument.objects.filter(entry_id__in={ref.id for ref in refs})}
    parts = _parts(query, plans_for(query.raw, lexicon_for(query.community)), refs, found.engine) if refs else {}
    return [_explained(result, query, rows, parts) for result in found.results]


def is_pinned(result: Result) -> bool:
    return any(reason.startswith(PINNED) for reason in result.why)


def _explained(
    result: Result,
    query: SearchQuery,
    rows: Mapping[EntryRef, SearchDocument],
    parts: Mapping[EntryRef, Mapping[str, float]],
) -> Explanation | None:
    if result.found is None or is_pinned(result):
        return None
    if result.found not in rows:  # it went while we looked
        return Explanation()
    boosts = boosts_of(rows[result.found], query)
    return Explanation(result.score / (1 + sum(boosts.values())), boosts, parts.get(result.found, {}))


def _parts(
    query: SearchQuery, plans: Plans, refs: set[EntryRef], answered: str
) -> Mapping[EntryRef, Mapping[str, float]]:
    if answered == "basic":
        return fallback.parts(query, plans, refs)
    try:
        return engine.parts(plans, refs)
    except EngineAway:
        return {}


def lines_of(explanation: Explanation | None) -> Sequence[str]:
    """`= words 8.120 x 2.883: 1 + readers 1.850 + changed lately 0.033`, and what counts in the words."""
    if explanation is None:
        return ["stands first whatever its words count"]
    terms = [f"{name} {value:.3f}" for name, value in explanation.boosts.items() if value]
    factor = 1 + sum(explanation.boosts.values())
    lines = [f"= words {explanation.words:.3f} x {factor:.3f}: {' + '.join(['1', *terms])}"]
    if explanation.parts:
        lines.append(f"words alone: {', '.join(f'{name} {value:.3f}' for name, value in explanation.parts.items())}")
    return lines
