"""What others look for: questions that many asked and that led somewhere, in words that editors wrote."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Case, IntegerField, Max, When
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import override

from search.contract import CommunityScope
from search.models import SearchDocument
from search.report import grouped

#: Shown to everybody, so more than a report: networks times days within the period.
ASKED_BY = 5
DAYS = 30
MOST = 10
_LOOKED_AT = 30
_KEEP = 10 * 60
_BEGINNING = 300


@dataclass(frozen=True, slots=True)
class PopularQuery:
    words: str
    times: int


def popular_queries_for(community: CommunityScope | None, language: str) -> tuple[PopularQuery, ...]:
    """Most asked first: the community's own, where it has some, else the whole city's. No query but once in ten
    minutes.

    Only what found something that was chosen, and stands in the title, the aliases or the summary of a page that is
    shown there: nobody puts words on the city's pages by asking for them often.
    """
    own = _popular(community, language, own=True) if community else ()
    return own or _popular(community, language, own=False)


def asking_again(words: str, community: CommunityScope | None, language: str) -> str:
    """The address of a search for these words."""
    place = {"community": community.slug} if community else {}
    with override(language):
        return f"{reverse('search:results')}?{urlencode({'q': words, **place})}"


def _popular(community: CommunityScope | None, language: str, *, own: bool) -> tuple[PopularQuery, ...]:
    key = f"popular:{language}:{community.code if community else ''}:{own}"
    kept = cache.get(key)
    if kept is None:
        kept = [(each.words, each.times) for each in _worked_out(community, language, own=own)]
        cache.set(key, kept, _KEEP)
    return tuple(PopularQuery(words, times) for words, times in kept)


def _worked_out(community: CommunityScope | None, language: str, *, own: bool) -> list[PopularQuery]:
    """Two queries."""
    rows = grouped([community.code] if community and own else None, days=DAYS, least=1).filter(language=language)
    sums: dict[str, list[int]] = {}
    for row in rows[: _LOOKED_AT * 10]:
        known = sums.setdefault(row["asked"], [0, 0, 0])
        for at, name in enumerate(("all_visits", "all_empty", "all_clicks")):
            known[at] += row[name]
    led_on = {words: visits for words, (visits, empty, clicks) in sums.items() if clicks and not empty}
    asked = {words: visits for words, visits in led_on.items() if visits >= ASKED_BY}
    candidates = sorted(asked, key=lambda words: -asked[words])[:_LOOKED_AT]
    named = _named(candidates, community, language)
    return [PopularQuery(words, asked[words]) for words in candidates if words in named][:MOST]


def _named(words: list[str], community: CommunityScope | None, language: str) -> set[str]:
    """Those that stand at the beginning of a page's text: its title, aliases, other titles, summary."""
    if not words:
        return set()
    pages = SearchDocument.objects.visible(community, everywhere=False).filter(language=language)
    has = {
        f"has_{number}": Max(Case(When(beginning__contains=each, then=1), default=0, output_field=IntegerField()))
        for number, each in enumerate(words)
    }
    found = pages.annotate(beginning=Substr("folded", 1, _BEGINNING)).aggregate(**has)
    return {each for number, each in enumerate(words) if found[f"has_{number}"]}
