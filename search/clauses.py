"""The engine's queries. The weights were chosen on the judged corpus, where halving or doubling one changes little."""

from collections.abc import Sequence
from typing import Any

from search import text
from search.boosts import HALF_LIFE_DAYS, OWN, RANK, RECENT
from search.conf import is_chinese
from search.contract import CommunityScope
from search.lexicon import Variant
from search.query import MAX_GAP, Plan

Query = dict[str, Any]


def q(kind: str, /, **body: Any) -> Query:
    """What `elasticsearch.dsl.Q` would become. A question has some four hundred of them, each in several requests: its
    objects, made and turned into dictionaries, would cost more than all the rest of the search.
    """
    return {kind: body}


#: How many of a query's words (in Chinese: pairs of characters) an exact result must have.
_STRICT = {True: "2<-1 4<65%", False: "2<70%"}
_RELAXED = "34%"
# Aliases count less than titles: to the engine a word is rarer and its field shorter there, which weighs more already.
_FIELDS = ["title^4", "keywords^3", "summary^1.5", "body^.6", "alt^3"]
_PHRASES = (("title.std", 4.0), ("keywords.std", 3.0), ("summary.std", 1.5))
_NAMES = (("title", 4.0), ("keywords", 3.0))
# What is only like a word (unfinished, misspelt, of its root, its initials) counts the same however rare it is: how
# rare the words are that it may stand for says nothing of the one that was meant. Readers do: see `search.boosts`.
_INITIALS, _BEGINNING, _MISSPELT, _ROOT = 15.0, 4.0, 4.0, 2.0


def strict(plan: Plan, language: str) -> Query:
    """What was asked for: the words, their sound, initials, the beginning of a title."""
    clauses = [_lexical(variant, _STRICT[is_chinese(language)]) for variant in plan.variants]
    if is_chinese(language):
        clauses += [_sounding(way) for way in plan.readings]
        clauses += [_initials(plan.initials)] if plan.initials else []
    clauses += [_beginning(variant) for variant in plan.variants if _ends_in_letters(variant.words)]
    return q("dis_max", queries=clauses, tie_breaker=0.1)


def relaxed(plan: Plan, language: str) -> Query:
    """What is like it: some of the words, words that sound the same, words with a typing error."""
    clauses = [_lexical(variant, _RELAXED) for variant in plan.variants]
    if is_chinese(language) and plan.homophone:
        clauses.append(_sounding(plan.homophone, weight=0.5))
        clauses.append(_sounding_partly(plan.homophone))
    for variant in plan.variants:
        if _has_letters(variant.words):
            clauses += [_misspelt(variant), _akin(variant)]
    return q("dis_max", queries=clauses, tie_breaker=0.1)


def beginning(plan: Plan, language: str) -> Query:
    """Names that begin like what is being typed: its words, their sound, their initials."""
    clauses = [_named_so_far(variant) for variant in plan.variants]
    if is_chinese(language):
        clauses += [_sounding(way) for way in plan.readings]
        clauses += [_initials(plan.initials)] if plan.initials else []
    return q("dis_max", queries=clauses, tie_breaker=0.1)


def parts(plan: Plan, language: str) -> dict[str, Query]:
    """What each part of the question would count alone, by its name, for explanations: the words anywhere in a text
    and in each field, in the wording that counts most there; their sound, initials, and what is only like them."""
    ways: dict[str, list[Query]] = {"anywhere": [], **{name: [] for name in _SAID}}
    for variant in plan.variants:
        anywhere = _recall(variant.words, _STRICT[is_chinese(language)])
        ways["anywhere"].append(q("bool", should=anywhere, boost=variant.weight))
        for name, fields in _SAID.items():
            ways[name].append(_in_field(fields, variant))
    letters = [variant for variant in plan.variants if _has_letters(variant.words)]
    ways["beginning"] = [_beginning(variant) for variant in plan.variants if _ends_in_letters(variant.words)]
    ways["misspelt"] = [_misspelt(variant) for variant in letters]
    ways["same root"] = [_akin(variant) for variant in letters]
    if is_chinese(language):
        ways["sound"] = [_sounding(way) for way in plan.readings]
        ways["sound"] += [_sounding(plan.homophone, weight=0.5)] if plan.homophone else []
        ways["initials"] = [_initials(plan.initials)] if plan.initials else []
    return {name: q("dis_max", queries=queries) for name, queries in ways.items() if queries}


