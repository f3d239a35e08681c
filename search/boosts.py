"""What lifts a result besides its words: the reader's own community, many readers, a recent change.

The engine works it out in its own words (`clauses.ranked`), the database search and the explanations with these.
"""

import math
from collections.abc import Mapping

from django.utils import timezone

from search.models import SearchDocument
from search.query import SearchQuery

OWN, RANK, RECENT = 0.75, 3.0, 0.15
HALF_LIFE_DAYS = 365
_LONG_AGO_DAYS = 3650


def rank_of(popularity: int) -> float:
    """From 0 for what nobody reads to 1 for 1,500 readers."""
    return min(1.0, math.log10(1 + popularity) / 3.2)


def boosts_of(row: SearchDocument, query: SearchQuery) -> Mapping[str, float]:
    """By name; 1 and their sum is what the score of the words is multiplied with."""
    age = (timezone.now() - row.updated_at).days if row.updated_at else _LONG_AGO_DAYS
    is_own = bool(query.community and row.community == query.community.code)
    return {
        "own community": OWN * is_own,
        "readers": RANK * rank_of(row.popularity),
        "changed lately": RECENT * 0.5 ** (max(0, age) / HALF_LIFE_DAYS),
    }


def boost_of(row: SearchDocument, query: SearchQuery) -> float:
    return 1.0 + sum(boosts_of(row, query).values())
