import pytest
from django.core.cache import cache
from django.test import Client

from portal.home.models import CommunityHomePage
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db

URL = "/en/sunshine/"


@pytest.fixture(autouse=True)
def kept_pages(settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def home() -> CommunityHomePage:
    return CommunityHomePage.objects.get(community=opened_community(slug="sunshine"), locale__language_code="en")


def test_second_reader_costs_no_query(client: Client, home, django_assert_num_queries) -> None:
    first = client.get(URL)
    with django_assert_num_queries(0):
        second = client.get(URL)
    assert (second.content, second.headers["Content-Security-Policy"]) == (
        first.content,
        first.headers["Content-Security-Policy"],
    )


def test_publishing_shows_at_once(client: Client, home, django_capture_on_commit_callbacks) -> None:
    client.get(URL)
    with django_capture_on_commit_callbacks(execute=True):
        home.welcome = "Fresh from the editor"
        home.save_revision().publish()
    assert b"Fresh from the editor" in client.get(URL).content


def test_large_type_is_a_page_of_its_own(client: Client, home) -> None:
    client.get(URL)
    client.cookies["size"] = "large"
    assert b"size-large" in client.get(URL).content


def test_unknown_cookie_values_share_the_page(client: Client, home, django_assert_num_queries) -> None:
    client.get(URL)
    client.cookies["size"], client.cookies["tracker"] = "gigantic", "x"
    with django_assert_num_queries(0):
        client.get(URL)


def test_signed_in_reader_gets_a_fresh_page(client: Client, home, admin_user) -> None:
    client.get(URL)
    client.force_login(admin_user)
    CommunityHomePage.objects.filter(pk=home.pk).update(welcome="Seen by the editor")
    assert b"Seen by the editor" in client.get(URL).content
    assert b"Seen by the editor" not in Client().get(URL).content


@pytest.mark.parametrize(("path", "status"), [(URL + "?q=1", 200), ("/en/nowhere/", 404)])
def test_queries_and_missing_pages_are_not_kept(client: Client, home, path: str, status: int) -> None:
    assert client.get(path).status_code == status
    CommunityHomePage.objects.filter(pk=home.pk).update(welcome="Later")
    assert (b"Later" in client.get(path).content) == (status == 200)
