"""What stands on the first screen: must I come, where, when, whom do I call; with what the community adds."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from portal.communities.models import Community
from portal.hours.schedule import OpeningHours
from portal.names import Names
from portal.services.actions import set_overlay
from portal.services.answers import GuideAnswer, must_come_text
from portal.services.details import amount_text, count_text, days_text
from portal.services.models import GuidePage
from tests.factories.guides import make_guide
from tests.factories.home import opened_community

CITY_HOURS = OpeningHours.parse("Mon-Fri 9:00-17:00")
OWN_HOURS = OpeningHours.parse("Mon-Sat 8:30-19:30")
COUNTER = {"place": "City hall", "hours": CITY_HOURS.to_json(), "phone": "0199-5550100"}


@pytest.fixture
def sunshine() -> Community:
    return opened_community(
        slug="sunshine", phone="0199-5551101", hours=OWN_HOURS, address=Names({"en": "18 Yangguang Road"})
    )


def guide_with(*channels: tuple[str, dict[str, Any]], **values: Any) -> GuidePage:
    return make_guide("permit", channels=[{"type": name, "value": value} for name, value in channels], **values)


def answer_in(client: Client, community: Community | None = None) -> GuideAnswer:
    home = f"{community.slug}/" if community else ""
    return client.get(f"/en/{home}guides/permit/").context["answer"]


def facts(answer: GuideAnswer) -> tuple[str, OpeningHours, str]:
    assert answer.counter
    return answer.counter.place, answer.counter.hours, answer.phone


@pytest.mark.django_db
def test_city_page_shows_the_citys_counter(client: Client) -> None:
    guide_with(("counter", COUNTER))
    assert facts(answer_in(client)) == ("City hall", CITY_HOURS, "0199-5550100")


@pytest.mark.django_db
def test_community_replaces_what_it_says(client: Client, sunshine: Community) -> None:
    guide = guide_with(("counter", COUNTER), phone="0199-5550111")
    values = {"counter": Names({"en": "Window 1"}), "hours": OWN_HOURS, "phone": "0199-5551199"}
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, **values)
    assert facts(answer_in(client, sunshine)) == ("Window 1", OWN_HOURS, "0199-5551199")
    assert facts(answer_in(client)) == ("City hall", CITY_HOURS, "0199-5550111")


@pytest.mark.django_db
def test_community_replaces_only_what_it_says(client: Client, sunshine: Community) -> None:
    guide = guide_with(("counter", COUNTER))
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, hours=OWN_HOURS)
    assert facts(answer_in(client, sunshine)) == ("City hall", OWN_HOURS, "0199-5550100")


@pytest.mark.django_db
def test_community_adds_a_counter_where_there_was_none(client: Client, sunshine: Community) -> None:
    guide = guide_with(("online", {"name": "App", "url": "https://example.org/"}))
    assert answer_in(client, sunshine).counter is None
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, counter=Names({"en": "Window 1"}))
    assert [way.channel for way in answer_in(client, sunshine).ways] == ["counter", "online"]


@pytest.mark.django_db
def test_counter_of_the_community_is_the_readers(client: Client, sunshine: Community) -> None:
    guide_with(("counter", {"at_community": True}))
    assert facts(answer_in(client, sunshine)) == ("18 Yangguang Road", OWN_HOURS, "0199-5551101")
    assert facts(answer_in(client)) == ("The counter of your community", OpeningHours(), "")


@pytest.mark.django_db
def test_note_is_said_in_the_readers_language(client: Client, sunshine: Community) -> None:
    guide = guide_with()
    note = Names({"zh-hans": "请按门铃", "en": "Ring the bell"})
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, note=note)
    assert answer_in(client, sunshine).note == "Ring the bell"
    assert b"Ring the bell" in client.get("/en/sunshine/guides/permit/").content


@pytest.mark.django_db
def test_guide_of_three_fields_has_a_page(client: Client) -> None:
    make_guide("permit")
    response = client.get("/en/guides/permit/")
    assert (response.status_code, b"None" in response.content) == (200, False)


@pytest.mark.django_db
def test_half_written_blocks_do_no_harm(client: Client) -> None:
    names = ("materials", "steps", "fees", "questions", "legal_basis")
    kinds = ("material", "step", "fee", "question", "law")
    blank = {name: [{"type": kind, "value": {}}] for name, kind in zip(names, kinds, strict=True)}
    guide_with(*((kind, {}) for kind in ("counter", "online", "phone", "home_visit")), **blank)
    response = client.get("/en/guides/permit/")
    assert (response.status_code, b"None" in response.content) == (200, False)


@pytest.mark.parametrize(
    ("must_come", "visits", "text"),
    [
        ("no", None, "You do not have to come."),
        ("yes", 1, "You have to come once."),
        ("yes", 3, "You have to come 3 times."),
        ("yes", None, "You have to come."),
        ("sometimes", 1, "You have to come in some cases only."),
        ("", None, ""),
    ],
)
def test_must_one_come_in_a_sentence(must_come: str, visits: int | None, text: str) -> None:
    with translation.override("en"):
        assert must_come_text(must_come, visits) == text


@pytest.mark.parametrize(
    ("originals", "copies", "text"),
    [(1, 0, "original"), (2, 1, "2 originals and 1 copy"), (0, 2, "2 copies"), (0, 0, ""), (None, None, "")],
)
def test_papers_are_counted_in_words(originals: int | None, copies: int | None, text: str) -> None:
    with translation.override("en"):
        assert count_text(originals, copies) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(None, ""), ("0", "free"), ("20", "20 yuan"), ("4.50", "4.50 yuan"), ("280000", "280,000 yuan")],
)
def test_fees_in_words(amount: str | None, text: str) -> None:
    with translation.override("en"):
        assert amount_text(None if amount is None else Decimal(amount)) == text


@pytest.mark.parametrize(("days", "text"), [(None, ""), (0, "当场办结"), (1, "1 个工作日"), (15, "15 个工作日")])
def test_days_in_chinese(days: int | None, text: str) -> None:
    with translation.override("zh-hans"):
        assert days_text(days) == text
