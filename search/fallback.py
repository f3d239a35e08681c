"""The database search: answers without an engine. Prepared text, LIKE on pairs of characters, ranked here."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import reduce
from operator import add, or_

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from search import text
from search.boosts import boost_of
from search.contract import EntryRef
from search.facets import counts, passes
from search.found import FEW, Found, FoundEntry, Stage, with_elsewhere
from search.models import SearchDocument
from search.query import MAX_GAP, Keys, Order, Plan, Plans, SearchQuery

_MAX_CANDIDATES = 300
_MAX_UNITS = 24
_RELAXED = 0.34
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
# Wordings a language: each costs the database a pass over the text.
_MAX_VARIANTS = 4
_RANKED_FIELDS = (
    *("entry_id", "language", "key", "kind", "category", "audiences", "channels", "languages", "community"),
    *("popularity", "updated_at", "folded", "sound", "initials"),
)
_LINES = ("title", "aliases", "other titles", "summary", "text")
_LINE_WEIGHTS = (4.0, 4.0, 3.0, 1.5, 0.6)
_PHRASE_WEIGHTS = (4.0, 4.0, 2.0, 1.5, 0.3)
_SOUND_WEIGHT = 5.0
_HOMOPHONE_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class _Match:
    row: SearchDocument
    score: float
    stage: Stage
    why: str


def search(query: SearchQuery, plans: Plans, keys: Keys = None) -> Found:
    """One SQL query for up to 300 candidates, which are ranked in Python; a second where nothing near is found."""
    ranked = _matches(query, plans, keys)
    if query.can_look_elsewhere and with_elsewhere(match.stage for match in ranked):
        ranked = _with_others(ranked, _matches(replace(query, everywhere=True), plans, keys))
    exact = [match for match in ranked if match.stage is Stage.EXACT]
    pool = exact if len(exact) >= FEW else ranked
    shown = [match for match in pool if passes(match.row, query)]
    if query.order is Order.NEWEST:
        shown.sort(key=_newest_exact_first)
    page = shown[query.first : query.last]
    return Found(
        total=len(shown),
        engine="basic",
        entries=tuple(FoundEntry(m.row.ref, m.row.key, round(m.score, 3), m.stage, why=(m.why,)) for m in page),
        facets=counts([match.row for match in exact], query),
    )


def _newest_exact_first(match: _Match) -> tuple[bool, float]:
    """Others stay as they stand."""
    is_exact = match.stage is Stage.EXACT
    return not is_exact, -(match.row.updated_at or _LONG_AGO).timestamp() if is_exact else 0.0


def _matches(query: SearchQuery, plans: Plans, keys: Keys) -> list[_Match]:
    return _once_a_key(_ranked(list(_candidates(query, plans, keys)), query, plans))


def _with_others(near: list[_Match], everywhere: list[_Match]) -> list[_Match]:
    """A few of what other communities have, before what is only alike."""
    exact = [match for match in everywhere if match.stage is Stage.EXACT][:FEW]
    return _once_a_key([*(replace(match, stage=Stage.ELSEWHERE) for match in exact), *near])


# Candidates: what the database can tell quickly


def _candidates(query: SearchQuery, plans: Plans, keys: Keys) -> Sequence[SearchDocument]:
    rows = SearchDocument.objects.visible(query.community, everywhere=query.everywhere)
    if keys is not None:
        rows = rows.filter(key__in=keys)
    if query.without:
        rows = rows.exclude(key__in=query.without)
    plan = plans[query.language]
    wordings = dict.fromkeys(variant.words for each in plans.values() for variant in each.variants[:_MAX_VARIANTS])
    variants = [_units(words) for words in wordings]
    rows = rows.annotate(**{f"matched_{i}": _number_of(parts) for i, parts in enumerate(variants)})
    wanted = [Q(**{f"matched_{i}__gte": _at_least(parts, _RELAXED)}) for i, parts in enumerate(variants)]
    wanted += [Q(sound__contains=f" {' '.join(way)}") for way in (*plan.readings, plan.homophone) if way]
    if plan.initials:
        wanted.append(Q(initials__contains=plan.initials))
    in_language = Case(When(language=query.language, then=Value(0)), default=Value(1), output_field=IntegerField())
    matched = Greatest(*(F(f"matched_{i}") for i in range(len(variants)))) if len(variants) > 1 else F("matched_0")
    order = (in_language, matched.desc(), "-popularity", "pk")
    return rows.filter(reduce(or_, wanted)).order_by(*order).only(*_RANKED_FIELDS)[:_MAX_CANDIDATES]


def _units(words: str) -> list[str]:
    return text.units(words)[:_MAX_UNITS]


def _number_of(parts: Sequence[str]) -> Combinable:
    ones = [
        Case(When(folded__contains=part, then=Value(1)), default=Value(0), output_field=IntegerField())
        for part in parts
    ]
    return reduce(add, ones)


def _at_least(parts: Sequence[str], share: float) -> int:
    return max(1, math.floor(share * len(parts)))


# Ranking: the engine's query in small


def _ranked(rows: Sequence[SearchDocument], query: SearchQuery, plans: Plans) -> list[_Match]:
    weights = _weights(rows, plans)
    matches = [match for row in rows if (match := _match(row, query, plans[row.language], weights))]
    return sorted(matches, key=lambda match: (list(Stage).index(match.stage), -match.score, match.row.pk))


def _weights(rows: Sequence[SearchDocument], plans: Plans) -> dict[str, float]:
    """What few candidates have says more than what nearly all have."""
    variants = {variant.words for plan in plans.values() for variant in plan.variants}
    parts = {part for words in variants for part in _units(words)}
    having = Counter(part for row in rows for part in parts if part in row.folded)
    return {part: math.log(1 + (len(rows) - having[part] + 0.5) / (having[part] + 0.5)) + 0.2 for part in parts}


def _match(row: SearchDocument, query: SearchQuery, plan: Plan, weights: dict[str, float]) -> _Match | None:
    """By the best of the query's parts that fits exactly, else by the best that is like it."""
    exact, similar = [(0.0, "")], [(0.0, "")]
    for variant in plan.variants:
        if not all(term in row.folded for term in variant.terms):
            continue
        score, is_exact = _lexical(row, variant.words, variant.weight, weights)
        (exact if is_exact else similar).append((score, f"words: {variant.words}"))
    exact.append(_by_sound(row, plan))
    similar.append((_by_homophone(row, plan), f"sound: {' '.join(plan.homophone)}"))
    score, why = max(exact)
    stage = Stage.EXACT if row.language == query.language else Stage.OTHER_LANGUAGE
    if not score:
        (score, why), stage = max(similar), Stage.SIMILAR
    return _Match(row, score * boost_of(row, query), stage, why) if score else None


