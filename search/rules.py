"""Editors' rules as a lexicon. Each process keeps it for as long as no rule changes: one small query tells."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from search.contract import CommunityScope
from search.lexicon import Lexicon, Reading, Replacement, equals, one_way, translations
from search.models import RuleKind, SearchRule

_KEEP = 500  # communities
#: Written out: each letter that somebody types asks for it, and Django takes longer to put it together than all else
#: of the look-up.
_STATE = f'SELECT COUNT(*), MAX(id), MAX(changed_at) FROM "{SearchRule._meta.db_table}"'  # noqa: S608 - a table's name
_State = tuple[Any, ...]
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
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return tuple(cursor.fetchone())


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
