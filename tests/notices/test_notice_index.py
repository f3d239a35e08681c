"""The index of notices: kinds, the reader's compound, paging, the archive, the card, and the feed."""

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from portal.communities.models import Community
from portal.home.models import CommunityHomePage
from portal.keeping import PAGES
from portal.notices.choices import NoticeKind
from portal.notices.models import NoticeBuilding, NoticeCompound, NoticePage
from tests.factories.communities import BuildingFactory, CompoundFactory
from tests.factories.home import opened_community
from tests.factories.notices import make_notice
from tests.served import ServedClient

pytestmark = pytest.mark.django_db

INDEX = "/en/sunshine/notices/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def published(notice: NoticePage, days_ago: int) -> None:
    moment = timezone.now() - dt.timedelta(days=days_ago)
    NoticePage.objects.filter(pk=notice.pk).update(first_published_at=moment, last_published_at=moment)


def titles(client: Client, path: str) -> list[str]:
    return [link.title for link in client.get(path).context["page_of_notices"]]


def atom(client: Client, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(path).content)  # noqa: S314 - our own feed


def test_newest_notice_stands_first(client: Client, sunshine: Community) -> None:
    for number, slug in enumerate(("new", "older", "oldest")):
        published(make_notice(slug, community=sunshine, title=slug), number)
    assert titles(client, INDEX) == ["new", "older", "oldest"]


def test_index_is_filtered_by_kind(client: Client, sunshine: Community) -> None:
    for kind in NoticeKind:
        make_notice(kind, community=sunshine, kind=kind, title=kind, period_until=timezone.localdate())
    assert titles(client, f"{INDEX}?kind=news") == ["news"]
    assert sorted(titles(client, f"{INDEX}?kind=nonsense")) == ["announcement", "news", "notice"]
    tabs = client.get(f"{INDEX}?kind=news").context["tabs"]
    assert [(tab.label, tab.current) for tab in tabs] == [
        ("All", False),
        ("Notice", False),
        ("News", True),
        ("Public announcement", False),
    ]


def compounds(community: Community) -> tuple[Any, Any]:
    return tuple(
        CompoundFactory(community=community, code=code, names={"en": name})
        for code, name in (("lake", "Lake Garden"), ("hill", "Hill Court"))
    )


def test_own_compound_is_marked_and_first(client: Client, sunshine: Community) -> None:
    lake, hill = compounds(sunshine)
    make_notice("lake", community=sunshine, title="lake", compound_rows=[NoticeCompound(compound=lake)])
    house = BuildingFactory(compound=hill, number="3")
    make_notice("hill", community=sunshine, title="hill", building_rows=[NoticeBuilding(building=house)])
    make_notice("all", community=sunshine, title="all")
    assert sorted(titles(client, INDEX)) == ["all", "hill", "lake"]
    found = client.get(f"{INDEX}?for=hill").context["page_of_notices"]
    assert [(link.title, [badge.label for badge in link.badges][1:]) for link in found] == [
        ("hill", ["For your compound", "Hill Court: building 3"]),
        ("all", []),
    ]
    assert sorted(titles(client, f"{INDEX}?for=elsewhere")) == ["all", "hill", "lake"]


def test_aimed_notice_says_for_whom_it_is(client: Client, sunshine: Community) -> None:
    lake, _hill = compounds(sunshine)
    make_notice("lake", community=sunshine, compound_rows=[NoticeCompound(compound=lake)])
    (link,) = client.get(INDEX).context["page_of_notices"]
    assert [badge.label for badge in link.badges] == ["Notice", "Lake Garden"]


def test_filtered_index_is_not_indexed(client: Client, sunshine: Community) -> None:
    make_notice(community=sunshine)
    pages = [client.get(f"{INDEX}{query}").context["meta"] for query in ("", "?kind=news")]
    assert [meta.indexable for meta in pages] == [True, False]
    assert {meta.canonical.partition("/en/")[2] for meta in pages} == {"sunshine/notices/"}


def test_index_has_pages(client: Client, sunshine: Community) -> None:
    for number in range(21):
        published(make_notice(f"n{number}", community=sunshine, title=f"n{number}"), number)
    assert (len(titles(client, INDEX)), titles(client, f"{INDEX}?page=2")) == (20, ["n20"])
    assert client.get(f"{INDEX}?page=2").context["meta"].canonical.endswith("/en/sunshine/notices/?page=2")


def test_old_notices_are_in_the_archive(client: Client, sunshine: Community) -> None:
    tomorrow = timezone.now() + dt.timedelta(days=1)
    published(make_notice("old", community=sunshine, title="old"), 61)
    published(
        make_notice(
            "old-but-yet", community=sunshine, title="yet", takes_place_from=tomorrow, takes_place_until=tomorrow
        ),
        90,
    )
    assert (titles(client, INDEX), titles(client, f"{INDEX}archive/")) == (["yet"], ["old"])
    assert client.get(f"{INDEX}archive/").context["meta"].title == "Archive of notices"


