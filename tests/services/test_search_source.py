"""What search finds of guides, asked through the public API with the database search."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.communities.choices import CommunityStatus
from portal.names import Names
from portal.services.actions import hide_guide, set_overlay
from search.contract import EntryRef, get_provider
from search.models import ViewCount
from tests.factories.guides import make_category, make_guide
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def committed(django_capture_on_commit_callbacks):
    """Search follows after commit."""

    def commit(action, **values):
        with django_capture_on_commit_callbacks(execute=True):
            return action(**values)

    return commit


def found(client: Client, query: str, **params: Any) -> list[tuple[str, str]]:
    """(key, address) of every result."""
    answer = client.get("/api/v1/search", {"q": query, "lang": "zh-hans", **params}).json()
    return [(result["key"], result["url"].removeprefix("http://testserver")) for result in answer["results"]]


def test_published_guide_is_found_at_once(client: Client, committed) -> None:
    opened_community(slug="sunshine")
    guide = committed(make_guide, title="居住证办理", slug="residence-permit")
    assert found(client, "居住证") == [(str(guide.translation_key), "/zh-hans/guides/residence-permit/")]


def test_community_finds_city_guide_at_its_own_address(client: Client, committed) -> None:
    opened_community(slug="sunshine")
    guide = committed(make_guide, title="居住证办理", slug="residence-permit")
    assert found(client, "居住证", community="sunshine") == [
        (str(guide.translation_key), "/zh-hans/sunshine/guides/residence-permit/")
    ]


def test_note_of_a_community_is_found_there_once(client: Client, committed) -> None:
    sunshine, _heping = opened_community(slug="sunshine"), opened_community(slug="heping")
    guide = committed(make_guide, title="居住证办理", slug="residence-permit")
    note = Names({"zh-hans": "请带好搬运单"})
    committed(set_overlay, community=sunshine, guide_key=guide.translation_key, by=None, note=note)
    here = [(str(guide.translation_key), "/zh-hans/sunshine/guides/residence-permit/")]
    assert found(client, "搬运单", community="sunshine") == here
    assert found(client, "居住证", community="sunshine") == here
    assert found(client, "搬运单", community="heping") == []


NO_OTHERS: dict[str, list[str]] = {"audience": [], "channel": []}


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        (
            "zh-hans",
            {"kind": ["通知公告"], "category": ["证件"], "community": ["全市", "阳光社区"], "language": ["简体中文"]}
            | NO_OTHERS,
        ),
        (
            "en",
            {
                "kind": ["Notice"],
                "category": ["Permits"],
                "community": ["Whole city", "Sunshine"],
                "language": ["English"],
            }
            | NO_OTHERS,
        ),
    ],
)
@pytest.mark.parametrize("asked", ["zh-hans", "en"])
def test_labels_are_in_the_language_asked_for(
    client: Client, committed, language: str, labels: dict[str, list[str]], asked: str
) -> None:
    """Whatever the browser prefers."""
    sunshine = opened_community(slug="sunshine", names=Names({"zh-hans": "阳光社区", "en": "Sunshine"}))
    category = make_category("permit", names=Names({"zh-hans": "证件", "en": "Permits"}))
    values = {"item_code": "10001", "kind": "notice", "language": language, "category": category}
    for slug, place in (("of-the-city", None), ("own", sunshine)):
        committed(make_guide, slug=slug, community=place, **values)
    parameters = {"q": "10001", "lang": language, "community": "sunshine"}
    answer = client.get("/api/v1/search", parameters, headers={"accept-language": asked}).json()
    found = {facet: sorted(value["label"] for value in values) for facet, values in answer["facets"].items()}
    assert found == {facet: sorted(names) for facet, names in labels.items()}


def test_hidden_guide_is_not_found_in_that_community(client: Client, committed) -> None:
    riverside = opened_community(slug="riverside")
    opened_community(slug="sunshine")
    guide = committed(make_guide, title="燃气开通", slug="gas-opening")
    committed(hide_guide, community=riverside, guide_key=guide.translation_key, by=None)
    assert found(client, "燃气", community="riverside") == []
    assert len(found(client, "燃气", community="sunshine")) == 1


def test_archived_community_leaves_search(client: Client, committed) -> None:
    sunshine = opened_community(slug="sunshine")
    committed(make_guide, title="食堂菜单", slug="canteen", community=sunshine)
    assert len(found(client, "食堂", community="sunshine")) == 1
    sunshine.status = CommunityStatus.ARCHIVED
    committed(sunshine.save)
    assert found(client, "食堂") == []


def test_unpublished_guide_leaves_search(client: Client, committed) -> None:
    opened_community(slug="sunshine")
    guide = committed(make_guide, title="居住证办理", slug="residence-permit")
    committed(guide.unpublish)
    assert found(client, "居住证") == []


@pytest.mark.parametrize("count", [1, 3])
def test_entries_of_pages_cost_queries_by_batch(count: int, django_assert_num_queries) -> None:
    guides = [make_guide(f"guide-{number}") for number in range(count)]
    refs = [EntryRef(f"page:{guide.translation_key}", "zh-hans") for guide in guides]
    list(get_provider().entries(refs))  # warm
    with django_assert_num_queries(8):
        entries = list(get_provider().entries(refs))
    assert sorted(entry.title for entry in entries) == sorted(guide.title for guide in guides)


def test_where_nothing_is_found_guides_read_most_here_are_shown(client: Client) -> None:
    """By what is read lately, on top of what an import says; hidden ones not."""
    sunshine = opened_community(slug="sunshine")
    guides = {slug: make_guide(slug, title=slug, popularity=popularity) for slug, popularity in MOST_READ}
    hide_guide(community=sunshine, guide_key=guides["hidden"].translation_key, by=None)
    read = f"page:{guides['read-lately'].translation_key}"
    ViewCount.objects.create(entry_id=read, weight=50, shown=50, faded_on=timezone.localdate())
    response = client.get("/zh-hans/search/", {"q": "没有这种东西", "community": "sunshine"})
    shown = [guide.url for guide in response.context["popular"]()]
    assert shown == [f"/zh-hans/sunshine/guides/{slug}/" for slug in ("read-lately", "imported", "a", "b", "c")]
    assert ["大家常看的指南" in response.content.decode(), shown[0] in response.content.decode()] == [True, True]


MOST_READ = (("imported", 40), ("read-lately", 0), ("hidden", 90), ("a", 9), ("b", 8), ("c", 7), ("d", 6))