#: {what a field is called: its name}
_SAID = {"title": "title", "aliases": "keywords", "summary": "summary", "text": "body", "other titles": "alt"}


def _in_field(name: str, variant: Variant) -> Query:
    weights = {field: float(weight) for field, _caret, weight in (each.partition("^") for each in _FIELDS)}
    words = q("match", **{name: {"query": variant.words, "boost": weights[name]}})
    named = [_phrase(field, variant.words, weight) for field, weight in _PHRASES if field == f"{name}.std"]
    return q("bool", should=[words, *named], boost=variant.weight)


def _named_so_far(variant: Variant) -> Query:
    """The last word may be unfinished; of Chinese characters alone all stand together."""
    kind = "match_phrase_prefix" if all(map(text.is_han, text.words(variant.words))) else "match_bool_prefix"
    names = []
    for name, weight in _PHRASES[:2]:
        options: dict[str, Any] = {"query": variant.words, "boost": weight}
        if kind == "match_bool_prefix":
            options["operator"] = "and"
        names.append(q(kind, **{name: options}))
    return q("dis_max", queries=names, boost=variant.weight)


def _named(name: str, *clauses: Query) -> Query:
    """The best of these; the engine says of each result which names it owes its place to (`explain_search`)."""
    return q("bool", must=[q("dis_max", queries=list(clauses), tie_breaker=0.1)], _name=name)


def ranked(query: Query, community: CommunityScope | None, filters: Sequence[Query]) -> Query:
    """Own community, much read and recent first among equals, without drowning a better match."""
    functions: list[dict[str, Any]] = [
        {"weight": 1.0},
        {"field_value_factor": {"field": "rank", "missing": 0}, "weight": RANK},
        {"exp": {"updated_at": {"origin": "now", "scale": f"{HALF_LIFE_DAYS}d"}}, "weight": RECENT},
    ]
    if community:
        functions.append({"filter": q("term", community=community.code), "weight": OWN})
    wanted = q("bool", must=[query], filter=list(filters))
    return q("function_score", query=wanted, functions=functions, score_mode="sum", boost_mode="multiply")


def visible(community: CommunityScope | None, *, everywhere: bool, now: str) -> list[Query]:
    """The same as `SearchDocumentQuerySet.visible`."""
    filters = [q("bool", must_not=[q("range", expires_at={"lte": now})])]
    if community is None:
        return filters
    filters.append(q("bool", must_not=[q("term", hidden_in=community.code)]))
    return filters if everywhere else [*filters, q("terms", community=["", community.code])]


def _recall(words: str, enough: str) -> list[Query]:
    recall = [
        q("match", all={"query": words, "minimum_should_match": enough}),
        q("match", alt={"query": words, "minimum_should_match": "100%"}),
    ]
    if any(len(word) == 1 and text.is_han(word) for word in text.words(words)):
        # The index has pairs of characters; a single one is only in the words of the standard analyzer.
        recall.append(q("match", **{"all.std": {"query": words, "minimum_should_match": "100%"}}))
    if len(words) > 2 and all(map(text.is_han, words)):
        recall.append(q("match_phrase", **{"title.std": {"query": words, "slop": MAX_GAP}}))
    return recall


def _lexical(variant: Variant, enough: str) -> Query:
    words = variant.words
    # Named so in the title and again in an alias is no better answer than named so once: the best counts, no sum.
    named = [_phrase(name, words, weight) for name, weight in _PHRASES]
    # All the words in any order: `foreigner registration` is named in "registration for foreigners".
    named += [
        q("match", **{name: {"query": words, "operator": "and", "boost": 0.5 * weight}}) for name, weight in _NAMES
    ]
    better = [
        q("multi_match", query=words, fields=_FIELDS, tie_breaker=0.2),
        q("dis_max", queries=named, tie_breaker=0.1),
        *_rooted(words),
    ]
    must = [q("bool", should=_recall(words, enough), minimum_should_match=1), *map(_whole, variant.terms)]
    return q("bool", must=must, should=better, boost=variant.weight, _name=f"words: {words}")


