import pytest
from django.test import Client

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.home.models import CommunityHomePage
from tests.factories.home import make_city, opened_community
from tests.served import ServedClient

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/zh-hans/", "/en/", "/zh-hans/sunshine/", "/en/sunshine/"])
def test_home_pages_answer_without_cookies(client: Client, path: str) -> None:
    opened_community(slug="sunshine")
    response = client.get(path)
    assert (response.status_code, dict(response.cookies)) == (200, {})


def test_chinese_answers_where_english_is_missing(client: Client) -> None:
    community = opened_community(slug="sunshine")
    CommunityHomePage.objects.get(community=community, locale__language_code="en").unpublish()
    response = client.get("/en/sunshine/")
    assert response.context["meta"].language == "zh-hans"
    assert response.context["meta"].canonical == "http://localhost/zh-hans/sunshine/"
    assert response.context["meta"].alternates == {}
    assert b'lang="zh-Hans"' in response.content


def test_page_in_both_languages_names_both(client: Client) -> None:
    opened_community(slug="sunshine")
    assert client.get("/en/sunshine/").context["meta"].alternates == {
        "zh-hans": "http://localhost/zh-hans/sunshine/",
        "en": "http://localhost/en/sunshine/",
    }


def test_community_being_prepared_is_not_found(client: Client) -> None:
    community = opened_community(slug="sunshine")
    Community.objects.filter(pk=community.pk).update(status=CommunityStatus.PREPARING)
    assert client.get("/en/sunshine/").status_code == 404


def test_archived_community_points_to_its_successor(client: Client) -> None:
    after = opened_community(slug="riverside")
    community = opened_community(slug="sunshine")
    Community.objects.filter(pk=community.pk).update(status=CommunityStatus.ARCHIVED, successor=after)
    response = client.get("/en/sunshine/anything/")
    assert response.status_code == 410
    assert b'href="/en/riverside/"' in response.content


def test_unknown_address_is_not_found_in_readers_language(client: Client) -> None:
    make_city()
    response = client.get("/en/nowhere/")
    assert (response.status_code, response.headers["Content-Language"]) == (404, "en")


@pytest.mark.parametrize("others", [0, 3])
def test_community_home_takes_constant_queries(django_assert_num_queries, others: int) -> None:
    client = ServedClient()
    opened_community(slug="sunshine")
    for _ in range(others):
        opened_community()
    client.get("/en/sunshine/")
    with django_assert_num_queries(2):
        client.get("/en/sunshine/")
