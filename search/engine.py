"""One question to the engine, in one round trip: exact results with counts, other languages, similar ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.utils import timezone
from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from search import clauses, spelling
from search.conf import languages
from search.contract import EntryRef
from search.deadline import EngineAway, call, engine_timeout, refused
from search.found import FACETS, FEW, Found, FoundEntry, Pieces, Stage, with_elsewhere
from search.indexing import alias_of
from search.query import CITY, Keys, Order, Plans, SearchQuery

Answer = Mapping[str, Any]

_EXTRAS = 10
_VALUES = 50
_BEFORE, _AFTER = "\ue000", "\ue001"  # private characters, which no entry holds
# What all requests have in common; every step of building one copies it, so it is built once.
_SHAPE = (
    Search()
    .extra(collapse={"field": "key"}, track_total_hits=False)
    .highlight_options(pre_tags=[_BEFORE], post_tags=[_AFTER])
    .highlight("title", "summary", number_of_fragments=0)
    .highlight("body", number_of_fragments=1, fragment_size=100)
    .source(["id", "key"])
)


@dataclass(frozen=True, slots=True)
class _Request:
    stage: Stage
    language: str
    search: Search


def search(query: SearchQuery, plans: Plans, keys: Keys = None) -> Found:
    """Raises EngineAway where the database must answer instead. `keys`: only these, whatever else passes."""
    requests = _requests(query, plans, keys)
    answers = _ask(requests)
    for answer in answers:
        _check(answer)
    counts = answers[0]["aggregations"]
    found = [list(_entries(request, answer)) for request, answer in zip(requests, answers, strict=True)]
    entries, total = found[0], int(counts["passing"]["keys"]["value"])
    if counts["keys"]["value"] < FEW:
        merged: dict[str, FoundEntry] = {}
        for entry in chain.from_iterable(found[1:] if _needs_head(query) else found):
            if entry.stage is not Stage.ELSEWHERE or with_elsewhere(each.stage for each in merged.values()):
                merged.setdefault(entry.key, entry)
        entries, total = list(merged.values())[query.first : query.last], len(merged)
    facets = {facet: _counts(counts[facet], facet) for facet in FACETS}
    corrected = spelling.corrected(answers[0], plans[query.language].asked)
    return Found(total=total, engine="elasticsearch", entries=tuple(entries), facets=facets, corrected=corrected)


def begin(query: SearchQuery, plans: Plans) -> Found:
    """What is named like the beginning of a question, for suggestions. Raises EngineAway."""
    language = query.language
    searched = _search(query, language, clauses.beginning(plans[language], language), None)[: query.size]
    request = _Request(Stage.EXACT, language, searched)
    answer = _ask([request])[0]
    _check(answer)
    entries = tuple(_entries(request, answer))
    return Found(total=len(entries), engine="elasticsearch", entries=entries)


# Asking


def _requests(query: SearchQuery, plans: Plans, keys: Keys) -> list[_Request]:
    """The page's exact results with counts, then the heads of all stages, shown if exact results are few."""
    own = query.language
    exact = _search(query, own, clauses.strict(plans[own], own), keys)
    heads = [
        *([_Request(Stage.EXACT, own, _filtered(exact, query)[:FEW])] if _needs_head(query) else []),
        *(
            _Request(Stage.OTHER_LANGUAGE, code, _head(query, code, clauses.strict(plans[code], code), keys))
            for code in languages()
            if code != own
        ),
        *([_elsewhere(query, plans, keys)] if query.can_look_elsewhere else []),
        _Request(Stage.SIMILAR, own, _head(query, own, clauses.relaxed(plans[own], own), keys)),
    ]
    page = spelling.asking(_counted(exact, query), plans[own])[query.first : query.last]
    if query.order is Order.NEWEST:
        page = page.sort("-updated_at", "key").extra(track_scores=True)
    return [_Request(Stage.EXACT, own, page), *heads]


def _needs_head(query: SearchQuery) -> bool:
    """Whether this page does not begin with all the exact results there are if they are few."""
    return query.first > 0 or query.last < FEW