def _whole(term: str) -> Query:
    """`household register` is not where a household may register one car."""
    places = [q("match_phrase", **{name: {"query": term, "slop": 1}}) for name in ("all", "alt")]
    return q("bool", should=places, minimum_should_match=1)


def _phrase(name: str, words: str, weight: float = 1.0, kind: str = "match_phrase") -> Query:
    options: dict[str, Any] = {name: {"query": words, "boost": weight}}
    return q(kind, **options)


def _sounding(syllables: Sequence[str], weight: float = 1.0) -> Query:
    """The last syllable may be unfinished where the reader typed the letters."""
    sound = " ".join(syllables)
    kind = "match_phrase_prefix" if weight == 1.0 else "match_phrase"
    return _named(
        f"sound: {sound}", _phrase("py", sound, 5.0 * weight, kind), _phrase("pys", sound, 1.5 * weight, kind)
    )


def _sounding_partly(syllables: Sequence[str]) -> Query:
    sound = " ".join(syllables)
    return _named(f"most of the sound: {sound}", q("match", py={"query": sound, "minimum_should_match": "75%"}))


def _initials(letters: str) -> Query:
    """A name that begins with them is found twice, and gets the tie-breaker."""
    places = [_alike(_phrase("ini", spaced), _INITIALS) for spaced in (" ".join(letters), " ".join(f"^{letters}"))]
    return _named(f"initials: {letters}", *places)


def _beginning(variant: Variant) -> Query:
    phrases = [
        _alike(_phrase(name, variant.words, kind="match_phrase_prefix"), _BEGINNING * weight)
        for name, weight in _PHRASES
    ]
    return q("dis_max", queries=phrases, boost=variant.weight, _name=f"beginning: {variant.words}")


def _alike(query: Query, score: float) -> Query:
    return q("constant_score", filter=query, boost=score)


def _misspelt(variant: Variant) -> Query:
    """All the words, each with a letter or two wrong: a frequent word that is right must not outdo the rare one."""
    fuzzy = {"query": variant.words, "fuzziness": "AUTO", "prefix_length": 1}
    everything = q("match", **{"all.std": {**fuzzy, "minimum_should_match": "2<70%"}})
    named = [_alike(q("match", **{name: fuzzy}), _MISSPELT * weight) for name, weight in _PHRASES]
    return q(
        "bool",
        must=[_alike(everything, _MISSPELT)],
        should=[q("dis_max", queries=named, tie_breaker=0.1)],
        boost=variant.weight,
        _name=f"misspelt: {variant.words}",
    )


def _akin(variant: Variant) -> Query:
    """Words of one root, which stemming keeps apart: `married`, `marriage`."""
    return q(
        "bool",
        should=_rooted(variant.words) or [q("match_none")],
        minimum_should_match="2<70%",
        boost=0.5 / _ROOT * variant.weight,
        _name=f"akin: {variant.words}",
    )


def _rooted(words: str) -> list[Query]:
    roots = [unit for unit in text.units(words) if len(unit) > 3 and not text.is_han(unit)]
    return [q("dis_max", queries=[_starts(name, root, _ROOT * weight) for name, weight in _PHRASES]) for root in roots]


def _starts(name: str, letters: str, weight: float) -> Query:
    options: dict[str, Any] = {name: {"value": letters, "boost": weight}}
    return q("prefix", **options)


def _has_letters(words: str) -> bool:
    return any(not text.is_han(word) and len(word) > 2 for word in text.words(words))


def _ends_in_letters(words: str) -> bool:
    last = text.words(words)[-1]
    return not text.is_han(last) and len(last) > 1
