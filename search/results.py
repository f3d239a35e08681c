"""From a question to results with addresses and names: the engine if it can, else the database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal

from django.utils.translation import gettext

from search import engine, fallback, spelling, text
from search.conf import engine_settings
from search.contract import MOST_LIVE_KEYS, CommunityScope, EntryRef, Hit, LiveFilter, Note, get_provider
from search.deadline import EngineAway
from search.deciding import Decisions, decisions_for, steered
from search.found import Found, FoundEntry, Pieces, Stage
from search.lexicon import Lexicon
from search.marking import excerpt, has_all, mark
from search.models import SearchDocument
from search.query import CITY, Keys, Plan, Plans, SearchQuery, plans_for
from search.rules import lexicon_for

_NAMED_FIELDS = ("entry_id", "language", "key", "kind", "community", "title")
_SHOWN_FIELDS = (*_NAMED_FIELDS, "summary", "body")


_ENGINES: Mapping[str, Callable[..., Found]] = {
    "elasticsearch": engine.search,
    "basic": fallback.search,
}


@dataclass(frozen=True, slots=True)
class Result:
    """`found` is the entry that was found; what is shown may be another one with its key."""

    key: str
    kind: str
    kind_label: str
    url: str
    title: str
    summary: str
    title_marked: Pieces
    excerpt: Pieces
    language: str
    community: CommunityScope | None
    score: float
    stage: Stage
    why: tuple[str, ...] = ()
    notes: Sequence[Note] = ()
    found: EntryRef | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """A page as suggestions name it."""

    title: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`count` is None for a live filter that is not chosen: nobody has counted."""

    value: str
    label: str
    count: int | None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    total: int
    engine: Literal["elasticsearch", "basic"]
    results: tuple[Result, ...] = ()
    facets: Mapping[str, tuple[FacetValue, ...]] | None = None
    live: tuple[FacetValue, ...] = ()
    did_you_mean: str = ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A found entry, and the row that stands for its key here."""

    entry: FoundEntry
    row: SearchDocument

    @property
    def hit(self) -> Hit:
        return Hit(self.row.ref, self.row.key, self.row.community, self.row.kind)


def results_for(query: SearchQuery, lexicon: Lexicon | None = None, decisions: Decisions | None = None) -> Results:
    """Never raises for a lost engine. SQL: the rules and the decisions unless they are given, the rows, without an
    engine the candidates, with pinned pages theirs, and what the provider needs.
    """
    plans = plans_for(query.raw, lexicon or lexicon_for(query.community))
    if not plans[query.language]:
        return Results(total=0, engine="elasticsearch" if engine_settings() else "basic")
    filters = get_provider().live_filters(community=query.community, everywhere=query.everywhere)
    keys = _keys(query, filters)
    decisions = decisions_for(query) if decisions is None else decisions
    found = steered(query, decisions, keys, partial(_search, plans=plans, keys=keys))
    shown = _shown(found.entries, query)
    communities = _communities(shown, found, query)
    return Results(
        total=found.total - _unshown_elsewhere(found, shown),
        engine=found.engine,
        results=tuple(_results(shown, query, plans, communities, _notes(shown, query))),
        facets={facet: _values(facet, counts, query, communities) for facet, counts in found.facets.items()},
        live=tuple(_live_value(each, query, found.total) for each in filters),
        did_you_mean=_did_you_mean(found, shown, plans[query.language]),
    )


def beginnings_for(query: SearchQuery, plans: Plans) -> list[Beginning]:
    """Pages that are named like what is being typed; with the database, pages that have its words."""
    if not plans[query.language]:
        return []
    shown = _shown(_begin(query, plans).entries, query, fields=_NAMED_FIELDS)
    urls = _urls(shown, query)
    rows = (each.row for each in shown)
    return [Beginning(row.title, urls[row.ref], row.language) for row in rows if row.ref in urls]


def _begin(query: SearchQuery, plans: Plans) -> Found:
    if engine_settings() is not None:
        try:
            return engine.begin(query, plans)
        except EngineAway:
            pass  # said in the log where it was found out
    return fallback.search(query, plans)


def keys_for(query: SearchQuery, *, engine: str) -> list[str]:
    """What one engine, `elasticsearch` or `basic`, answers; EngineAway where it cannot."""
    plans = plans_for(query.raw, lexicon_for(query.community))
    if not plans[query.language]:
        return []
    found = steered(query, decisions_for(query), None, partial(_ENGINES[engine], plans=plans))
    return [each.entry.key for each in _shown(found.entries, query)]


def _did_you_mean(found: Found, shown: Sequence[_Shown], plan: Plan) -> str:
    """By sound only where nothing is there as it was asked for; a word that no text has is mended in any case."""
    if found.corrected or any(each.entry.stage is Stage.EXACT for each in shown):
        return found.corrected
    return spelling.sounding_alike(plan, [each.row.title for each in shown if each.entry.stage is Stage.SIMILAR])


def _keys(query: SearchQuery, filters: Sequence[LiveFilter]) -> Keys:
    """What passes all the live filters that are chosen, however many there are in the whole city."""
    passing = [set(each.keys()) for each in filters if each.code in query.live]
    return sorted(set.intersection(*passing))[:MOST_LIVE_KEYS] if passing else None


def _live_value(each: LiveFilter, query: SearchQuery, total: int) -> FacetValue:
    is_chosen = each.code in query.live
    return FacetValue(each.code, each.label, total if is_chosen else None, is_chosen)


def _search(query: SearchQuery, plans: Plans, keys: Keys) -> Found:
    if engine_settings() is not None:
        try:
            return engine.search(query, plans, keys)
        except EngineAway:
            pass  # said in the log where it was found out
    return fallback.search(query, plans, keys)


def _shown(entries: Sequence[FoundEntry], query: SearchQuery, fields: Sequence[str] = _SHOWN_FIELDS) -> list[_Shown]:
    """For each key the reader's own community's entry, else the city's, else the one found; none that is gone."""
    everywhere = query.everywhere or any(entry.stage is Stage.ELSEWHERE for entry in entries)
    rows = SearchDocument.objects.visible(query.community, everywhere=everywhere)
    # By key alone: told languages as well, a planner without statistics reads every row of them.
    rows = rows.filter(key__in=[entry.key for entry in entries]).only(*fields) if entries else rows.none()
    by_key: dict[tuple[str, str], list[SearchDocument]] = {}
    for row in rows.filter(community="") if query.only_city else rows:
        by_key.setdefault((row.key, row.language), []).append(row)
    own = query.community.code if query.community else ""
    shown = []
    for entry in entries:
        places = {row.community: row for row in by_key.get((entry.key, entry.ref.language), ())}
        if entry.stage is Stage.ELSEWHERE and places.keys() & {own, ""}:
            continue  # what is said of it there is not said here
        found = {row.ref: row for row in places.values()}
        if row := places.get(own) or places.get("") or found.get(entry.ref):
            shown.append(_Shown(entry, row))
    return shown


