"""What browsers say of pages, as sums: bounded, without anybody in them, and nothing of it in a page's own request."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from search import counting
from search.counting import Asked, count_question, count_view, write
from search.models import SearchCount, ViewCount
from search.popularity import fade
from search.privacy import countable
from search.report import AskedRow, Show, asked_rows
from tests.search.provider import HEPING, SUNSHINE, entry

Publish = Callable[..., None]
pytestmark = pytest.mark.usefixtures("provider", "db")


@pytest.fixture(autouse=True)
def written_at_once(settings: Any) -> None:
    settings.SEARCH_COUNT_SECONDS = 0


FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def tell(client: Client) -> Callable[..., None]:
    def told(network: int = 1, **values: Any) -> None:
        body = {"kind": "search", "q": "居住证", "lang": "zh-hans", "community": "", "number": "3"} | values
        answer = client.post("/search/seen/", urlencode(body), content_type=FORM, REMOTE_ADDR=f"10.0.{network}.1")
        assert (answer.status_code, answer.content, dict(answer.cookies)) == (204, b"", {})

    return told


def sums() -> list[tuple[str, str, int, int, int, int]]:
    rows = SearchCount.objects.order_by("pk")
    return list(rows.values_list("community", "asked", "visits", "empty", "clicks", "places"))


def test_question_is_counted_once_a_network_and_day(tell: Callable[..., None]) -> None:
    tell(1, q="居住證怎麼辦？")
    tell(1)
    tell(2, number="0")
    tell(2, kind="click", number="4")
    tell(2, kind="click", number="1")
    assert sums() == [("", "居住证", 2, 1, 1, 4)]


def test_communities_and_languages_are_counted_apart(tell: Callable[..., None]) -> None:
    tell(1, community=SUNSHINE.code)
    tell(1, community=HEPING.code)
    tell(2, community=SUNSHINE.code, lang="en")
    tell(3, community="made-up")
    assert [row[:3] for row in sums()] == [
        (SUNSHINE.code, "居住证", 1),
        (HEPING.code, "居住证", 1),
        (SUNSHINE.code, "居住证", 1),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        "13800138000",
        "138 0013 8000 快递",
        "１３８００１３８０００",
        "一三八零零一三八零零零",
        "身份证 11010519491231002X",
        "zhang@example.org",
        "3-502-11204",
        "sk4f8e9d0c1b2a3948576abcdef01",
        "我是阳光花园三号楼的张某某我家楼上天天漏水已经三个月了物业一直不管请问到底应该找谁来解决这个问题呢",
        "？！",
        "",
        "\x00",
    ],
)
def test_what_may_be_about_somebody_is_not_counted(tell: Callable[..., None], raw: str) -> None:
    assert countable(raw) == ""
    tell(q=raw)
    assert SearchCount.objects.count() == 0


@pytest.mark.parametrize("raw", ["居住证", "12345热线", "120", "65岁老年卡", "residence permit", "5g", "2026年春节"])
def test_ordinary_questions_are_counted(raw: str) -> None:
    assert countable(raw)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "murder"},
        {"lang": "tlh"},
        {"community": "../.."},
        {"community": "x" * 1000},
        {"number": "-1"},
        {"number": "²"},
        {"number": "99999"},
        {"number": ""},
        {"kind": "click", "number": "0"},
        {"kind": "view", "id": "page:nothing"},
        {"kind": "view", "id": "\x00"},
        {"kind": "view", "id": "x" * 300},
        {"q": "电" * 5000},
    ],
)
def test_nonsense_is_answered_and_not_counted(tell: Callable[..., None], wrong: dict[str, str]) -> None:
    tell(**wrong)
    assert (SearchCount.objects.count(), ViewCount.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\x00", FORM),
        (b"a&" * 700, FORM),
        (b"kind=search&q=%ED%A0%80&lang=en&number=1", FORM),
        (b"{", "application/json"),
        (b"--x", "multipart/form-data; boundary=x"),
        (b"q=1", f"{FORM}; charset=utf-7"),
    ],
)
def test_any_body_is_answered(client: Client, body: bytes, content_type: str) -> None:
    assert client.post("/search/seen/", body, content_type=content_type).status_code == 204
    assert SearchCount.objects.count() == 0


def test_only_posts_are_taken(client: Client) -> None:
    assert client.get("/search/seen/?kind=search&q=居住证").status_code == 405


def test_network_that_calls_too_often_is_not_heard(client: Client, tell: Callable[..., None]) -> None:
    cache.set("throttle:seen:10.0.9.0/24", 600, 60)
    tell(9)
    assert SearchCount.objects.count() == 0


def test_page_says_what_is_to_be_counted_and_writes_nothing(client: Client, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    html = client.get("/zh-hans/search/?q=居住证&community=sunshine").content.decode()
    assert (
        f'data-asked="居住证" data-lang="zh-hans" data-community="{SUNSHINE.code}" data-first="1" data-total="1"'
        in html
    )
    for more in ("page=2", "kind=guide", "order=newest"):
        assert "data-total" not in client.get(f"/zh-hans/search/?q=居住证&{more}").content.decode()
    assert (SearchCount.objects.count(), ViewCount.objects.count()) == (0, 0)


def test_sums_wait_until_they_are_old(settings: Any, publish: Publish) -> None:
    publish(entry("permit"))
    write()
    settings.SEARCH_COUNT_SECONDS = 1000
    counting._written_at = counting.monotonic()
    for _number in range(5):
        count_question(Asked("", "en", "lift"), visits=1)
        count_view("guide:permit")
    assert SearchCount.objects.count() == 0
    write()
    write()
    assert (sums(), ViewCount.objects.get().weight) == ([("", "lift", 5, 0, 0, 0)], 5)


def test_what_is_held_and_kept_is_bounded(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEARCH_COUNT_SECONDS = 1000
    write()
    counting._written_at = counting.monotonic()
    monkeypatch.setattr(counting, "MOST_HELD", 3)
    monkeypatch.setattr(counting, "MOST_A_DAY", 2)
    for words in ("a", "b", "c", "d", "a"):
        count_question(Asked("", "en", words), visits=1)
    assert len(counting._held) == 3
    write()
    assert SearchCount.objects.count() == 2
    for words in ("a", "b", "c", "d"):
        count_question(Asked("", "en", words), visits=1)
    write()
    assert SearchCount.objects.count() == 2


@pytest.mark.parametrize("count", [1, 3, 100])
def test_writing_takes_the_same_queries_for_many(
    settings: Any, publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    publish(entry("permit"))
    settings.SEARCH_COUNT_SECONDS = 1000
    write()
    counting._written_at = counting.monotonic()
    for number in range(count):
        count_question(Asked("", "en", f"lift {number}"), visits=1)
    count_view("guide:permit")
    with django_assert_num_queries(12):  # five of each kind, and the transaction
        write()


def counted(asked: str, visits: int, *, days_ago: int = 0, community: str = "", **values: int) -> SearchCount:
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return SearchCount.objects.create(
        day=day, community=community, language="zh-hans", asked=asked, visits=visits, **values
    )


def test_report_adds_up_and_withholds_what_few_asked() -> None:
    counted("居住证", 2, clicks=1, places=4)
    counted("居住证", 1, days_ago=6, clicks=1, places=1)
    counted("居住证", 9, days_ago=7)
    counted("张三", 2)
    counted("火星", 3, empty=3, community=SUNSHINE.code)
    permit, mars = AskedRow("居住证", "", 3, 0, 2, 2.5), AskedRow("火星", SUNSHINE.code, 3, 3, 0, 0)
    assert asked_rows(None, days=7) == [permit, mars]
    assert asked_rows([""], days=7) == [permit]
    assert asked_rows(None, days=7, show=Show.EMPTY) == [mars]
    assert asked_rows(None, days=7, show=Show.UNCHOSEN) == []
    counted("电梯", 4)
    assert [row.asked for row in asked_rows(None, days=7, show=Show.UNCHOSEN)] == ["电梯"]
    assert [row.unchosen for row in asked_rows(None, days=7)] == [4, 1, 0]


def test_old_and_rare_questions_are_forgotten() -> None:
    kept = [counted("居住证", 3, days_ago=31), counted("电梯", 1, days_ago=30)]
    counted("张三", 2, days_ago=31)
    counted("旧事", 99, days_ago=401)
    fade()
    fade()
    assert list(SearchCount.objects.order_by("pk")) == kept
