"""Suggestions while typing."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.limits import PerNetwork
from portal.participation.throttle import Throttle
from search.models import RuleKind, SearchRule
from search.suggesting import MOST, suggestions_for
from tests.search.provider import HEPING, SUNSHINE, entry

Publish = Callable[..., None]


def suggested(raw: str, language: str = "zh-hans", community: object = None) -> list[str]:
    return [each.text for each in suggestions_for(raw, language=language, community=community)]


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("typed", ["居", "居住", "居住证办", "juzhuz", "ju zhu", "jzz", "居住證"])
def test_beginning_of_a_name_is_enough(publish: Publish, typed: str) -> None:
    publish(entry("permit", "居住证办理"), entry("marriage", "结婚登记"))
    assert suggested(typed) == ["居住证办理"]


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("typed", ["elev", "instal", "Elevator inst", "lift"])
def test_english_words_may_be_unfinished(publish: Publish, typed: str) -> None:
    publish(entry("lift", "Installing an elevator", language="en"), entry("dog", "Dog licence", language="en"))
    SearchRule.objects.create(kind=RuleKind.EQUAL, words="lift, elevator")
    assert suggested(typed, "en") == ["Installing an elevator"]


@pytest.mark.usefixtures("each_engine")
def test_own_community_and_the_city_are_suggested_alone(publish: Publish) -> None:
    publish(
        entry("city", "书法班"),
        entry("own", "书法班", community=SUNSHINE.code),
        entry("far", "书法班", community=HEPING.code),
    )
    found = suggestions_for("书法", language="zh-hans", community=SUNSHINE)
    assert [each.url for each in found] == ["/zh-hans/sunshine/guides/own/", "/zh-hans/sunshine/guides/city/"]


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("typed", ["证", "zhengjian", "zj"])
def test_ways_to_many_pages_come_first(publish: Publish, typed: str) -> None:
    publish(entry("paper", "证件补办"))
    assert suggested(typed)[:2] == ["证件", "证件补办"]


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("typed", ["", " ", "!!", "\x00", "🚮", "'\"<", "x" * 5000])
def test_nothing_is_suggested_for_nothing(publish: Publish, typed: str) -> None:
    publish(entry("permit", "居住证办理"))
    assert suggested(typed) == []


def test_answer_has_the_promised_shape(client: Client, publish: Publish) -> None:
    publish(entry("paper", "证件补办"))
    response = client.get("/api/v1/suggest", {"q": "证件", "lang": "zh-hans", "community": "sunshine"})
    assert response.json() == {
        "suggestions": [
            {"text": "证件", "url": "http://testserver/zh-hans/guides/category/permit/", "kind": "category"},
            {"text": "证件补办", "url": "http://testserver/zh-hans/sunshine/guides/paper/", "kind": "page"},
        ]
    }
    assert (response["Cache-Control"], response["Content-Language"]) == ("public, max-age=60", "zh-hans")
    assert not response.cookies


def test_unknown_community_is_a_clear_404(client: Client, publish: Publish) -> None:
    assert client.get("/api/v1/suggest", {"q": "证", "community": "atlantis"}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_suggestions_take_constant_queries(
    publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    publish(*[entry(f"g{number}", f"电梯{number}") for number in range(count)])
    suggested("电梯")
    with django_assert_num_queries(3):  # the rules, the candidates, the rows
        assert len(suggested("电梯")) == count


@pytest.mark.usefixtures("each_engine")
def test_no_more_than_the_eye_takes_in(publish: Publish) -> None:
    publish(*[entry(f"g{number:02}", f"电梯{number:02}") for number in range(20)])
    assert len(suggested("电梯")) == MOST


def test_browsers_find_the_search_and_its_suggestions(client: Client, publish: Publish) -> None:
    publish(entry("paper", "证件补办"))
    description = client.get("/zh-hans/search/opensearch.xml")
    assert description["Content-Type"] == "application/opensearchdescription+xml"
    template = "http://testserver/zh-hans/search/typed.json?q={searchTerms}"
    assert f'<Url type="application/x-suggestions+json" template="{template}"/>' in description.content.decode()
    typed = client.get("/zh-hans/search/typed.json", {"q": "证件"})
    assert typed["Content-Type"] == "application/x-suggestions+json"
    assert typed.json()[:2] == ["证件", ["证件", "证件补办"]]


def test_whoever_asks_too_often_is_told_so(client: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerNetwork, "throttle", Throttle("api", 2, seconds=60))
    answers = [client.get("/api/v1/suggest", {"q": "x"}).status_code for _number in range(3)]
    assert answers == [200, 200, 429]
