"""Pages of plain text, and the statements among them that the foot of every page links to."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from portal.communities.models import Community
from portal.home.models import CitySettings, InformationPage
from portal.pairs import record_translation
from tests.factories.communities import CommunityFactory
from tests.factories.home import make_city, make_information, opened_community
from tests.factories.people import city_administrator, staff
from tests.served import ServedClient

pytestmark = pytest.mark.django_db

BODY = [
    ("heading", "How to <complain>"),
    ("text", "<p>Call <b>12345</b>.</p><ul><li>day and night</li></ul>"),
    ("question", {"question": "Who reads it?", "answer": "An editor.\n\nNobody else."}),
]


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def make_statements() -> None:
    pages = [make_information(slug) for slug in ("privacy", "accessibility")]
    city = CitySettings.load()
    city.privacy_page, city.accessibility_page = pages
    city.save()


def footer_links(client: Client, path: str, **extra: Any) -> tuple[str, str]:
    footer = client.get(path, **extra).context["site"].footer
    return footer.privacy_url, footer.accessibility_url


@pytest.mark.parametrize(("of_community", "path"), [(False, "/en/privacy/"), (True, "/en/sunshine/privacy/")])
def test_page_shows_its_text_in_order(client: Client, sunshine: Community, of_community: bool, path: str) -> None:
    make_information(community=sunshine if of_community else None, language="en", body=BODY)
    response = client.get(path)
    text = " ".join(response.content.decode().split())
    places = [text.index(part) for part in ("<h2>How to &lt;complain&gt;</h2>", "<b>12345</b>", "Who reads it?")]
    assert (response.status_code, dict(response.cookies), places) == (200, {}, sorted(places))


def test_page_says_what_it_is(client: Client, sunshine: Community) -> None:
    make_information(community=sunshine)
    meta = client.get("/zh-hans/sunshine/privacy/").context["meta"]
    assert (meta.canonical, meta.description) == ("http://localhost/zh-hans/sunshine/privacy/", "privacy summary")
    assert [crumb.url for crumb in meta.breadcrumbs] == ["/zh-hans/sunshine/"]
    assert [(thing["@type"], thing["url"]) for thing in meta.json_ld] == [("WebPage", meta.canonical)]


def test_other_language_answers_where_one_is_missing(client: Client, sunshine: Community) -> None:
    make_information(community=sunshine)
    response = client.get("/en/sunshine/privacy/")
    assert response.context["meta"].language == "zh-hans"
    marked = re.findall(r'<(\w+)[^>]* lang="zh-Hans"', response.content.decode().split("<main", 1)[1])
    assert marked == ["h1", "p", "article"]


@pytest.mark.parametrize("others", [0, 3])
def test_page_takes_constant_queries(django_assert_num_queries: Any, others: int) -> None:
    make_information(community=opened_community(slug="sunshine"), body=BODY * (others + 1))
    make_statements()
    for number in range(others):
        make_information(f"page-{number}", community=opened_community())
    client = ServedClient()
    client.get("/en/sunshine/privacy/")
    with django_assert_num_queries(2):
        client.get("/en/sunshine/privacy/")


def form(**values: Any) -> dict[str, Any]:
    blank = {"title": "", "slug": "", "summary": "", "comments": inline_formset([]), "action-publish": "on"}
    return nested_form_data({**blank, "body": streamfield([("text", rich_text("<p>文字</p>"))]), **values})


def test_editor_adds_a_page_below_her_home(client: Client, sunshine: Community) -> None:
    client.force_login(staff(sunshine))
    home = sunshine.home_pages.get(locale__language_code="zh-hans")
    client.post(f"/admin/pages/add/home/informationpage/{home.pk}/", form(title="怎么来", summary="公交和停车"))
    assert client.get("/zh-hans/sunshine/zenmelai/").status_code == 200


@pytest.mark.parametrize("slug", ["calendar", "x", "en", "lakeside"])
def test_page_takes_no_address_that_others_need(client: Client, slug: str) -> None:
    city = make_city()
    CommunityFactory(slug="lakeside")
    client.force_login(city_administrator())
    address = f"/admin/pages/add/home/informationpage/{city.pk}/"
    response = client.post(address, form(title="日历", summary="日历在哪里", slug=slug))
    assert (list(response.context["form"].errors), InformationPage.objects.count()) == (["slug"], 0)


def test_page_is_found_by_its_words(client: Client, sunshine: Community, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = make_information(title="隐私说明", body=[("text", "<p>访问记录保存一百八十天。</p>")])
    answer = client.get("/api/v1/search", {"q": "访问记录", "lang": "zh-hans", "community": "sunshine"}).json()
    assert [(found["key"], found["kind"], found["url"]) for found in answer["results"]] == [
        (str(page.translation_key), "information", "http://testserver/zh-hans/privacy/")
    ]
    assert answer["facets"]["kind"] == [{"value": "information", "label": "介绍说明", "count": 1}]


def test_page_is_in_the_sitemap(client: Client, sunshine: Community) -> None:
    make_information(community=sunshine)
    assert b"http://localhost/zh-hans/sunshine/privacy/" in client.get("/sitemap.xml").content


def test_texts_are_translated_one_by_one(sunshine: Community) -> None:
    source = make_information(community=sunshine, body=BODY)
    target = make_information(
        community=sunshine, language="en", translation_key=source.translation_key, body=source.body.raw_data
    )
    assert record_translation(source=source, target=target).get_progress() == (7, 7)


@pytest.mark.parametrize(("path", "home"), [("/zh-hans/", "/zh-hans/"), ("/en/sunshine/", "/en/")])
def test_foot_of_the_page_leads_to_the_statements(client: Client, sunshine: Community, path: str, home: str) -> None:
    make_statements()
    assert footer_links(client, path) == (f"{home}privacy/", f"{home}accessibility/")


def test_own_host_leads_to_the_citys_statements(client: Client, sunshine: Community, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    make_statements()
    Site.objects.create(hostname="sunshine.example", root_page=sunshine.home_pages.get(locale__language_code="zh-hans"))
    links = footer_links(client, "/en/", headers={"host": "sunshine.example"})
    assert links == ("http://localhost/en/privacy/", "http://localhost/en/accessibility/")


def test_statement_taken_down_is_linked_no_more(client: Client, sunshine: Community) -> None:
    make_statements()
    InformationPage.objects.get(slug="privacy").unpublish()
    assert footer_links(client, "/zh-hans/") == ("", "/zh-hans/accessibility/")