def test_empty_index_says_what_to_do(client: Client, sunshine: Community) -> None:
    assert "There are no notices at the moment" in client.get(INDEX).content.decode()
    assert "Nothing of that kind here" in client.get(f"{INDEX}?kind=news").content.decode()


def test_home_card_shows_the_newest(client: Client, sunshine: Community) -> None:
    assert 'id="notices"' not in client.get("/en/sunshine/").content.decode()
    for number in range(5):
        published(make_notice(f"n{number}", community=sunshine, title=f"Water cut {number}"), number)
    page = client.get("/en/sunshine/").content.decode()
    assert [f"Water cut {number}" in page for number in range(5)] == [True] * 4 + [False]


def test_menu_leads_to_the_notices(client: Client, sunshine: Community) -> None:
    assert f'href="{INDEX}"' in client.get("/en/sunshine/guides/").content.decode()


def test_notices_stay_in_their_community(client: Client, sunshine: Community) -> None:
    opened_community(slug="heping")
    make_notice(community=sunshine, title="Only here")
    paths = ("", "notices/", "notices/feed/", "notices/archive/")
    assert not [path for path in paths if "Only here" in client.get(f"/en/heping/{path}").content.decode()]


# The feed


def feed_titles(client: Client, query: str) -> list[str]:
    entries = atom(client, f"{INDEX}feed/{query}").iter(f"{ATOM}entry")
    return sorted(entry.findtext(f"{ATOM}title") or "" for entry in entries)


def test_feed_has_the_newest_with_their_addresses(client: Client, sunshine: Community) -> None:
    notice = make_notice(community=sunshine, title="Water cut", summary="On Tuesday", language="en")
    feed = atom(client, f"{INDEX}feed/")
    (entry,) = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}{name}") for name in ("title", "summary", "id")] == [
        "Water cut",
        "On Tuesday",
        f"urn:uuid:{notice.translation_key}",
    ]
    assert entry.find(f"{ATOM}link").get("href").endswith("/en/sunshine/notices/water/")  # type: ignore[union-attr]  # it is there
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_feed_takes_the_filters_of_the_index(client: Client, sunshine: Community) -> None:
    lake, hill = compounds(sunshine)
    for compound in (lake, hill):
        rows = [NoticeCompound(compound=compound)]
        make_notice(compound.code, community=sunshine, title=compound.code, compound_rows=rows)
    make_notice("news", community=sunshine, title="news", kind=NoticeKind.NEWS)
    found = {query: feed_titles(client, query) for query in ("?for=lake", "?kind=news", "")}
    assert found == {"?for=lake": ["lake", "news"], "?kind=news": ["news"], "": ["hill", "lake", "news"]}


def test_index_tells_of_its_feed(client: Client, sunshine: Community) -> None:
    page = client.get(f"{INDEX}?kind=news").content.decode()
    assert f'type="application/atom+xml" href="{INDEX}feed/?kind=news"' in page


def test_feed_sets_no_cookie_and_asks_to_revalidate(client: Client, sunshine: Community) -> None:
    answer = client.get(f"{INDEX}feed/")
    assert (dict(answer.cookies), answer["Cache-Control"], "ETag" in answer) == ({}, "no-cache", True)


# What it costs


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", ["notices/", "notices/archive/", "notices/feed/", "notices/?kind=news&for=lake"])
def test_lists_cost_the_same(sunshine: Community, django_assert_num_queries, count: int, path: str) -> None:
    """Kept between changes, so that a warm page asks for nothing but where plugins are on."""
    lake, _hill = compounds(sunshine)
    for number in range(count):
        house = BuildingFactory(compound=lake, number=f"{number}")
        rows = {"compound_rows": [NoticeCompound(compound=lake)], "building_rows": [NoticeBuilding(building=house)]}
        make_notice(f"n{number}", community=sunshine, **rows)
    client = ServedClient()
    client.get(f"/en/sunshine/{path}")
    with django_assert_num_queries(0 if "feed" in path else 1):
        client.get(f"/en/sunshine/{path}")


@pytest.mark.parametrize("count", [1, 3])
def test_card_costs_the_home_page_nothing(sunshine: Community, django_assert_num_queries, count: int) -> None:
    client = ServedClient()
    assert CommunityHomePage.objects.exists()
    for number in range(count):
        make_notice(f"n{number}", community=sunshine)
    PAGES.renew()
    client.get("/en/sunshine/")
    with django_assert_num_queries(2):  # which plugins are on, and the dates of the calendar's card
        client.get("/en/sunshine/")
