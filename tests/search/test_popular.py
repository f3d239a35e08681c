"""From what is counted to what stands first and is suggested."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from search.contract import CommunityScope
from search.counting import count_view
from search.models import SearchCount, SearchDocument, ViewCount
from search.popular import popular_queries_for
from search.popularity import fade, settle, views_of
from search.suggesting import SuggestionKind, suggestions_for
from tests.search.provider import HEPING, SUNSHINE, entry

Publish = Callable[..., None]
pytestmark = pytest.mark.usefixtures("provider", "db")


@pytest.fixture(autouse=True)
def written_at_once(settings: Any) -> None:
    settings.SEARCH_COUNT_SECONDS = 0


def counted(asked: str, visits: int = 5, clicks: int = 1, *, community: str = "", **values: Any) -> None:
    values = {"language": "zh-hans", "day": timezone.localdate()} | values
    SearchCount.objects.create(community=community, asked=asked, visits=visits, clicks=clicks, **values)


def popular(community: CommunityScope | None = None, language: str = "zh-hans") -> list[tuple[str, int]]:
    cache.clear()
    return [(each.words, each.times) for each in popular_queries_for(community, language)]


def version(key: str) -> int:
    return SearchDocument.objects.get(entry_id=f"guide:{key}", language="zh-hans").version


def test_popular_is_what_led_somewhere_in_words_of_the_pages(publish: Publish) -> None:
    publish(entry("permit", "居住证办理", keywords=("暂住证",)), entry("lift", "加装电梯"))
    counted("居住证", 4)
    counted("居住证", 3, day=timezone.localdate() - dt.timedelta(days=29))
    counted("暂住证", 9)
    counted("加装电梯", 4)
    counted("电梯", 9, 0)
    counted("办理", 9, empty=1)
    counted("坏人名字", 99)
    counted("居住", 99, day=timezone.localdate() - dt.timedelta(days=30))
    assert popular() == [("暂住证", 9), ("居住证", 7)]
    assert popular(language="en") == []


def test_communitys_own_come_in_place_of_the_citys(publish: Publish) -> None:
    publish(entry("permit", "居住证办理"), entry("lift", "加装电梯", community=SUNSHINE.code))
    counted("居住证", community=HEPING.code)
    assert (popular(SUNSHINE), popular(HEPING), popular()) == ([("居住证", 5)],) * 3
    counted("电梯", 6, community=SUNSHINE.code)
    assert (popular(SUNSHINE), popular(HEPING)) == ([("电梯", 6)], [("居住证", 5)])
    assert popular() == [("电梯", 6), ("居住证", 5)]


@pytest.mark.parametrize("count", [1, 3])
def test_popular_takes_queries_once_in_ten_minutes(
    publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    publish(*[entry(f"lift-{number}", f"电梯{number}") for number in range(count)])
    for number in range(count):
        counted(f"电梯 {number}")
    with django_assert_num_queries(2):
        popular()
    with django_assert_num_queries(0):
        popular_queries_for(None, "zh-hans")


def test_suggestions_offer_what_others_ask(publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    counted("居住证", community=SUNSHINE.code)
    for typed in ("居", "juzhu", "jzz"):
        found = suggestions_for(typed, language="zh-hans", community=SUNSHINE)
        asked = [(each.text, each.url) for each in found if each.kind is SuggestionKind.QUERY]
        assert asked == [("居住证", "/zh-hans/search/?q=%E5%B1%85%E4%BD%8F%E8%AF%81&community=sunshine")]
    exact = suggestions_for("居住证", language="zh-hans", community=SUNSHINE)
    assert [each.kind for each in exact] == [SuggestionKind.PAGE]


def test_nothing_found_shows_what_others_look_for(client: Client, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    counted("居住证", community=SUNSHINE.code)
    link = '<a href="/zh-hans/search/?q=%E5%B1%85%E4%BD%8F%E8%AF%81&amp;community=sunshine">居住证</a>'
    nothing = client.get("/zh-hans/search/?q=zzzz&community=sunshine").content.decode()
    found = client.get("/zh-hans/search/?q=居住&community=sunshine").content.decode()
    assert (link in nothing, link in found) == (True, False)


# From views to rank


def test_index_hears_of_views_only_when_they_doubled(publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    before, heard = version("permit"), []
    for views in range(1, 17):
        count_view("guide:permit")
        if settle():
            heard.append(views)
    assert (heard, version("permit") - before) == ([1, 3, 7, 15], 4)
    assert views_of(["guide:permit", "guide:other"]) == {"guide:permit": 15}


def test_views_fade_and_the_index_hears_of_half(publish: Publish, django_capture_on_commit_callbacks: Any) -> None:
    publish(entry("permit", "居住证办理"), entry("lift", "电梯"))
    today = timezone.localdate()
    half, all_but_gone = today - dt.timedelta(days=62), today - dt.timedelta(days=620)
    ViewCount.objects.create(entry_id="guide:permit", weight=99, shown=99, faded_on=half)
    ViewCount.objects.create(entry_id="guide:lift", weight=99, shown=99, faded_on=all_but_gone)
    fade()
    fade()
    assert settle() == 1  # 49.5 of 99 is not yet half of a hundred
    ViewCount.objects.filter(entry_id="guide:permit").update(weight=49)
    assert settle() == 1
    fade()
    assert list(ViewCount.objects.values_list("entry_id", "shown")) == [("guide:permit", 49)]


@pytest.mark.parametrize("count", [1, 3])
def test_settling_takes_constant_queries(
    publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    publish(*[entry(f"lift-{number}") for number in range(count)])
    for number in range(count):
        count_view(f"guide:lift-{number}")
    with django_assert_num_queries(6):
        settle()
