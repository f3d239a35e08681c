"""The page below every page that shares it, and the short link."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.services.actions import hide_guide
from portal.services.models import GuidePage
from portal.sharing.codes import Shared, encode
from tests.factories.guides import make_guide, make_pair
from tests.factories.home import make_information, opened_community
from tests.served import ServedClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def link_on(client: Client, path: str, **extra: Any) -> str:
    """The short link that the page sharing `path` shows, without its host."""
    context = client.get(f"{path}share/", **extra).context
    return re.sub(r"^https?://[^/]+", "", context["link"])


def leads_to(client: Client, link: str, **extra: Any) -> str:
    response = client.get(link, **extra)
    return response.headers["Location"] if response.status_code == 302 else str(response.status_code)


@pytest.mark.parametrize(
    "path",
    [
        "/zh-hans/guides/permit/",
        "/en/guides/permit/",
        "/zh-hans/sunshine/guides/permit/",
        "/en/sunshine/guides/permit/",
        "/zh-hans/sunshine/guides/canteen/",
        "/en/sunshine/guides/canteen/",
        "/en/sunshine/about-us/",
        "/en/sunshine/guides/",
        "/zh-hans/sunshine/",
        "/en/",
    ],
)
def test_short_link_leads_back_to_its_page(client: Client, sunshine: Community, path: str) -> None:
    make_pair("permit")
    make_guide("canteen", community=sunshine)
    make_information("about-us", community=sunshine)
    link = link_on(client, path)
    assert (leads_to(client, link), len(link) < 15) == (path, True)


def test_page_leads_to_sharing_it(client: Client, sunshine: Community) -> None:
    make_guide("permit")
    make_information("about-us", community=sunshine)
    for path in ("/en/sunshine/guides/permit/", "/zh-hans/sunshine/about-us/"):
        assert f'href="{path}share/"' in client.get(path).content.decode()


def test_text_is_there_to_copy(client: Client, sunshine: Community) -> None:
    make_pair("permit", title="居住证", summary="给新来的居民")
    html = client.get("/zh-hans/sunshine/guides/permit/share/").content.decode()
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.S)[1]
    title, what, link = text.split("\n")
    assert (title, what) == (f"【{sunshine.names}】居住证", "给新来的居民")
    assert re.fullmatch(r"http://localhost/s/\w+", link)


def test_page_of_the_city_names_the_city(client: Client) -> None:
    make_guide("permit", title="Permit")
    assert client.get("/en/guides/permit/share/").context["text"].startswith("[Linhu] Permit\n")


def test_sharing_is_not_for_search_engines(client: Client, sunshine: Community) -> None:
    make_guide("permit")
    response = client.get("/en/sunshine/guides/permit/share/")
    meta = response.context["meta"]
    assert (meta.indexable, dict(response.cookies)) == (False, {})
    assert [crumb.url for crumb in meta.breadcrumbs][-1] == "/en/sunshine/guides/permit/"


def test_link_outlives_a_change_of_address(client: Client, sunshine: Community) -> None:
    guide = make_guide("canteen", community=sunshine)
    link = link_on(client, "/zh-hans/sunshine/guides/canteen/")
    guide.slug = "dining"
    guide.save_revision().publish()
    assert leads_to(client, link) == "/zh-hans/sunshine/guides/dining/"


def test_what_is_taken_down_is_said(client: Client, sunshine: Community) -> None:
    guide = make_guide("canteen", community=sunshine)
    link = link_on(client, "/zh-hans/sunshine/guides/canteen/")
    guide.unpublish()
    response = client.get(link, headers={"accept-language": "en"})
    assert (response.status_code, response.context["meta"].title) == (404, "This short link leads nowhere")


def test_other_language_answers_for_what_is_taken_down(client: Client) -> None:
    _chinese, english = make_pair("permit")
    link = link_on(client, "/en/guides/permit/")
    english.unpublish()
    assert leads_to(client, link) == "/zh-hans/guides/permit/"


def test_draft_answers_as_what_there_never_was(client: Client, sunshine: Community) -> None:
    draft = make_guide("canteen", community=sunshine)
    draft.unpublish()
    links = [f"/s/{encode(Shared(page=pk))}" for pk in (draft.pk, draft.pk + 999)]
    answers = [client.get(link) for link in links]
    assert [answer.status_code for answer in answers] == [404, 404]
    draft_page, nothing = (
        answer.content.decode().replace(link, "/").replace(quote(link, safe=""), "/")
        for answer, link in zip(answers, links, strict=True)
    )
    assert draft_page == nothing


def test_address_of_a_restricted_page_is_not_given_away(client: Client, sunshine: Community) -> None:
    guide = make_guide("canteen", community=sunshine)
    link = link_on(client, "/zh-hans/sunshine/guides/canteen/")
    PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert leads_to(client, link) == "404"


@pytest.mark.parametrize("status", [CommunityStatus.PREPARING, CommunityStatus.ARCHIVED])
def test_community_that_is_not_open_shows_no_guides_of_the_city(
    client: Client, sunshine: Community, status: CommunityStatus
) -> None:
    make_guide("permit")
    link = link_on(client, "/zh-hans/sunshine/guides/permit/")
    Community.objects.filter(pk=sunshine.pk).update(status=status)
    assert leads_to(client, link) == "404"


def test_page_of_one_community_is_not_shown_in_another(client: Client, sunshine: Community) -> None:
    lakeside = opened_community(slug="lakeside")
    own = make_information("about-us", community=sunshine)
    assert leads_to(client, f"/s/{encode(Shared(page=own.pk, community=lakeside.pk))}") == "404"


def test_what_a_community_hides_is_not_shared_there(client: Client, sunshine: Community) -> None:
    guide = make_guide("permit")
    hide_guide(guide_key=guide.translation_key, community=sunshine, by=None)
    assert client.get("/zh-hans/sunshine/guides/permit/share/").status_code == 404


def test_draft_is_not_shared(client: Client, sunshine: Community) -> None:
    make_guide("canteen", community=sunshine).unpublish()
    assert client.get("/zh-hans/sunshine/guides/canteen/share/").status_code == 404


def test_own_host_gives_links_of_its_own(client: Client, sunshine: Community, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    make_pair("permit")
    make_guide("canteen", community=sunshine)
    home = sunshine.home_pages.get(locale__language_code="zh-hans")
    Site.objects.create(hostname="sunshine.example", root_page=home)
    here = {"headers": {"host": "sunshine.example"}}
    for path in ("/en/guides/permit/", "/zh-hans/guides/canteen/"):
        link = link_on(client, path, **here)
        assert leads_to(client, link, **here) == path
        # The same link on the city's host stays on that host.
        language, rest = path[1:].split("/", 1)
        assert leads_to(client, link) == f"/{language}/sunshine/{rest}"


def test_link_of_the_city_leads_home_from_a_communitys_host(client: Client, sunshine: Community, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    make_information("privacy")
    home = sunshine.home_pages.get(locale__language_code="zh-hans")
    Site.objects.create(hostname="sunshine.example", root_page=home)
    link = link_on(client, "/zh-hans/privacy/")
    assert leads_to(client, link, headers={"host": "sunshine.example"}) == "http://localhost/zh-hans/privacy/"


@pytest.mark.parametrize("code", ["4w2", "nothing", "居住证", "..", "%00"])
def test_what_is_no_link_is_not_found(client: Client, sunshine: Community, code: str) -> None:
    assert client.get(f"/s/{code}").status_code == 404


def test_link_is_followed_without_a_trace(client: Client, sunshine: Community, django_assert_num_queries: Any) -> None:
    make_guide("permit")
    client = ServedClient()
    link = link_on(client, "/en/sunshine/guides/permit/")
    client.get(link)
    with django_assert_num_queries(5):
        response = client.get(link)
    assert (dict(response.cookies), response.headers["Cache-Control"]) == ({}, "public, max-age=300")
    assert client.post(link).status_code == 405


def test_no_page_takes_the_address_of_sharing(client: Client, sunshine: Community) -> None:
    index = sunshine.home_pages.get(locale__language_code="zh-hans").get_children().get(slug="guides")
    page = index.add_child(instance=GuidePage(title="Share", summary="s", live=False))
    assert page.slug == "share-2"


def test_share_page_takes_few_queries(client: Client, sunshine: Community, django_assert_num_queries: Any) -> None:
    make_guide("permit")
    client = ServedClient()
    client.get("/en/sunshine/guides/permit/share/")
    with django_assert_num_queries(2):
        client.get("/en/sunshine/guides/permit/share/")
