from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.names import Names
from tests.factories.communities import CommunityFactory, CompoundFactory, StreetFactory
from tests.factories.home import make_city, opened_community

pytestmark = pytest.mark.django_db


def open_communities(count: int, **values: Any) -> list[Community]:
    return CommunityFactory.create_batch(count, status=CommunityStatus.OPEN, **values)


@pytest.fixture
def _city() -> None:
    make_city()


@pytest.fixture
def qingbomen(_city: None) -> Community:
    street = StreetFactory(code="990102001", names=Names({"zh-hans": "清波街道", "en": "Qingbo"}), phone="0571-100")
    community = CommunityFactory(
        slug="qingbomen",
        names=Names({"zh-hans": "清波门社区", "en": "Qingbomen Community"}),
        status=CommunityStatus.OPEN,
        street=street,
        phone="0571-123",
    )
    CompoundFactory(community=community, names=Names({"zh-hans": "翠苑一区", "en": "Cuiyuan 1"}))
    return community


@pytest.mark.parametrize(
    ("language", "title", "name"),
    [("zh-hans", "找我的社区", "清波门社区"), ("en", "Find my community", "Qingbomen Community")],
)
@pytest.mark.usefixtures("qingbomen")
def test_candidate_links_to_community_in_the_language(client: Client, language: str, title: str, name: str) -> None:
    html = client.get(f"/{language}/find/", {"q": "翠苑一区"}).content.decode()
    assert f"<h1>{title}</h1>" in html
    assert f'<a href="/{language}/qingbomen/">{name}</a>' in html
    assert 'href="tel:0571123"' in html
    assert '<meta name="robots" content="noindex' in html


@pytest.mark.usefixtures("qingbomen")
def test_no_hit_offers_streets_with_phones(client: Client) -> None:
    html = client.get("/en/find/", {"q": "Nowhere"}).content.decode()
    assert "Nothing is called “Nowhere”" in html
    assert '<a href="/en/find/990102001/"><span>Qingbo · 0571-100 · 1 community</span></a>' in html


@pytest.mark.usefixtures("qingbomen")
def test_query_is_shown_escaped_and_short(client: Client) -> None:
    html = client.get("/en/find/", {"q": '"><script>' + "x" * 10_000}).content.decode()
    assert "<script>x" not in html
    assert 'value="&quot;&gt;&lt;script&gt;xxx' in html
    assert 'maxlength="60"' in html
    assert "Nothing is called “&quot;&gt;&lt;script&gt;" + "x" * 50 + "”" in html


def test_street_page_lists_open_communities(client: Client, qingbomen: Community) -> None:
    CommunityFactory(street=qingbomen.street, names=Names({"zh-hans": "筹备社区"}))
    html = client.get("/zh-hans/find/990102001/").content.decode()
    assert '<a href="/zh-hans/qingbomen/">清波门社区</a>' in html
    assert "筹备社区" not in html


def test_street_without_open_communities_is_not_there(client: Client) -> None:
    make_city()
    street = CommunityFactory().street
    assert client.get(f"/en/find/{street.code}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("_city")
def test_find_page_queries_do_not_grow(client: Client, count: int, django_assert_num_queries: Any) -> None:
    open_communities(count, names=Names({"zh-hans": "建设社区"}))
    client.get("/en/find/")
    with django_assert_num_queries(5):  # site, city settings, alerts, works, terms
        client.get("/en/find/", {"q": "建设"})
    with django_assert_num_queries(5):  # site, city settings, alerts, works, streets
        client.get("/en/find/", {"all": ""})


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.usefixtures("_city")
def test_street_page_queries_do_not_grow(client: Client, count: int, django_assert_num_queries: Any) -> None:
    street = StreetFactory()
    open_communities(count, street=street)
    client.get("/en/find/")
    with django_assert_num_queries(7):  # street, communities, offices, site, city settings, alerts, works
        client.get(f"/en/find/{street.code}/", {"all": ""})


def test_choosing_remembers_and_goes_there(client: Client, qingbomen: Community) -> None:
    response = client.post("/en/find/remember/", {"community": "qingbomen"})
    assert (response.status_code, response["Location"]) == (303, "/en/qingbomen/")
    cookie = response.cookies["community"]
    assert (cookie.value, cookie["samesite"], bool(cookie["httponly"])) == ("qingbomen", "Lax", True)
    response = client.get("/en/find/mine/", headers={"HX-Request": "true"})
    assert 'href="/en/qingbomen/"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.usefixtures("qingbomen")
def test_forgetting_removes_the_cookie(client: Client) -> None:
    client.cookies["community"] = "qingbomen"
    response = client.post("/en/find/remember/")
    assert response.cookies["community"].value == ""
    assert "You have not chosen a community yet" in client.get("/en/find/mine/").content.decode()


@pytest.mark.usefixtures("qingbomen")
def test_unknown_choice_sets_no_cookie(client: Client) -> None:
    response = client.post("/en/find/remember/", {"community": "x" * 500})
    assert (response.status_code, response["Location"], response.cookies.get("community")) == (303, "/en/find/", None)


@pytest.mark.usefixtures("qingbomen")
def test_choice_from_another_site_is_refused(client: Client) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/en/find/remember/", {"community": "qingbomen"}, headers=headers).status_code == 403


@pytest.mark.parametrize("value", ["nobody", "../..", "x" * 5000, ""])
@pytest.mark.usefixtures("qingbomen")
def test_broken_cookie_is_as_good_as_none(client: Client, value: str) -> None:
    client.cookies["community"] = value
    response = client.get("/en/find/mine/", headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.usefixtures("qingbomen")
@pytest.mark.parametrize("path", ["/en/find/", "/en/find/?q=qbm", "/en/find/990102001/", "/en/"])
def test_remembered_community_changes_no_page(client: Client, path: str) -> None:
    plain = client.get(path)
    client.cookies["community"] = "qingbomen"
    assert client.get(path).content == plain.content
    assert "Cookie" not in plain.get("Vary", "")
    assert not plain.cookies


def test_own_host_leads_to_the_city_host(client: Client) -> None:
    own, other = opened_community(slug="sunshine"), opened_community(slug="heping", names=Names({"en": "Heping"}))
    Site.objects.create(hostname="sunshine.example", root_page=own.home_pages.get(locale__language_code="zh-hans"))
    html = client.get("/en/find/", {"q": "Heping"}, headers={"host": "sunshine.example"}).content.decode()
    assert f'<a href="http://localhost/en/{other.slug}/">' in html
