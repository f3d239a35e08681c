from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.search.provider import HEPING, SUNSHINE, entry

Publish = Callable[..., None]
pytestmark = pytest.mark.usefixtures("provider", "db")


def answer(client: Client, **parameters: Any) -> dict[str, Any]:
    response = client.get("/api/v1/search", parameters)
    assert response.status_code == 200
    return dict(response.json())


def test_answer_has_the_promised_shape(client: Client, publish: Publish) -> None:
    publish(entry("permit", "居住证办理", summary="首次申领", category="permit", community=SUNSHINE.code))
    given = answer(client, q="居住证", lang="zh-hans", community="sunshine")
    score = given["results"][0].pop("score")
    assert score > 0
    assert given == {
        "total": 1,
        "engine": "basic",
        "results": [
            {
                "key": "permit",
                "kind": "guide",
                "url": "http://testserver/zh-hans/sunshine/guides/permit/",
                "title": "居住证办理",
                "summary": "首次申领",
                "notes": [],
                "community": "sunshine",
            }
        ],
        "did_you_mean": "",
        "facets": {
            "kind": [{"value": "guide", "label": "Guide", "count": 1}],
            "category": [{"value": "permit", "label": "Permits", "count": 1}],
            "audience": [],
            "channel": [],
            "language": [{"value": "zh-hans", "label": "zh-hans", "count": 1}],
            "community": [{"value": "sunshine", "label": "阳光花园社区", "count": 1}],
        },
    }


def test_community_is_a_slug_or_a_code(client: Client, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"), entry("own", "居住证代办", community=HEPING.code))
    by_slug, by_code = (answer(client, q="居住证", community=name) for name in (HEPING.slug, HEPING.code))
    assert by_slug == by_code
    assert [result["community"] for result in by_slug["results"]] == ["heping", "city"]
    assert [result["key"] for result in answer(client, q="居住证", community="city")["results"]] == ["permit"]


def test_size_and_page_divide_the_results(client: Client, publish: Publish) -> None:
    publish(*[entry(f"g{number}", f"电梯{number}") for number in range(5)])
    second = answer(client, q="电梯", size=2, page=2)
    assert (second["total"], len(second["results"])) == (5, 2)


def test_empty_query_is_an_empty_answer(client: Client) -> None:
    assert answer(client) == {"total": 0, "engine": "basic", "results": [], "did_you_mean": "", "facets": {}}


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("page", "0"),
        ("page", "x"),
        ("page", "1e9"),
        ("size", "51"),
        ("lang", "fr"),
        ("kind", "a b"),
        ("category", "x" * 65),
        ("community", "\x00"),
        ("only", "open now"),
        ("order", "oldest"),
    ],
)
def test_bad_parameter_is_named(client: Client, parameter: str, value: str) -> None:
    response = client.get("/api/v1/search", {"q": "居住证", parameter: value})
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [parameter]


def test_unknown_community_is_a_clear_404(client: Client) -> None:
    response = client.get("/api/v1/search", {"q": "居住证", "community": "atlantis"})
    assert (response.status_code, response.json()) == (
        404,
        {"detail": "There is no open community 'atlantis'.", "errors": []},
    )


def test_answers_may_be_cached_and_set_no_cookie(client: Client) -> None:
    response = client.get("/api/v1/search", {"q": "居住证", "lang": "en"})
    assert (response["Cache-Control"], response["Content-Language"]) == ("public, max-age=60", "en")
    assert not response.cookies


def test_schema_names_the_search(client: Client) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    operation = paths["/api/v1/search"]["get"]
    assert [parameter["name"] for parameter in operation["parameters"]] == [
        "q",
        "lang",
        "community",
        "kind",
        "category",
        "audience",
        "channel",
        "language",
        "only",
        "order",
        "page",
        "size",
    ]
    assert sorted(operation["responses"]) == ["200", "404", "422", "429"]


@pytest.mark.parametrize("count", [1, 3])
def test_search_takes_four_queries(
    client: Client, publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    publish(*[entry(f"g{number}", f"电梯{number}") for number in range(count)])
    with django_assert_num_queries(4):
        answer(client, q="电梯")
