import pytest
from django.test import Client

from portal.services.actions import hide_guide, set_overlay
from portal.services.models import GuideIndexPage
from tests.factories.guides import make_guide, make_pair
from tests.factories.home import make_city, opened_community

pytestmark = pytest.mark.django_db


def title_at(client: Client, path: str) -> str:
    """Title of the page that answers; an address that is not found is an empty one."""
    response = client.get(path)
    return "" if response.status_code == 404 else response.context["page"].title


def test_city_and_communities_have_indexes() -> None:
    opened_community(slug="sunshine")
    assert {index.url for index in GuideIndexPage.objects.all()} == {
        "/zh-hans/guides/",
        "/en/guides/",
        "/zh-hans/sunshine/guides/",
        "/en/sunshine/guides/",
    }


def test_index_titles_follow_their_language() -> None:
    make_city()
    titles = GuideIndexPage.objects.values_list("locale__language_code", "title")
    assert dict(titles) == {"zh-hans": "办事指南", "en": "Guides"}


def test_city_guide_answers_in_city_and_community(client: Client) -> None:
    opened_community(slug="sunshine")
    make_pair("permit")
    answers = [title_at(client, f"{home}guides/permit/") for home in ("/zh-hans/", "/en/", "/en/sunshine/")]
    assert answers == ["permit zh-hans", "permit en", "permit en"]


def test_missing_english_is_answered_in_chinese(client: Client) -> None:
    sunshine = opened_community(slug="sunshine")
    make_guide("permit")
    make_guide("canteen", community=sunshine)
    answers = [
        title_at(client, path)
        for path in ("/en/guides/permit/", "/en/sunshine/guides/permit/", "/en/sunshine/guides/canteen/")
    ]
    assert answers == ["permit zh-hans", "permit zh-hans", "canteen zh-hans"]


def test_missing_chinese_is_answered_in_english(client: Client) -> None:
    make_guide("registration", language="en")
    assert title_at(client, "/zh-hans/guides/registration/") == "registration en"


def test_own_guide_wins_over_the_citys(client: Client) -> None:
    sunshine = opened_community(slug="sunshine")
    opened_community(slug="heping")
    make_pair("permit")
    make_guide("permit", community=sunshine, title="Our own")
    answers = [title_at(client, f"/en/{slug}/guides/permit/") for slug in ("sunshine", "heping")]
    assert answers == ["Our own", "permit en"]


def test_own_guide_is_of_its_community_only(client: Client) -> None:
    sunshine = opened_community(slug="sunshine")
    opened_community(slug="heping")
    make_guide("canteen", community=sunshine)
    paths = ("/zh-hans/sunshine/guides/canteen/", "/zh-hans/heping/guides/canteen/", "/zh-hans/guides/canteen/")
    assert [title_at(client, path) for path in paths] == ["canteen zh-hans", "", ""]


def test_hidden_guide_is_gone_in_that_community(client: Client) -> None:
    sunshine, _heping = opened_community(slug="sunshine"), opened_community(slug="heping")
    guide, _english = make_pair("permit")
    hide_guide(community=sunshine, guide_key=guide.translation_key, by=None)
    paths = ("/en/sunshine/guides/permit/", "/en/heping/guides/permit/", "/en/guides/permit/")
    assert [title_at(client, path) for path in paths] == ["", "permit en", "permit en"]


def test_guide_shown_again_answers_again(client: Client) -> None:
    sunshine = opened_community(slug="sunshine")
    guide = make_guide("permit")
    hide_guide(community=sunshine, guide_key=guide.translation_key, by=None)
    hide_guide(community=sunshine, guide_key=guide.translation_key, by=None, hidden=False)
    assert title_at(client, "/zh-hans/sunshine/guides/permit/") == "permit zh-hans"


def test_overlay_stays_in_its_community(client: Client) -> None:
    sunshine, _heping = opened_community(slug="sunshine"), opened_community(slug="heping")
    guide = make_guide("permit")
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, phone="0199-5551101")
    phones = [
        client.get(f"/zh-hans{home}/guides/permit/").context["answer"].phone for home in ("/sunshine", "/heping", "")
    ]
    assert phones == ["0199-5551101", "", ""]


def test_draft_of_the_city_answers_nowhere(client: Client) -> None:
    opened_community(slug="sunshine")
    make_guide("permit").unpublish()
    assert [title_at(client, f"/zh-hans{home}/guides/permit/") for home in ("", "/sunshine")] == ["", ""]


@pytest.mark.parametrize("path", ["guides/nothing/", "guides/permit/more/", "guides/category/nothing/", "guides/x/y/"])
def test_unknown_addresses_are_not_found(client: Client, path: str) -> None:
    opened_community(slug="sunshine")
    make_guide("permit")
    statuses = [client.get(f"/zh-hans/{home}{path}").status_code for home in ("", "sunshine/")]
    assert statuses == [404, 404]


def test_category_and_life_event_have_addresses(client: Client) -> None:
    opened_community(slug="sunshine")
    make_guide("permit", life_events=["arriving"])
    for by in ("category/permit", "life-event/arriving"):
        listing = client.get(f"/en/sunshine/guides/{by}/").context["listing"]
        assert [link.url for link in listing.page] == ["/en/sunshine/guides/permit/"]
