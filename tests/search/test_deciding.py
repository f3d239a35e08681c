"""Pinned and hidden results: per question and place, with counts that stay right, on every engine."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError
from pytest_django import DjangoAssertNumQueries

from search.contract import EntryRef, mark_changed
from search.models import SearchDecision, Verdict
from search.query import Order, SearchQuery
from search.results import Results, results_for
from tests.search.engines import catch_up
from tests.search.provider import HEPING, SUNSHINE, MemoryProvider, entry

Publish = Callable[..., None]


def decide(query: str, key: str, verdict: Verdict = Verdict.PINNED, **values: Any) -> SearchDecision:
    return SearchDecision.objects.create(query=query, key=key, verdict=verdict, **values)


def search(raw: str, community: Any = None, language: str = "zh-hans", **values: Any) -> Results:
    return results_for(SearchQuery(raw=raw, language=language, community=community, **values))


def keys(found: Results) -> list[str]:
    return [result.key for result in found.results]


def counted(found: Results, facet: str) -> dict[str, int | None]:
    return {value.value: value.count for value in (found.facets or {})[facet]}


@pytest.mark.usefixtures("each_engine")
def test_pinned_page_stands_first_without_the_words(publish: Publish) -> None:
    publish(entry("a", "电梯补贴"), entry("b", "电梯公告"), entry("office", "房管所", kind="office"))
    assert set(keys(search("电梯"))) == {"a", "b"}
    decision = decide("電梯怎麼辦？", "office")
    found = search("电梯")
    assert (keys(found)[0], found.total, found.results[0].stage) == ("office", 3, "exact")
    assert found.results[0].score > found.results[1].score
    assert counted(found, "kind") == {"guide": 2, "office": 1}
    assert keys(search("电梯补贴")) != keys(found)
    decision.delete()
    assert set(keys(search("电梯"))) == {"a", "b"}


@pytest.mark.usefixtures("each_engine")
def test_pinned_page_that_is_found_anyway_is_counted_once(publish: Publish) -> None:
    publish(*[entry(f"g{number:02}", f"电梯{number}") for number in range(25)])
    decide("电梯", "g24")
    decide("电梯", "g11", position=2)
    pages = [search("电梯", page=number) for number in (1, 2, 3)]
    assert keys(pages[0])[:2] == ["g24", "g11"]
    shown = [key for page in pages for key in keys(page)]
    assert (len(shown), len(set(shown)), {page.total for page in pages}) == (25, 25, {25})
    newest = search("电梯", order=Order.NEWEST)
    assert (keys(newest)[:2], newest.total) == (["g24", "g11"], 25)


@pytest.mark.usefixtures("each_engine")
def test_more_pinned_than_fit_go_on_overleaf(publish: Publish) -> None:
    publish(*[entry(f"g{number}", f"电梯{number}") for number in range(5)], entry("x", "房管所"))
    for position, key in enumerate(["g3", "x", "g1"], 1):
        decide("电梯", key, position=position)
    pages = [search("电梯", page=number, size=2) for number in (1, 2, 3)]
    assert keys(pages[0]) == ["g3", "x"]
    assert keys(pages[1])[0] == "g1"
    assert {key for page in pages for key in keys(page)} == {"g0", "g1", "g2", "g3", "g4", "x"}
    assert {page.total for page in pages} == {6}


@pytest.mark.usefixtures("each_engine")
def test_hidden_page_is_neither_found_nor_counted(publish: Publish) -> None:
    publish(entry("a", "电梯补贴"), entry("b", "电梯公告", kind="notice"))
    decide("电梯", "b", Verdict.HIDDEN)
    found = search("电梯")
    assert (keys(found), found.total, counted(found, "kind")) == (["a"], 1, {"guide": 1})
    assert "b" in keys(search("电梯公告"))


@pytest.mark.usefixtures("each_engine")
def test_filters_hold_for_pinned_pages_too(publish: Publish, provider: MemoryProvider) -> None:
    publish(entry("a", "电梯补贴"), entry("office", "房管所", kind="office"))
    decide("电梯", "office")
    narrowed = search("电梯", chosen={"kind": ("guide",)})
    assert (keys(narrowed), narrowed.total, counted(narrowed, "kind")) == (["a"], 1, {"guide": 1, "office": 1})
    provider.open_now = {"a"}
    assert keys(search("电梯", live=("open-now",))) == ["a"]


@pytest.mark.usefixtures("each_engine")
def test_community_decides_for_its_own_readers(publish: Publish) -> None:
    publish(entry("a", "电梯补贴"), entry("b", "电梯公告"), entry("own", "物业", community=SUNSHINE.code))
    decide("电梯", "b")
    decide("电梯", "b", Verdict.HIDDEN, community=SUNSHINE.code)
    decide("电梯", "own", community=SUNSHINE.code)
    assert keys(search("电梯", SUNSHINE)) == ["own", "a"]
    assert keys(search("电梯", HEPING)) == ["b", "a"]
    assert keys(search("电梯")) == ["b", "a"]


@pytest.mark.usefixtures("each_engine")
def test_what_is_not_to_be_seen_there_is_not_pinned(
    publish: Publish, provider: MemoryProvider, django_capture_on_commit_callbacks: Any
) -> None:
    publish(
        entry("other", "他处", community=HEPING.code),
        entry("left", "不在这里", hidden_in=(SUNSHINE.code,)),
        entry("private", "私人"),
        entry("gone", "过去"),
    )
    provider.removed.add(EntryRef("guide:private", "zh-hans"))
    with django_capture_on_commit_callbacks(execute=True):
        mark_changed(provider.take(EntryRef("guide:gone", "zh-hans")))
    for key in ("other", "left", "private", "gone", "never"):
        decide("电梯", key)
    assert keys(search("电梯", SUNSHINE)) == []


@pytest.mark.usefixtures("each_engine")
def test_page_without_the_readers_language_is_pinned_in_its_own(publish: Publish) -> None:
    publish(entry("both", "房管所"), entry("both", "Housing office", language="en"), entry("only", "物业"))
    decide("电梯", "both")
    decide("电梯", "only", position=2)
    found = search("电梯", language="en")
    assert [(result.key, result.language) for result in found.results] == [("both", "en"), ("only", "zh-hans")]


@pytest.mark.usefixtures("each_engine")
def test_explanation_says_what_editors_decided(publish: Publish, capsys: pytest.CaptureFixture[str]) -> None:
    publish(entry("a", "电梯补贴"), entry("b", "电梯公告"), entry("own", "物业", community=SUNSHINE.code))
    decide("电梯", "a", Verdict.HIDDEN)
    decide("电梯", "own", community=SUNSHINE.code)
    call_command("explain_search", "电梯", community="sunshine")
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert f"pinned by {SUNSHINE.code}" in said
    assert said[-1] == "-  hidden by city: a"


@pytest.mark.parametrize(("pinned", "queries"), [(0, 4), (1, 5), (3, 5)])
def test_decisions_take_one_query_and_pinned_pages_another(
    publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, pinned: int, queries: int
) -> None:
    publish(*[entry(f"g{number}", f"电梯{number}") for number in range(3)])
    for number in range(pinned):
        decide("电梯", f"g{number}")
    search("电梯")
    with django_assert_num_queries(queries):  # the rules, the decisions, the pinned, the candidates, the rows
        search("电梯")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"query": "？！"}, "query"),
        ({"query": "居住證怎麼辦"}, "key"),
        ({"key": "other", "position": 10}, "position"),
        ({"key": "other", "verdict": "praised"}, "verdict"),
        ({"key": "one too many"}, "verdict"),
    ],
)
def test_mistake_is_said_at_its_field(values: dict[str, Any], field: str) -> None:
    for key in ("permit", *(["a", "b", "c", "d"] if values.get("key") == "one too many" else [])):
        decide("居住证", key)
    with pytest.raises(ValidationError) as error:
        SearchDecision(**{"query": "居住证", "key": "permit"} | values).full_clean()
    assert next(iter(error.value.message_dict)) == field


@pytest.mark.django_db
def test_database_keeps_one_decision_a_page_question_and_place() -> None:
    decide("居住证", "permit")
    decide("居住证", "permit", community=SUNSHINE.code)
    with pytest.raises(IntegrityError):
        decide("居住證", "permit", Verdict.HIDDEN)


def test_engine_that_lags_shows_no_hidden_page(engine: Any, publish: Publish) -> None:
    catch_up()
    publish(entry("a", "电梯补贴"), entry("b", "电梯公告"))
    decide("电梯", "a", Verdict.HIDDEN)
    found = search("电梯")
    assert (found.engine, keys(found)) == ("elasticsearch", ["b"])
