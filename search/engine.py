"""One question to the engine, in one round trip: exact results with counts, other languages, similar ones."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from django.utils import timezone
from elasticsearch.dsl import Search

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
# What all requests have in common, and what those for results have besides.
_NAMING: Mapping[str, Any] = (
    Search().extra(collapse={"field": "key"}, track_total_hits=False).source(["id", "key"]).to_dict()
)
_MARKING: Mapping[str, Any] = (
    Search()
    .highlight_options(pre_tags=[_BEFORE], post_tags=[_AFTER])
    .highlight("title", "summary", number_of_fragments=0)
    .highlight("body", number_of_fragments=1, fragment_size=100)
    .to_dict()
)
_KEYS = {"keys": {"cardinality": {"field": "key"}}}
_LATEST = {"sort": [{"updated_at": {"order": "desc"}}, "key"], "track_scores": True}


@dataclass(frozen=True, slots=True)
class _Request:
    """`query` is what to find, `start` and `size` which of it; `more` is all else that is asked."""

    stage: Stage
    language: str
    query: clauses.Query
    size: int
    start: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        place = {"query": self.query, "from": self.start, "size": self.size, "timeout": engine_timeout()}
        return {**_NAMING, **self.more, **place}


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
    wanted = _query(query, clauses.beginning(plans[language], language), None)
    request = _Request(Stage.EXACT, language, wanted, query.size)
    answer = _ask([request])[0]
    _check(answer)
    entries = tuple(_entries(request, answer))
    return Found(total=len(entries), engine="elasticsearch", entries=entries)


def parts(plans: Plans, refs: Collection[EntryRef]) -> dict[EntryRef, dict[str, float]]:
    """What each part of the question would count alone in these entries, the most first. Raises EngineAway."""
    asked = []
    for language in sorted({ref.language for ref in refs}):
        ids = [ref.id for ref in refs if ref.language == language]
        for name, part in clauses.parts(plans[language], language).items():
            wanted = clauses.q("bool", must=[part], filter=[clauses.q("terms", id=ids)])
            asked.append((name, _Request(Stage.EXACT, language, wanted, len(ids))))
    found: dict[EntryRef, dict[str, float]] = {}
    for (name, request), answer in zip(asked, _ask([request for _name, request in asked]), strict=True):
        _check(answer)
        for entry in _entries(request, answer):
            found.setdefault(entry.ref, {})[name] = entry.score
    return {ref: dict(sorted(counts.items(), key=lambda item: -item[1])) for ref, counts in found.items()}


# Asking


def _requests(query: SearchQuery, plans: Plans, keys: Keys) -> list[_Request]:
    """The page's exact results with counts, then the heads of all stages, shown if exact results are few."""
    own, chosen = query.language, {**_MARKING, "post_filter": _filter(query, without="")}
    strict = clauses.strict(plans[own], own)
    exact = _query(query, strict, keys)
    heads = []
    if _needs_head(query):
        heads.append(_Request(Stage.EXACT, own, exact, FEW, more=chosen))
    for code in languages():
        if code != own:
            wanted = _query(query, clauses.strict(plans[code], code), keys)
            heads.append(_Request(Stage.OTHER_LANGUAGE, code, wanted, _EXTRAS, more=chosen))
    if query.can_look_elsewhere:
        wider = _query(replace(query, everywhere=True), strict, keys)
        heads.append(_Request(Stage.ELSEWHERE, own, wider, FEW, more=chosen))
    similar = _query(query, clauses.relaxed(plans[own], own), keys)
    heads.append(_Request(Stage.SIMILAR, own, similar, _EXTRAS, more=chosen))
    order = _LATEST if query.order is Order.NEWEST else {}
    page = {**chosen, "aggs": _counting(query), **spelling.asking(plans[own]), **order}
    return [_Request(Stage.EXACT, own, exact, query.last - query.first, query.first, page), *heads]


def _needs_head(query: SearchQuery) -> bool:
    """Whether this page does not begin with all the exact results there are if they are few."""
    return query.first > 0 or query.last < FEW


def _query(query: SearchQuery, wanted: clauses.Query, keys: Keys) -> clauses.Query:
    now = timezone.now().isoformat(timespec="seconds")
    filters = clauses.visible(query.community, everywhere=query.everywhere, now=now)
    if keys is not None:
        filters.append(clauses.q("terms", key=sorted(keys)))
    if query.without:
        filters.append(clauses.q("bool", must_not=[clauses.q("terms", key=list(query.without))]))
    return clauses.ranked(wanted, query.community, filters)


def _counting(query: SearchQuery) -> dict[str, Any]:
    """Counts are of keys, not of documents, and each facet's without its own filter."""
    counts: dict[str, Any] = {"passing": {"filter": _filter(query, without=""), "aggs": _KEYS}, **_KEYS}
    for facet in FACETS:
        values = {"terms": {"field": facet, "size": _VALUES}, "aggs": _KEYS}
        counts[facet] = {"filter": _filter(query, without=facet), "aggs": {"values": values}}
    return counts


def _filter(query: SearchQuery, *, without: str) -> clauses.Query:
    terms = [
        clauses.q("terms", **{facet: ["" if code == CITY and facet == "community" else code for code in codes]})
        for facet, codes in query.filters.items()
        if facet != without
    ]
    return clauses.q("bool", filter=terms) if terms else clauses.q("match_all")


def _ask(requests: Sequence[_Request]) -> Sequence[Answer]:
    lines: list[dict[str, Any]] = []
    for request in requests:
        lines += [{"index": alias_of(request.language)}, request.body]
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
