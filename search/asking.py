"""From the parameters of an address to a question; what cannot be meant is left out, never an error."""

import re
from collections.abc import Sequence

from django.http import QueryDict

from search.contract import CommunityScope, get_provider
from search.query import CITY, MAX_RESULTS, Order, SearchQuery

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.-]{0,63}")
PAGE_SIZE = 10
MAX_CHOSEN = 20
#: Facets of which a reader may choose several values.
CHOICES = ("kind", "category", "audience", "channel", "language")


def community_for(slug_or_code: str) -> CommunityScope | None:
    """The open community, or None; what cannot be a slug or code is not asked for."""
    return get_provider().community(slug_or_code) if CODE.fullmatch(slug_or_code) else None


def query_from(parameters: QueryDict, *, language: str) -> SearchQuery:
    place = parameters.get("community", "")
    return SearchQuery(
        raw=parameters.get("q", ""),
        language=language,
        community=None if place == CITY else community_for(place),
        only_city=place == CITY,
        everywhere=parameters.get("scope", "") == "all",
        chosen={facet: codes_in(parameters.getlist(facet)) for facet in CHOICES},
        live=codes_in(parameters.getlist("only")),
        order=Order.NEWEST if parameters.get("order") == Order.NEWEST else Order.RELEVANCE,
        page=_page(parameters.get("page", "")),
        size=PAGE_SIZE,
    )


def community_in(parameters: QueryDict) -> str:
    """The code of a community, empty where there is none or what stands there can be none."""
    return "".join(codes_in([parameters.get("community", "")]))


def codes_in(values: Sequence[str]) -> tuple[str, ...]:
    """Each once, no more than anybody ticks."""
    return tuple(dict.fromkeys(value for value in values if CODE.fullmatch(value)))[:MAX_CHOSEN]


def _page(value: str) -> int:
    number = int(value) if re.fullmatch(r"[0-9]{1,6}", value) else 1
    return min(max(number, 1), MAX_RESULTS // PAGE_SIZE)