def _unshown_elsewhere(found: Found, shown: Sequence[_Shown]) -> int:
    """What other communities say of something that is here as well is neither shown nor counted."""
    left = {each.entry.key for each in shown}
    return sum(entry.stage is Stage.ELSEWHERE and entry.key not in left for entry in found.entries)


def _communities(shown: Sequence[_Shown], found: Found, query: SearchQuery) -> dict[str, CommunityScope]:
    own = {query.community.code: query.community} if query.community else {}
    codes = {each.row.community for each in shown} | set(found.facets.get("community", {}))
    others = sorted(codes - set(own) - {"", CITY})
    return own | dict(get_provider().communities(others)) if others else own


def _notes(shown: Sequence[_Shown], query: SearchQuery) -> Mapping[EntryRef, Sequence[Note]]:
    hits = [each.hit for each in shown]
    return get_provider().notes(hits, community=query.community, language=query.language) if hits else {}


def _urls(shown: Sequence[_Shown], query: SearchQuery) -> Mapping[EntryRef, str]:
    hits = [each.hit for each in shown]
    return get_provider().urls(hits, community=query.community, language=query.language) if hits else {}


def _results(
    shown: Sequence[_Shown],
    query: SearchQuery,
    plans: Plans,
    communities: Mapping[str, CommunityScope],
    notes: Mapping[EntryRef, Sequence[Note]] = MappingProxyType({}),
) -> list[Result]:
    if not shown:
        return []
    urls = _urls(shown, query)
    kinds = get_provider().labels("kind", sorted({each.row.kind for each in shown}), language=query.language)
    return [
        Result(
            key=entry.key,
            kind=row.kind,
            kind_label=kinds.get(row.kind, row.kind),
            url=urls[row.ref],
            title=row.title,
            summary=row.summary,
            title_marked=_title(entry, row, plans[row.language]),
            excerpt=_excerpt(entry, row, plans[row.language]),
            language=row.language,
            community=communities.get(row.community),
            score=entry.score,
            stage=entry.stage,
            why=entry.why,
            notes=notes.get(row.ref, ()),
            found=entry.ref,
        )
        for entry, row in ((each.entry, each.row) for each in shown)
        if row.ref in urls and (not row.community or row.community in communities)
    ]


def _title(entry: FoundEntry, row: SearchDocument, plan: Plan) -> Pieces:
    """As the engine marked it, if that is what the row says: in the index all is in simplified characters."""
    is_same = "".join(piece for piece, _is_match in entry.title_marked) == row.title
    return entry.title_marked if is_same and entry.title_marked else mark(row.title, plan.units)


def _excerpt(entry: FoundEntry, row: SearchDocument, plan: Plan) -> Pieces:
    """The summary where it or the title has the words, else the place of the text that has them."""
    is_same = row.ref == entry.ref and text.is_simplified(row.summary)
    given = entry.excerpt if is_same else ()
    is_summary = "".join(piece for piece, _is_match in given) == row.summary
    if not is_summary and any(has_all(row.title, text.units(variant.words)) for variant in plan.variants):
        return mark(row.summary, plan.units)
    return given or excerpt(row.summary, row.body, plan.units)


def _values(
    facet: str, counts: Mapping[str, int], query: SearchQuery, communities: Mapping[str, CommunityScope]
) -> tuple[FacetValue, ...]:
    chosen = query.filters.get(facet, ())
    counts = dict(counts) | {code: 0 for code in chosen if code not in counts}
    if not counts:
        return ()
    if facet == "community":
        return tuple(
            FacetValue(scope.slug if scope else CITY, scope.name if scope else gettext("Whole city"), count)
            for code, count in counts.items()
            if (scope := communities.get(code)) or code == CITY
        )
    labels = get_provider().labels(facet, list(counts), language=query.language)
    return tuple(FacetValue(code, labels.get(code, code), count, code in chosen) for code, count in counts.items())
