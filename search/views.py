"""The results page. It works without JavaScript; filters and pages are links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from search import text
from search.asking import CHOICES, query_from
from search.contract import get_provider
from search.found import Stage
from search.popular import asking_again, popular_queries_for
from search.query import CITY, MAX_RESULTS, Order, SearchQuery
from search.results import FacetValue, Result, Results, results_for

_MAX_PLACES = 12
_MAX_ASKED = 6


@dataclass(frozen=True, slots=True)
class ResultsMeta:
    """What `portal/base.html` reads of `meta`; search imports nothing of the portal.

    A page of results is not for search engines: neither canonical nor alternate addresses.
    """

    title: str
    description: str
    breadcrumbs: tuple[Any, ...]
    canonical: str = ""
    alternates: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    indexable: bool = False
    json_ld: tuple[Any, ...] = ()
    image: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    url: str
    count: int | None = None
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    options: list[Option] = field(default_factory=list)


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    query = query_from(request.GET, language=get_language() or settings.LANGUAGE_CODE)
    extra = get_provider().page_context(request, community=query.community)
    found = results_for(query)
    echo = text.echo_query(query.raw)
    # Dozens of links repeat the question: as much of it as was looked for.
    repeated = request.GET.copy()
    repeated["q"] = echo
    request.GET = repeated  # type: ignore[assignment]  # Django's own type is the one that cannot be changed
    pages = Paginator(range(min(found.total, MAX_RESULTS)), query.size)
    context = {
        **extra,
        "meta": _meta(echo, extra),
        "query": echo,
        "is_asked": bool(echo),
        # Turning pages and narrowing down are no questions of their own.
        "is_counted": query.page == 1 and not _is_narrowed(query) and query.order is Order.RELEVANCE,
        "community": query.community,
        "found": found,
        "did_you_mean_url": _address(request, q=found.did_you_mean, page="") if found.did_you_mean else "",
        "sections": _sections(found.results),
        "filters": _filters(request, query, found),
        "clear_url": _address(request, **dict.fromkeys([*CHOICES, "only", "page"], ())) if _is_narrowed(query) else "",
        "everywhere_url": _address(request, scope="all", page="") if query.community and not query.everywhere else "",
        "page": pages.get_page(query.page),
        "asked_by_others": lambda: _asked_by_others(query),
        "ask": extra["ask"](echo) if echo and "ask" in extra else None,
    }
    return render(request, "search/results.html", context)


def _asked_by_others(query: SearchQuery) -> list[Option]:
    """Called where nothing is found, or nothing asked."""
    found = popular_queries_for(query.community, query.language)[:_MAX_ASKED]
    return [Option(each.words, asking_again(each.words, query.community, query.language)) for each in found]


def _meta(echo: str, extra: Mapping[str, Any]) -> ResultsMeta:
    title = gettext("Search: %(query)s") % {"query": echo} if echo else gettext("Search")
    return ResultsMeta(
        title=title,
        description=gettext("Search everything the city and its communities say: guides, notices, classes, offices."),
        breadcrumbs=tuple(extra.get("breadcrumbs", ())),
    )


def _is_narrowed(query: SearchQuery) -> bool:
    return bool(query.live or any(query.chosen.values()))


def _address(request: HttpRequest, **changes: str | Sequence[str]) -> str:
    """This address with other parameters; an empty one goes."""
    parameters: dict[str, Sequence[str]] = dict(request.GET.lists())
    for name, value in changes.items():
        values = [value] if isinstance(value, str) else value
        parameters[name] = [each for each in values if each]
    return f"?{urlencode(parameters, doseq=True)}"


def _order(request: HttpRequest, query: SearchQuery) -> Option:
    is_newest = query.order is Order.NEWEST
    address = _address(request, page="", order="" if is_newest else Order.NEWEST.value)
    return Option(gettext("Newest first"), address, selected=is_newest)


def _sections(results: tuple[Result, ...]) -> list[tuple[Stage, list[Result]]]:
    """Results under the headings of their stages, which already stand in order."""
    return [(stage, chosen) for stage in Stage if (chosen := [result for result in results if result.stage is stage])]


def _filters(request: HttpRequest, query: SearchQuery, found: Results) -> list[Group]:
    facets = found.facets or {}
    names = {
        "kind": gettext("Kind"),
        "category": gettext("Subject"),
        "audience": gettext("For whom"),
        "channel": gettext("Way of doing it"),
        "language": gettext("Can be read in"),
    }
    groups = [
        Group(gettext("At this moment"), _options(request, found.live, "only", query.live)),
        *(
            Group(names[facet], _options(request, facets.get(facet, ()), facet, query.chosen.get(facet, ())))
            for facet in CHOICES
        ),
        Group(gettext("Order"), [_order(request, query)]),
        Group(gettext("Community"), _places(request, query, facets.get("community", ()))),
    ]
    return [group for group in groups if found.total or _is_narrowed(query) if _says_something(group)]


def _says_something(group: Group) -> bool:
    """One value that all results have is no choice."""
    options = group.options
    return len(options) > 1 or any(option.selected or option.count is None for option in options)


def _options(
    request: HttpRequest, values: tuple[FacetValue, ...], parameter: str, chosen: tuple[str, ...]
) -> list[Option]:
    """One option a value; a chosen one's link takes it away, also where nothing passes it any more."""
    return [
        Option(
            value.label,
            _address(request, page="", **{parameter: _toggled(value.value, chosen)}),
            value.count,
            selected=value.is_chosen,
        )
        for value in values
    ]


def _toggled(code: str, chosen: tuple[str, ...]) -> list[str]:
    return [each for each in chosen if each != code] if code in chosen else [*chosen, code]


def _places(request: HttpRequest, query: SearchQuery, values: tuple[FacetValue, ...]) -> list[Option]:
    """Where else to look, and the way back. The reader's own place and the city together are no filter."""
    here = query.community
    everybody = gettext("All communities")
    others = [value for value in values if value.value not in (CITY, here.slug if here else "")][:_MAX_PLACES]
    options = [_place(request, value.label, value.value, value.count) for value in others]
    if here and query.everywhere:
        back = gettext("%(community)s and the whole city") % {"community": here.name}
        return [_place(request, back, here.slug), _place(request, everybody, here.slug, selected=True), *options]
    if here:
        return []
    if query.only_city:
        return [_place(request, everybody, ""), _place(request, gettext("Whole city"), CITY, selected=True)]
    return [_place(request, value.label, value.value, value.count) for value in values[: _MAX_PLACES + 1]]


def _place(
    request: HttpRequest, label: str, community: str, count: int | None = None, selected: bool = False
) -> Option:
    return Option(label, _address(request, community=community, scope="", page=""), count, selected)
