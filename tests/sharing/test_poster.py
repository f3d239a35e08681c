"""The poster: the essentials, a code, and the short link to type."""

from typing import Any

import pytest
from django.test import Client

from portal.communities.models import Community
from portal.components import Fact
from portal.pages import ShareValues
from portal.sharing.posters import for_poster, size_of, title_class
from tests.factories.guides import make_guide, make_pair
from tests.factories.home import make_information, opened_community

pytestmark = pytest.mark.django_db

CHANNELS = [{"type": "counter", "value": {"place": "1 号窗口", "phone": "0199-5550100"}}]
MATERIALS = [{"type": "material", "value": {"name": name}} for name in ("身份证", "照片")]


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine", phone="0199-5550199")


def test_poster_says_the_essentials_of_a_guide(client: Client, sunshine: Community) -> None:
    make_guide("permit", title="居住证", must_come="yes", days_promised=0, channels=CHANNELS, materials=MATERIALS)
    response = client.get("/zh-hans/sunshine/guides/permit/share/poster/")
    values, html = response.context["values"], response.content.decode()
    assert (values.title, values.where) == ("居住证", "1 号窗口")
    assert [(fact.label, fact.value) for fact in values.facts] == [
        ("要不要跑一趟？", "要来办理。"),
        ("带什么", "身份证；照片"),
        ("多久办好", "当场办结"),
        ("有疑问请打电话", "0199-5550100"),
    ]
    assert ("poster__code" in html, f">{response.context['link_to_type']}<" in html) == (True, True)


def test_poster_of_a_community_gives_its_phone(client: Client, sunshine: Community) -> None:
    make_information("about-us", community=sunshine)
    assert client.get("/zh-hans/sunshine/about-us/share/poster/").context["phone"] == "0199-5550199"


def test_poster_gives_one_phone_to_call(client: Client, sunshine: Community) -> None:
    make_pair("permit", channels=CHANNELS)
    response = client.get("/en/sunshine/guides/permit/share/poster/")
    assert (response.context["phone"], response.content.decode().count("0199-5550100")) == ("", 1)


def test_poster_is_not_for_search_engines(client: Client) -> None:
    make_guide("permit")
    response = client.get("/en/guides/permit/share/poster/")
    assert (response.context["meta"].indexable, dict(response.cookies)) == (False, {})


def values_of(**values: Any) -> ShareValues:
    return for_poster(ShareValues(**({"title": "太极拳"} | values)))


@pytest.mark.parametrize(
    ("values", "size"),
    [
        (values_of(), 1),
        (values_of(when="周二 7:00", where="公园", text="字" * 100), 1),
        (values_of(text="字" * 240, facts=(Fact("带什么", "字" * 70),) * 4), 3),
        (values_of(title="长" * 160, when="时" * 80, text="字" * 240, facts=(Fact("带什么", "字" * 70),) * 6), 4),
        (values_of(title=""), 1),
    ],
)
def test_the_more_there_is_to_say_the_smaller_it_is_set(values: ShareValues, size: int) -> None:
    assert size_of(values) == size


def test_poster_cuts_what_no_page_could_hold() -> None:
    cut = values_of(title="长" * 255, text="字" * 300, facts=(Fact("带什么", "字" * 200, "bring"),) * 9)
    assert [len(cut.title), len(cut.text), len(cut.facts), len(cut.facts[0].value)] == [160, 240, 6, 70]


def test_poster_holds_twice_as_many_latin_letters() -> None:
    whole = "letters and " * 40
    assert values_of(text=whole).text == whole
    cut = values_of(text=whole + "more").text
    assert (len(cut), cut[-4:]) == (480, "and…")


@pytest.mark.parametrize(
    ("title", "size"),
    [
        ("太极拳", "short"),
        ("Tai chi in the park", "short"),
        ("停" * 13, "medium"),
        ("word " * 13, "long"),
        ("", "short"),
    ],
)
def test_long_title_is_set_smaller(title: str, size: str) -> None:
    assert title_class(title) == size
