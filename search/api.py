"""The public search API: one endpoint, read only, no login."""

from enum import StrEnum
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Field, Query, Router, Schema, Status

from search.asking import CHOICES, MAX_CHOSEN, community_for
from search.query import CITY, MAX_SIZE, Order, SearchQuery
from search.results import FacetValue, Result, results_for
from search.suggesting import SuggestionKind, suggestions_for

router = Router(tags=["search"])

Language = StrEnum("Language", {code.replace("-", "_"): code for code, _label in settings.LANGUAGES})  # type: ignore[misc]  # the members are a setting
CODE = r"^([A-Za-z0-9][A-Za-z0-9:_.\-]{0,63})?$"
MAX_PAGE = 100
Code = Annotated[str, Field(pattern=CODE)]


class Problem(Schema):
    """Why a request could not be answered."""

    detail: str
    errors: list[dict[str, str]] = Field(
        default_factory=list, description="`field` and `message` of each bad parameter"
    )


class Parameters(Schema):
    q: str = Field("", description="What is looked for; characters after the first 100 are ignored.")
    lang: Annotated[Language, Field(description="Language of results and labels.")] = Language(settings.LANGUAGE_CODE)
    community: str = Field(
        "",
        pattern=CODE,
        description="Slug or official code of the reader's community: its entries come first, then the city's, no "
        "others. `city`: only the city's. Left out: everybody's.",
    )
    kind: list[Code] = Field([], max_length=MAX_CHOSEN, description="Only entries of these kinds (see `facets`).")
    category: list[Code] = Field([], max_length=MAX_CHOSEN, description="Only entries of these categories.")
    audience: list[Code] = Field([], max_length=MAX_CHOSEN, description="Only entries for these audiences.")
    channel: list[Code] = Field([], max_length=MAX_CHOSEN, description="Only what can be done in these ways.")
    language: list[Code] = Field([], max_length=MAX_CHOSEN, description="Only what can be read in these languages.")
    only: list[Code] = Field(
        [], max_length=MAX_CHOSEN, description="What must hold at this moment: `open-now`, `places-left`."
    )
    order: Order = Field(Order.RELEVANCE, description="`relevance`, or `newest`: by date of the last change.")
    page: int = Field(1, ge=1, le=MAX_PAGE)
    size: int = Field(10, ge=1, le=MAX_SIZE)


class Found(Schema):
    key: str = Field(description="Stable: the import key where there is one, else the translation key.")
    kind: str
    url: str = Field(description="Absolute address, as shown in the given community.")
    title: str
    summary: str
    notes: list[str] = Field(description="What is true of it at this moment: places left, an office's phone.")
    community: str = Field(description="Slug of the community whose entry it is, `city` for the city's.")
    score: float = Field(description="Orders the results of one answer; not comparable between answers.")


class Count(Schema):
    value: str
    label: str
    count: int


class Answer(Schema):
    total: int
    engine: str = Field(description="`elasticsearch`, or `basic` where the database answered in its place.")
    results: list[Found]
    did_you_mean: str = Field(description="The question with its typing errors mended, or empty.")
    facets: dict[str, list[Count]] = Field(
        description="For `kind`, `category`, `audience`, `channel`, `language`, `community`: what is found."
    )


@router.get(
    "/search", response={200: Answer, 404: Problem, 422: Problem, 429: Problem}, summary="Search", operation_id="search"
)
def search(request: HttpRequest, response: HttpResponse, parameters: Query[Parameters]) -> Any:
    """Entries an anonymous resident may see, best first. When few match exactly, similar ones follow."""
    with override(parameters.lang.value):  # communities have names as well
        query = _query(parameters)
        if query is None:
            return Status(404, Problem(detail=f"There is no open community {parameters.community!r}."))
        found = results_for(query)
        results = [_found(request, result) for result in found.results]
        facets = {facet: [_count(value) for value in values] for facet, values in (found.facets or {}).items()}
    response["Cache-Control"] = "public, max-age=60"
    response["Content-Language"] = query.language
    return Answer(
        total=found.total,
        engine=found.engine,
        results=results,
        did_you_mean=found.did_you_mean,
        facets=facets,
    )


class Typed(Schema):
    q: str = Field("", description="What has been typed so far.")
    lang: Annotated[Language, Field(description="Language of the suggestions.")] = Language(settings.LANGUAGE_CODE)
    community: str = Field("", pattern=CODE, description="Slug or official code of the reader's community.")


class Suggested(Schema):
    text: str
    url: str = Field(description="Absolute address.")
    kind: SuggestionKind = Field(description="`page`, `category`: a way to many pages, or `query`: what others ask.")


class Suggestions(Schema):
    suggestions: list[Suggested]


@router.get(
    "/suggest",
    response={200: Suggestions, 404: Problem, 422: Problem, 429: Problem},
    summary="Suggestions while typing",
    operation_id="suggest",
    url_name="suggest",
)
def suggest(request: HttpRequest, response: HttpResponse, parameters: Query[Typed]) -> Any:
    """Pages and categories that are named like what has been typed so far: words, pinyin, initials, synonyms."""
    with override(parameters.lang.value):
        community = community_for(parameters.community) if parameters.community not in ("", CITY) else None
        if parameters.community not in ("", CITY) and community is None:
            return Status(404, Problem(detail=f"There is no open community {parameters.community!r}."))
        found = suggestions_for(parameters.q, language=parameters.lang.value, community=community)
    response["Cache-Control"] = "public, max-age=60"
    response["Content-Language"] = parameters.lang.value
    return Suggestions(
        suggestions=[
            Suggested(text=each.text, url=request.build_absolute_uri(each.url), kind=each.kind) for each in found
        ]
    )


def _query(parameters: Parameters) -> SearchQuery | None:
    """None where there is no such community."""
    only_city = parameters.community == CITY
    community = None if only_city or not parameters.community else community_for(parameters.community)
    if parameters.community and not only_city and community is None:
        return None
    return SearchQuery(
        raw=parameters.q,
        language=parameters.lang.value,
        community=community,
        only_city=only_city,
        chosen={facet: _codes(getattr(parameters, facet)) for facet in CHOICES},
        live=_codes(parameters.only),
        order=parameters.order,
        page=parameters.page,
        size=parameters.size,
    )


def _codes(values: list[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value)


def _found(request: HttpRequest, result: Result) -> Found:
    return Found(
        key=result.key,
        kind=result.kind,
        url=request.build_absolute_uri(result.url),
        title=result.title,
        summary=result.summary,
        notes=[" ".join(part for part in (note.text, note.phone) if part) for note in result.notes],
        community=result.community.slug if result.community else CITY,
        score=result.score,
    )


def _count(value: FacetValue) -> Count:
    return Count(value=value.value, label=value.label, count=value.count or 0)
