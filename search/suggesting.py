"""Suggestions while somebody types: pages, ways to many pages, what others ask. Nothing needs them."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from search import pinyin, text
from search.contract import CommunityScope, get_provider
from search.popular import asking_again, popular_queries_for
from search.query import Plan, SearchQuery, normalised, plans_for
from search.results import beginnings_for
from search.rules import lexicon_for

MOST = 8
_MOST_SHORTCUTS = 2
_MOST_POPULAR = 2
_MOST_WORDINGS = 4


class SuggestionKind(StrEnum):
    PAGE = "page"
    CATEGORY = "category"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whoever chooses it is taken to `url`, a path."""

    text: str
    url: str
    kind: SuggestionKind
    language: str


def suggestions_for(raw: str, *, language: str, community: CommunityScope | None) -> tuple[Suggestion, ...]:
    """At most MOST, ways to many pages first. SQL: the rules, the rows, and what the provider needs for addresses."""
    lexicon = lexicon_for(community)
    plans = plans_for(raw, lexicon)
    plan = plans[language]
    shortcuts = [*_shortcuts(plan, language, community), *_popular(plan, language, community)]
    query = SearchQuery(raw=raw, language=language, community=community, size=MOST - len(shortcuts))
    pages = [
        Suggestion(page.title, page.url, SuggestionKind.PAGE, page.language) for page in beginnings_for(query, plans)
    ]
    return tuple({each.url: each for each in [*shortcuts, *pages]}.values())


def _shortcuts(plan: Plan, language: str, community: CommunityScope | None) -> list[Suggestion]:
    wordings, letters = _wordings(plan)
    found = [
        each
        for each in get_provider().shortcuts(community=community, language=language)
        if _is_meant(each.title, wordings, letters)
    ]
    return [Suggestion(each.title, each.url, SuggestionKind.CATEGORY, language) for each in found[:_MOST_SHORTCUTS]]


def _popular(plan: Plan, language: str, community: CommunityScope | None) -> list[Suggestion]:
    """What others asked that begins or is called like this, to be asked as well."""
    wordings, letters = _wordings(plan)
    found = [
        each.words
        for each in popular_queries_for(community, language)
        if each.words != normalised(plan.asked) and _is_meant(each.words, wordings, letters)
    ]
    return [
        Suggestion(words, asking_again(words, community, language), SuggestionKind.QUERY, language)
        for words in found[:_MOST_POPULAR]
    ]


def _wordings(plan: Plan) -> tuple[list[str], str]:
    """The first ways to say it, and the letters that may be pinyin."""
    letters = plan.asked.replace(" ", "") if plan.asked.isascii() else ""
    return [variant.words for variant in plan.variants[:_MOST_WORDINGS]], letters


def _is_meant(title: str, wordings: list[str], letters: str) -> bool:
    folded, spelt, initials = _spellings(title)
    words = folded.split()
    if any(wording in folded if text.is_han(wording) else _begins(words, wording) for wording in wordings):
        return True
    return len(letters) > 1 and bool(spelt) and (spelt.startswith(letters) or initials == letters)


def _begins(words: list[str], wording: str) -> bool:
    return any(" ".join(words[start:]).startswith(wording) for start in range(len(words)))


@lru_cache(maxsize=1000)
def _spellings(title: str) -> tuple[str, str, str]:
    """Folded; and if it is Chinese, in pinyin and its initials."""
    folded = text.fold(title)
    if not any(map(text.is_han, text.words(folded))):
        return folded, "", ""
    syllables = pinyin.syllables(folded)
    return folded, "".join(syllables), pinyin.initials(syllables)
