"""The results page as a resident's browser gets it."""

from collections.abc import Callable
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from search.contract import Note
from tests.search.engines import catch_up
from tests.search.provider import HEPING, SUNSHINE, MemoryProvider, entry

Publish = Callable[..., None]
pytestmark = pytest.mark.usefixtures("provider", "db")


def page(client: Client, query: str = "", language: str = "zh-hans", **parameters: str) -> str:
    response = client.get(f"/{language}/search/", {"q": query, **parameters})
    assert response.status_code == 200
    return response.content.decode()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.open: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.open = dict(attributes).get("href")

    def handle_data(self, text: str) -> None:
        if self.open is not None and text.strip():
            self.found.setdefault(text.strip(), self.open)

    def handle_endtag(self, tag: str) -> None:
        self.open = None if tag == "a" else self.open


def links(html: str) -> dict[str, str]:
    """Addresses by their text."""
    parser = _Links()
    parser.feed(html)
    return parser.found


def test_results_are_marked_and_escaped(client: Client, publish: Publish) -> None:
    publish(entry("permit", "居住证<办理>", summary="首次申领"))
    html = page(client, "居住证")
    assert '<a href="/zh-hans/guides/permit/"><mark>居住证</mark>&lt;办理&gt;</a>' in html
    assert "1 项结果" in html


def test_page_is_not_for_search_engines(client: Client) -> None:
    html = page(client, "居住证")
    assert '<meta name="robots" content="noindex">' in html
    assert '<meta name="description" content="搜索' in html
    assert "hreflang" not in html.split("</head>")[0]


def test_page_sets_no_cookie(client: Client) -> None:
    assert not client.get("/zh-hans/search/?q=居住证").cookies


@pytest.mark.parametrize(("language", "note"), [("zh-hans", "简单搜索"), ("en", "Simple search")])
def test_database_search_is_said_to_be_simple(client: Client, publish: Publish, language: str, note: str) -> None:
    publish(entry("permit", "居住证办理 permit", language=language))
    assert note in page(client, "permit", language)


def test_filters_are_links_that_keep_the_query(client: Client, publish: Publish) -> None:
    publish(entry("a", "电梯补贴"), entry("b", "电梯公告", kind="notice"))
    narrowed = links(page(client, "电梯", community="sunshine"))["notice"]
    assert parse_qs(urlsplit(narrowed).query) == {"q": ["电梯"], "community": ["sunshine"], "kind": ["notice"]}
    html = page(client, "电梯", kind="notice")
    assert links(html)["notice"] == f"?q={quote('电梯')}"
    assert ("/guides/b/" in html, "/guides/a/" in html) == (True, False)


def test_places_are_city_and_communities(client: Client, publish: Publish) -> None:
    publish(
        entry("city", "书法班"),
        entry("own", "书法班", community=SUNSHINE.code),
        entry("other", "书法班", community=HEPING.code),
    )
    asked = f"?q={quote('书法班')}"
    everybody = links(page(client, "书法班"))
    assert {name: everybody[name] for name in ("全市", "和平里社区", "阳光花园社区")} == {
        "全市": f"{asked}&community=city",
        "和平里社区": f"{asked}&community=heping",
        "阳光花园社区": f"{asked}&community=sunshine",
    }
    city = page(client, "书法班", community="city")
    assert (links(city)["全部社区"], "/guides/own/" in city) == (asked, False)


def test_own_community_leads_to_all_and_back(client: Client, publish: Publish) -> None:
    publish(entry("own", "书法班", community=SUNSHINE.code), entry("other", "书法班", community=HEPING.code))
    asked = f"?q={quote('书法班')}"
    own = page(client, "书法班", community="sunshine")
    assert ("/guides/own/" in own, "/guides/other/" in own) == (True, False)
    assert links(own)["在全部社区中搜索"] == f"{asked}&community=sunshine&scope=all"
    everywhere = page(client, "书法班", community="sunshine", scope="all")
    assert "/guides/other/" in everywhere
    assert links(everywhere)["阳光花园社区及全市"] == f"{asked}&community=sunshine"