def _lexical(row: SearchDocument, words: str, weight: float, weights: dict[str, float]) -> tuple[float, bool]:
    """Score, and whether enough of the words are there for an exact result."""
    lines, parts = row.folded.split("\n"), _units(words)
    best = {part: _best_line(lines, part) for part in parts}
    count = sum(score > 0 for score, _line in best.values())
    if count < _at_least(parts, _RELAXED):
        return 0.0, False
    score = sum(weights[part] * score for part, (score, _line) in best.items()) + _together(lines, words, weights)
    return score * weight * _brevity(lines), count >= _needed(parts) or _is_named(lines[0], words)


def _best_line(lines: Sequence[str], part: str) -> tuple[float, str]:
    """What it counts in the line where it counts most, and that line's name."""
    where = zip(lines, _LINE_WEIGHTS, _LINES, strict=True)
    return max(((weight, name) for line, weight, name in where if _has(line, part)), default=(0.0, ""))


def _together(lines: Sequence[str], words: str, weights: dict[str, float]) -> float:
    """What it counts that all the words stand side by side somewhere."""
    phrase = max((w for line, w in zip(lines, _PHRASE_WEIGHTS, strict=True) if words in line), default=0.0)
    return phrase * sum(weights.values()) / max(1, len(weights)) * 2


def _brevity(lines: Sequence[str]) -> float:
    return 1 + 0.3 / (1 + len(lines[0]) / 10)


def _has(line: str, part: str) -> bool:
    """Letters count where a word begins: `rent` is not in `parents`."""
    return part in line and (text.is_han(part) or bool(re.search(rf"\b{re.escape(part)}", line)))


def _is_named(title: str, words: str) -> bool:
    """Whether all the characters stand in the title, near each other: 书法班 is the 少儿书法公益班."""
    if len(words) < 3 or not all(map(text.is_han, words)):
        return False
    return bool(re.search(f".{{0,{MAX_GAP}}}".join(words), title))


def _needed(parts: Sequence[str]) -> int:
    """How many parts an exact result has: all of two, all but one of four, two thirds of more."""
    if len(parts) <= 2:
        return len(parts)
    return len(parts) - 1 if len(parts) <= 4 else max(1, math.floor(0.65 * len(parts)))


def _by_sound(row: SearchDocument, plan: Plan) -> tuple[float, str]:
    found = [(0.0, "")]
    for way in plan.readings:
        sound = f" {' '.join(way)}"
        if sound in row.sound:
            begins = any(line.startswith(sound) for line in row.sound.split("\n"))
            found.append((_SOUND_WEIGHT * len(way) * (1.3 if begins else 1.0), f"sound:{sound}"))
    if plan.initials and plan.initials in row.initials:
        weight = 2.0 if f"^{plan.initials}" in row.initials else 1.8
        found.append((_SOUND_WEIGHT * weight, f"initials: {plan.initials}"))
    return max(found)


def _by_homophone(row: SearchDocument, plan: Plan) -> float:
    is_alike = plan.homophone and f" {' '.join(plan.homophone)} " in row.sound
    return _HOMOPHONE_WEIGHT * len(plan.homophone) if is_alike else 0.0


# Explaining


def parts(query: SearchQuery, plans: Plans, refs: Set[EntryRef]) -> dict[EntryRef, dict[str, float]]:
    """What each part of the question counts in these entries, the most first."""
    found: dict[EntryRef, dict[str, float]] = {}
    for asked in (query, replace(query, everywhere=True)):
        if refs - found.keys():
            rows = list(_candidates(asked, plans, None))
            weights = _weights(rows, plans)
            new = (row for row in rows if row.ref in refs - found.keys())
            found |= {row.ref: _parts(row, plans[row.language], weights) for row in new}
    return found


def _parts(row: SearchDocument, plan: Plan, weights: dict[str, float]) -> dict[str, float]:
    lines, found = row.folded.split("\n"), defaultdict[str, float](float)
    best = max(plan.variants, key=lambda variant: _lexical(row, variant.words, variant.weight, weights)[0])
    scale = best.weight * _brevity(lines)
    for part in _units(best.words):
        score, line = _best_line(lines, part)
        found[line] += weights[part] * score * scale
    found["words side by side"] = _together(lines, best.words, weights) * scale
    found["sound or initials"] = max(_by_sound(row, plan)[0], _by_homophone(row, plan))
    return {name: round(count, 3) for name, count in sorted(found.items(), key=lambda item: -item[1]) if count}


# One result a key


def _once_a_key(ranked: Sequence[_Match]) -> list[_Match]:
    first: dict[str, _Match] = {}
    for match in ranked:
        first.setdefault(match.row.key, match)
    return list(first.values())
