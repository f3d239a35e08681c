"""Editors' rules as a lexicon. Each process keeps it for as long as no rule changes: one small query tells."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Count, Max

from search.contract import CommunityScope
from search.lexicon import Lexicon, Reading, Replacement, equals, one_way, translations
from search.models import RuleKind, SearchRule

_KEEP = 500  # communities
_State = tuple[int, int | None, datetime | None]
_kept: dict[str, Lexicon] = {}
_kept_state: _State | None = None


def lexicon_for(community: CommunityScope | None) -> Lexicon:
    """The city's rules, and those of the reader's community."""
    global _kept_state
    state = _state()
    if state != _kept_state or len(_kept) >= _KEEP:
        _kept.clear()
        _kept_state = state
    code = community.code if community else ""
    if code not in _kept:
        _kept[code] = lexicon_of(SearchRule.objects.filter(community__in={"", code}))
    return _kept[code]


def _state() -> _State:
    """Differs whenever a rule was added, changed or taken away."""
    found = SearchRule.objects.aggregate(count=Count("pk"), last=Max("pk"), changed=Max("changed_at"))
    return found["count"], found["last"], found["changed"]


def lexicon_of(rules: Iterable[SearchRule]) -> Lexicon:
    rows = list(rules)
    synonyms = [each for row in rows for each in _synonyms(row)]
    glossary = [
        each for row in rows if row.kind == RuleKind.GLOSSARY for each in translations(row.word_list, row.target_list)
    ]
    readings = [
        Reading(row.words, tuple(reading.split()))
        for row in rows
        if row.kind == RuleKind.READING
        for reading in row.target_list
    ]
    return Lexicon(synonyms, glossary, readings)


def _synonyms(row: SearchRule) -> Iterator[Replacement]:
    if row.kind == RuleKind.EQUAL:
        yield from equals(row.word_list)
    elif row.kind == RuleKind.ONE_WAY:
        yield from one_way(row.word_list, row.target_list)