def test_nothing_found_offers_ways_on(client: Client, provider: MemoryProvider) -> None:
    provider.context = {
        "popular": lambda: [SimpleNamespace(title="身份证换领", url="/zh-hans/guides/id-card/")],
        "phones": lambda: [SimpleNamespace(label="市民热线", number="12345")],
    }
    html = page(client, "火星旅行", community="sunshine", kind="guide")
    offered = links(html)
    assert offered["身份证换领"] == "/zh-hans/guides/id-card/"
    assert offered["12345"] == "tel:12345"
    assert parse_qs(urlsplit(offered["不加筛选再搜一次"]).query) == {"q": ["火星旅行"], "community": ["sunshine"]}
    assert parse_qs(urlsplit(offered["在全部社区中搜索"]).query)["scope"] == ["all"]


def test_pages_are_links(client: Client, publish: Publish) -> None:
    publish(*[entry(f"g{number:02}", f"电梯{number}") for number in range(25)])
    html = page(client, "电梯", page="2")
    assert html.count("link-list__item") == 10
    assert links(html)["3"] == f"?q={quote('电梯')}&page=3"


def test_results_of_another_language_say_so(client: Client, publish: Publish) -> None:
    publish(entry("register", "Registration 登记 for foreigners", language="en"))
    html = page(client, "登记")
    assert '<h2 id="results-other-language">' in html
    assert '<div lang="en"><h3 class="link-list__title">' in html


HOSTILE = [
    "x" * 10_000,
    "电" * 10_000,
    '"居住证" AND (',
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% raise %}",
    "\x00\x01\x1f",
    "🚮👨‍👩‍👧‍👦",
    "* ? ~ ^ : \\ / [ ] { } + -",
    "%00 %ff %",
    "\u202e\ufeff\u200b",
    "\U0010ffff\ufffe",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_any_query_is_answered(client: Client, publish: Publish, words: str) -> None:
    publish(entry("permit", "居住证办理"))
    html = page(client, words)
    assert "<script>alert" not in html
    assert "49" not in html.split("<main")[1].split("</main>")[0] or "7*7" in html


@pytest.mark.parametrize("words", ["x" * 10_000, "居住证" * 3334])
def test_long_query_makes_no_heavy_page(client: Client, publish: Publish, words: str) -> None:
    publish(*(entry(f"permit-{number}", "居住证办理 xxxx") for number in range(25)))
    assert len(page(client, words).encode()) < 60_000


@pytest.mark.parametrize("tail", ["q=%ED%A0%80", "q=%FF%FE", "q", "q=a&q=b", "%00=%00", "page=%EF%BC%91", "q=a;b"])
def test_any_query_string_is_answered(client: Client, tail: str) -> None:
    assert client.get(f"/zh-hans/search/?{tail}").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "999999"},
        {"page": "²"},
        {"page": "9" * 50},
        {"kind": "\x00"},
        {"kind": "nothing"},
        {"category": "x" * 1000},
        {"community": "atlantis"},
        {"community": "../.."},
        {"community": "\x00"},
        {"scope": "moon"},
    ],
)
def test_wrong_parameters_never_fail(client: Client, publish: Publish, wrong: dict[str, str]) -> None:
    publish(entry("permit", "居住证办理"))
    assert "居住证" in page(client, "居住证", **wrong)


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_seven_queries(
    client: Client, publish: Publish, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    publish(*[entry(f"g{number}", f"电梯{number}") for number in range(count)])
    page(client, "电梯")
    with django_assert_num_queries(7):  # the rules', the decisions', ours, and three of the page around it
        page(client, "电梯")


@pytest.mark.parametrize("count", [1, 3])
def test_page_from_the_engine_takes_six_queries(
    client: Client,
    engine: Any,
    publish: Publish,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    catch_up()
    publish(*[entry(f"g{number}", f"电梯{number}") for number in range(count)])
    page(client, "电梯")
    with django_assert_num_queries(6):
        html = page(client, "电梯")
    assert ("简单搜索" in html, html.count("link-list__item")) == (False, count)


def test_result_says_what_is_true_at_this_moment(client: Client, publish: Publish, provider: MemoryProvider) -> None:
    publish(entry("office", "政务服务站"))
    provider.said = {"office": [Note("剩余 3 个名额"), Note("电话", "0571-12345678")]}
    html = page(client, "服务站")
    assert ("剩余 3 个名额" in html, 'href="tel:057112345678"' in html) == (True, True)
