"""What a guide says of its address: canonical, other languages, breadcrumbs, links; and all of it stays in place."""

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import Site

from portal.communities.models import Community
from portal.hours.schedule import OpeningHours
from portal.meta import PageMeta
from portal.names import Names
from portal.services.actions import set_overlay
from portal.services.addresses import feedback_url, guide_url
from portal.services.models import GuidePage, RelatedGuide
from tests.factories.guides import make_guide, make_pair
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def meta_at(client: Client, path: str) -> PageMeta:
    return client.get(path).context["meta"]


def test_guide_url_follows_the_community(sunshine: Community) -> None:
    guide = make_guide("permit")
    with translation.override("en"):
        assert guide_url(guide, None) == "/en/guides/permit/"
        assert guide_url(guide, sunshine) == "/en/sunshine/guides/permit/"
        assert guide_url(guide, sunshine, language="zh-hans") == "/zh-hans/sunshine/guides/permit/"
        assert feedback_url(guide, sunshine) == "/en/sunshine/guides/permit/helpful/"


def test_own_guide_has_one_address(sunshine: Community) -> None:
    heping = opened_community(slug="heping")
    guide = make_guide("canteen", community=sunshine)
    with translation.override("en"):
        assert {guide_url(guide, community) for community in (None, sunshine, heping)} == {
            "/en/sunshine/guides/canteen/"
        }


def test_community_without_text_points_to_the_city(client: Client, sunshine: Community) -> None:
    make_pair("permit")
    meta = meta_at(client, "/en/sunshine/guides/permit/")
    assert (meta.canonical, meta.alternates) == ("http://localhost/en/guides/permit/", {})


@pytest.mark.parametrize(
    "values",
    [
        {"note": Names({"en": "Ring the bell"})},
        {"counter": Names({"zh-hans": "一号窗口"})},
        {"phone": "0199-5551101"},
        {"hours": OpeningHours.parse("Mon-Fri 9:00-17:00")},
    ],
)
def test_community_with_text_is_canonical(client: Client, sunshine: Community, values: dict) -> None:
    guide, _english = make_pair("permit")
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, **values)
    meta = meta_at(client, "/en/sunshine/guides/permit/")
    assert meta.canonical == "http://localhost/en/sunshine/guides/permit/"
    assert meta.alternates == {
        "zh-hans": "http://localhost/zh-hans/sunshine/guides/permit/",
        "en": "http://localhost/en/sunshine/guides/permit/",
    }


def test_city_guide_names_its_languages(client: Client) -> None:
    make_pair("permit")
    assert meta_at(client, "/zh-hans/guides/permit/").alternates == {
        "zh-hans": "http://localhost/zh-hans/guides/permit/",
        "en": "http://localhost/en/guides/permit/",
    }


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/en/guides/permit/", "http://localhost/zh-hans/guides/permit/"),
        ("/en/sunshine/guides/permit/", "http://localhost/zh-hans/guides/permit/"),
        ("/en/sunshine/guides/noted/", "http://localhost/zh-hans/sunshine/guides/noted/"),
        ("/en/sunshine/guides/canteen/", "http://localhost/zh-hans/sunshine/guides/canteen/"),
    ],
)
def test_other_language_points_to_its_own(client: Client, sunshine: Community, path: str, canonical: str) -> None:
    make_guide("permit")
    noted = make_guide("noted")
    set_overlay(community=sunshine, guide_key=noted.translation_key, by=None, phone="0199-5551101")
    make_guide("canteen", community=sunshine)
    meta = meta_at(client, path)
    assert (meta.language, meta.canonical, meta.alternates) == ("zh-hans", canonical, {})


def test_breadcrumbs_and_links_stay_in_the_community(client: Client, sunshine: Community) -> None:
    _guide, english = make_pair("permit")
    other = make_guide("renewal")
    english.related_rows = [RelatedGuide(target=other)]
    english.save()
    response = client.get("/en/sunshine/guides/permit/")
    assert [crumb.url for crumb in response.context["meta"].breadcrumbs] == [
        "/en/sunshine/guides/",
        "/en/sunshine/guides/category/permit/",
    ]
    assert [link.url for link in response.context["related"]] == ["/en/sunshine/guides/renewal/"]
    assert response.context["feedback_url"] == "/en/sunshine/guides/permit/helpful/"
    assert b'href="/en/guides/' not in response.content


def test_related_guide_is_shown_in_the_readers_language(client: Client) -> None:
    _chinese, english = make_pair("permit")
    other, _other_english = make_pair("renewal")
    english.related_rows = [RelatedGuide(target=other)]
    english.save()
    assert [link.title for link in client.get("/en/guides/permit/").context["related"]] == ["renewal en"]


def test_hidden_related_guide_is_left_out(client: Client, sunshine: Community) -> None:
    guide, other = make_guide("permit"), make_guide("renewal")
    guide.related_rows = [RelatedGuide(target=other)]
    guide.save()
    set_overlay(community=sunshine, guide_key=other.translation_key, by=None, hidden=True)
    assert client.get("/zh-hans/sunshine/guides/permit/").context["related"] == []


def test_own_host_keeps_readers_on_it(client: Client, sunshine: Community) -> None:
    make_pair("permit")
    home = sunshine.home_pages.get(locale__language_code="zh-hans")
    Site.objects.create(hostname="sunshine.example", root_page=home)
    response = client.get("/en/guides/permit/", headers={"host": "sunshine.example"})
    assert next(crumb.url for crumb in response.context["meta"].breadcrumbs) == "/en/guides/"
    assert response.context["meta"].canonical == "http://localhost/en/guides/permit/"


def test_index_names_its_languages(client: Client, sunshine: Community) -> None:
    make_guide("permit")
    meta = meta_at(client, "/en/sunshine/guides/category/permit/")
    assert meta.canonical == "http://localhost/en/sunshine/guides/category/permit/"
    assert sorted(meta.alternates) == ["en", "zh-hans"]
    assert meta.title == "Permit"


def test_moved_guide_belongs_to_the_new_index(sunshine: Community) -> None:
    heping = opened_community(slug="heping")
    guide = make_guide("canteen", community=sunshine)
    target = make_guide("anchor", community=heping).get_parent()
    guide.move(target, pos="last-child")
    assert GuidePage.objects.get(pk=guide.pk).community == heping


def test_copied_guide_belongs_to_the_new_index(sunshine: Community) -> None:
    guide = make_guide("permit")
    index = make_guide("anchor", community=sunshine).get_parent()
    assert guide.copy(to=index).community == sunshine
