"""Error pages answer in the reader's language and lead on."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from portal import errors
from portal.site_chrome import Place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "没有找到这个页面"), ("en", "There is no such page")])
def test_unknown_address_answers_in_readers_language(client: Client, language: str, title: str) -> None:
    response = client.get(f"/{language}/no-such-page/")

    assert response.status_code == 404
    assert f"<h1>{title}</h1>" in response.content.decode()


def test_unknown_address_offers_search_and_home(client: Client) -> None:
    page = client.get("/en/no-such-page/").content.decode()

    assert 'class="search-form search-form--large" action="/en/search/"' in page
    assert '<a class="button button--secondary" href="/en/">' in page
    assert '<meta name="robots" content="noindex">' in page


def test_archived_community_points_to_its_successor(rf: RequestFactory) -> None:
    with override("en"):
        successor = Place(name="Sunshine", url="/en/sunshine/")
        response = errors.gone(rf.get("/en/old/"), name="Old Street", successor=successor)

    assert response.status_code == 410
    assert "<h1>Old Street no longer has pages here</h1>" in response.content.decode()
    assert '<a href="/en/sunshine/">Sunshine</a>' in response.content.decode()


def test_server_error_asks_no_database(rf: RequestFactory) -> None:
    with CaptureQueriesContext(connection) as queries, override("en"):
        response = errors.server_error(rf.get("/en/"))

    assert (response.status_code, len(queries)) == (500, 0)
    assert "<h1>Sorry, something went wrong</h1>" in response.content.decode()


def test_server_error_survives_its_own_failure(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/"), template="portal/no_such_template.html")

    assert (response.status_code, response.content.decode()) == (500, errors.BARE_PAGE)


def test_refused_form_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "x"}, headers={"Accept-Language": "en"})

    assert response.status_code == 403
    assert "<h1>The form could not be sent</h1>" in response.content.decode()
