"""What editors decided about a question: pages that stand before all that is found, and pages that are not shown.

Both engines are asked without these pages, so totals, facets and pages of results stay right: pinned pages are counted
in, hidden ones nowhere. A pinned page needs none of the question's words; it is shown where it may be found, in the
reader's language if it has that.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from search.conf import languages
from search.facets import counts, passes
from search.found import Found, FoundEntry, Stage
from search.models import SearchDecision, SearchDocument, Verdict
from search.query import CITY, Keys, SearchQuery, normalised

_PINNED_FIELDS = (
    *("entry_id", "language", "key", "kind"),
    *("category", "audiences", "channels", "languages", "community"),
)


@dataclass(frozen=True, slots=True)
class Decisions:
    """Keys, the pinned ones in their order, and whose decision it is: a community's code, or CITY."""

    pinned: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.pinned or self.hidden)


def decisions_for(query: SearchQuery) -> Decisions:
    """One SQL query."""
    places = {"", query.community.code} if query.community else {""}
    return decisions_of(SearchDecision.objects.filter(asked=normalised(query.raw), community__in=places))


def decisions_of(rows: Iterable[SearchDecision]) -> Decisions:
    """Of one question, in one community and the city: the community's outdo the city's, and stand before them."""
    by_key: dict[str, SearchDecision] = {}
    for row in sorted(rows, key=lambda row: (not row.community, row.position, row.pk or 0)):
        by_key.setdefault(row.key, row)
    kept = [(row.key, row.verdict, row.community or CITY) for row in by_key.values()]
    return Decisions(
        pinned={key: place for key, verdict, place in kept if verdict == Verdict.PINNED},
        hidden={key: place for key, verdict, place in kept if verdict == Verdict.HIDDEN},
    )


def steered(query: SearchQuery, decisions: Decisions, keys: Keys, search: Callable[[SearchQuery], Found]) -> Found:
    """What `search` finds, with the decisions; one SQL query more where something is pinned."""
    if not decisions:
        return search(query)
    rows = _pinned_rows(query, decisions, keys)
    pinned = [row for row in rows if passes(row, query)]
    set_apart = (*decisions.hidden, *(row.key for row in rows))
    found = search(replace(query, without=set_apart, ahead=len(pinned)))
    start = (query.page - 1) * query.size
    first = _entries(pinned, decisions, found)[start : start + query.size]
    return replace(
        found,
        total=found.total + len(pinned),
        entries=(*first, *found.entries),
        facets=_added(found.facets, counts(rows, query)),
    )


def _pinned_rows(query: SearchQuery, decisions: Decisions, keys: Keys) -> list[SearchDocument]:
    """A row for each pinned key that may be found here, in the decisions' order."""
    wanted = [key for key in decisions.pinned if keys is None or key in keys]
    if not wanted:
        return []
    order = [query.language, *languages()]
    rows = SearchDocument.objects.visible(query.community, everywhere=query.everywhere).only(*_PINNED_FIELDS)
    rows = rows.filter(key__in=wanted, language__in=order, **({"community": ""} if query.only_city else {}))
    own = query.community.code if query.community else ""
    best: dict[str, SearchDocument] = {}
    for row in sorted(rows, key=lambda row: (order.index(row.language), row.community != own, row.community)):
        best.setdefault(row.key, row)
    return [best[key] for key in wanted if key in best]


def _entries(rows: Sequence[SearchDocument], decisions: Decisions, found: Found) -> list[FoundEntry]:
    top = max((entry.score for entry in found.entries), default=0.0)
    return [
        FoundEntry(
            row.ref,
            row.key,
            score=top + len(rows) - number,
            stage=Stage.EXACT,
            why=(f"pinned by {decisions.pinned[row.key]}",),
        )
        for number, row in enumerate(rows)
    ]


def _added(found: Mapping[str, Mapping[str, int]], more: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    sums = {facet: Counter(found.get(facet, {})) + Counter(more.get(facet, {})) for facet in {**found, **more}}
    return {facet: dict(sum_.most_common()) for facet, sum_ in sums.items()}
