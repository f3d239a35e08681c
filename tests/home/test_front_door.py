"""What all pages share is read once a process: the site, its home pages, the city's settings, restrictions."""

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.home.models import CityHomePage, CommunityHomePage
from tests.factories.home import opened_community
from tests.served import ServedClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


@pytest.fixture
def served(sunshine: Community) -> ServedClient:
    return ServedClient()


def home_in(language: str, community: Community) -> CommunityHomePage:
    return CommunityHomePage.objects.get(community=community, locale__language_code=language)


def test_warm_city_home_needs_no_query(served: ServedClient, django_assert_num_queries) -> None:
    served.get("/en/")
    with django_assert_num_queries(0):
        served.get("/en/")


def test_saved_home_page_is_seen_at_once(served: ServedClient, django_capture_on_commit_callbacks) -> None:
    served.get("/en/")
    home = CityHomePage.objects.get(locale__language_code="en")
    home.welcome = "Come in"
    with django_capture_on_commit_callbacks(execute=True):
        home.save()
    assert b"Come in" in served.get("/en/").content


def test_each_language_has_its_own_home(served: ServedClient) -> None:
    titles = [served.get(f"/{language}/").context["page"].title for language in ("en", "zh-hans", "en")]
    assert titles == ["Linhu", "临湖市", "Linhu"]


def test_kept_pages_are_handed_out_as_copies(served: ServedClient) -> None:
    first, second = [served.get("/en/").context["page"] for _visit in range(2)]
    assert (first == second, first is second) == (True, False)


def test_closed_community_is_gone_at_once(
    served: ServedClient, sunshine: Community, django_capture_on_commit_callbacks
) -> None:
    before = served.get("/en/sunshine/guides/").status_code
    with django_capture_on_commit_callbacks(execute=True):
        sunshine.status = CommunityStatus.PREPARING
        sunshine.save()
    assert (before, served.get("/en/sunshine/guides/").status_code) == (200, 404)


def test_taken_back_section_is_gone_at_once(
    served: ServedClient, sunshine: Community, django_capture_on_commit_callbacks
) -> None:
    before = served.get("/en/sunshine/guides/").context["page"]
    with django_capture_on_commit_callbacks(execute=True):
        before.unpublish()
    after = served.get("/en/sunshine/guides/").context["page"]
    assert [before.language_code, after.language_code] == ["en", "zh-hans"]


def test_requests_share_no_community(served: ServedClient) -> None:
    first, second = [served.get("/en/sunshine/").wsgi_request.community for _visit in range(2)]
    assert (first == second, first is second) == (True, False)


def test_own_host_begins_at_the_community(client: Client, sunshine: Community) -> None:
    Site.objects.create(hostname="sunshine.example", root_page=home_in("zh-hans", sunshine))
    answers = [client.get(path, headers={"host": "sunshine.example"}) for path in ("/zh-hans/", "/en/")]
    assert [answer.context["page"] for answer in answers] == [home_in("zh-hans", sunshine), home_in("en", sunshine)]


def test_missing_translation_of_the_home_is_answered(client: Client, sunshine: Community) -> None:
    CityHomePage.objects.get(locale__language_code="en").unpublish()
    response = client.get("/en/")
    assert (response.status_code, response.context["meta"].language) == (200, "zh-hans")


def test_home_of_no_language_is_not_found(client: Client, sunshine: Community) -> None:
    CityHomePage.objects.update(live=False)
    assert client.get("/en/").status_code == 404


@pytest.mark.parametrize("path", ["/en/sunshine/", "/en/sunshine/guides/"])
def test_restricted_pages_ask_for_login(client: Client, sunshine: Community, path: str) -> None:
    PageViewRestriction.objects.create(page=home_in("en", sunshine), restriction_type=PageViewRestriction.LOGIN)
    assert [client.get(path).status_code, client.get(path.replace("en", "zh-hans")).status_code] == [302, 200]


def test_alias_of_a_restricted_page_is_restricted(client: Client, sunshine: Community) -> None:
    original = home_in("en", sunshine)
    alias = original.create_alias(update_slug="mirror")
    PageViewRestriction.objects.create(page=original, restriction_type=PageViewRestriction.LOGIN)
    assert [Page.objects.get(pk=alias.pk).specific.get_view_restrictions().count(), alias.slug] == [1, "mirror"]


def test_restriction_is_seen_at_once(
    served: ServedClient, sunshine: Community, django_capture_on_commit_callbacks
) -> None:
    before = served.get("/en/sunshine/").status_code
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=home_in("en", sunshine), restriction_type=PageViewRestriction.LOGIN)
    assert (before, served.get("/en/sunshine/").status_code) == (200, 302)
