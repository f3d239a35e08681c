"""Filters and counts worked out from rows: for the database search, and for what editors put first."""

from collections import Counter
from collections.abc import Iterable, Sequence

from search.found import FACETS
from search.models import SearchDocument
from search.query import CITY, SearchQuery

_LISTS = {"audience": "audiences", "channel": "channels", "language": "languages"}


def passes(row: SearchDocument, query: SearchQuery, *, without: str = "") -> bool:
    """Whether it has one of the codes chosen of each facet, or of each but one."""
    return all(set(codes) & set(_values(row, facet)) for facet, codes in query.filters.items() if facet != without)


def counts(rows: Iterable[SearchDocument], query: SearchQuery) -> dict[str, dict[str, int]]:
    """By facet and code, each facet's without its own filter."""
    counted = list(rows)
    return {facet: _counts(counted, query, facet) for facet in FACETS}


def _counts(rows: Sequence[SearchDocument], query: SearchQuery, facet: str) -> dict[str, int]:
    passing = (row for row in rows if passes(row, query, without=facet))
    values = (value for row in passing for value in _values(row, facet))
    return dict(Counter(value for value in values if value).most_common())


def _values(row: SearchDocument, facet: str) -> Sequence[str]:
    if facet in _LISTS:
        return list(getattr(row, _LISTS[facet]))
    value = str(getattr(row, facet))
    return [value or CITY if facet == "community" else value]