def _elsewhere(query: SearchQuery, plans: Plans, keys: Keys) -> _Request:
    wider, own = replace(query, everywhere=True), query.language
    return _Request(Stage.ELSEWHERE, own, _head(wider, own, clauses.strict(plans[own], own), keys)[:FEW])


def _head(query: SearchQuery, language: str, wanted: Query, keys: Keys) -> Search:
    return _filtered(_search(query, language, wanted, keys), query)[:_EXTRAS]


def _search(query: SearchQuery, language: str, wanted: Query, keys: Keys) -> Search:
    now = timezone.now().isoformat(timespec="seconds")
    filters = clauses.visible(query.community, everywhere=query.everywhere, now=now)
    if keys is not None:
        filters.append(Q("terms", key=sorted(keys)))
    if query.without:
        filters.append(Q("bool", must_not=[Q("terms", key=list(query.without))]))
    return _SHAPE.index(alias_of(language)).query(clauses.ranked(wanted, query.community, filters))


def _filtered(searched: Search, query: SearchQuery) -> Search:
    return searched.post_filter(_filter(query, without=""))


def _counted(searched: Search, query: SearchQuery) -> Search:
    """Counts are of keys, not of documents, and each facet's without its own filter."""
    keys = A("cardinality", field="key")
    filtered = _filtered(searched, query)
    filtered.aggs.metric("keys", keys)
    filtered.aggs.bucket("passing", "filter", filter=_filter(query, without="")).metric("keys", keys)
    for facet in FACETS:
        others = filtered.aggs.bucket(facet, "filter", filter=_filter(query, without=facet))
        others.bucket("values", "terms", field=facet, size=_VALUES).metric("keys", keys)
    return filtered


def _filter(query: SearchQuery, *, without: str) -> Query:
    terms = [
        Q("terms", **{facet: ["" if code == CITY and facet == "community" else code for code in codes]})
        for facet, codes in query.filters.items()
        if facet != without
    ]
    return Q("bool", filter=terms) if terms else Q("match_all")


def _ask(requests: Sequence[_Request]) -> Sequence[Answer]:
    lines: list[dict[str, Any]] = []
    for request in requests:
        lines += [{"index": alias_of(request.language)}, request.search.to_dict() | {"timeout": engine_timeout()}]
    return list(call(lambda client: client.msearch(searches=lines))["responses"])


def _check(answer: Answer) -> None:
    if "error" in answer:
        refused(answer["status"], str(answer["error"])[:300])
    if answer["timed_out"]:
        raise EngineAway("what came in time is not all there is")


# Understanding the answer


def _entries(request: _Request, answer: Answer) -> Iterable[FoundEntry]:
    for hit in answer["hits"]["hits"]:
        marked = hit.get("highlight", {})
        # The body's words only where the summary has none.
        excerpt = marked.get("summary") or [_sentence(each) for each in marked.get("body", ())]
        yield FoundEntry(
            ref=EntryRef(hit["_source"]["id"], request.language),
            key=hit["_source"]["key"],
            score=round(hit["_score"], 3),
            stage=request.stage,
            title_marked=_pieces("".join(marked.get("title", ()))),
            excerpt=_pieces("".join(excerpt)),
            why=tuple(hit.get("matched_queries", ())),
        )


def _sentence(fragment: str) -> str:
    return fragment if fragment.endswith(("。", ".", "！", "!", "？", "?")) else f"{fragment}…"


def _pieces(highlighted: str) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    for part in highlighted.split(_BEFORE):
        match, closed, rest = part.partition(_AFTER)
        pieces += [(match, True), (rest, False)] if closed else [(part, False)]
    return tuple(piece for piece in pieces if piece[0])


def _counts(found: Answer, facet: str) -> dict[str, int]:
    return {
        bucket["key"] or (CITY if facet == "community" else ""): int(bucket["keys"]["value"])
        for bucket in found["values"]["buckets"]
        if bucket["key"] or facet == "community"
    }
