"""What a guide's page tells machines, and what lists of guides show."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from portal.communities.choices import CommunityKind
from portal.communities.models import Community
from portal.hours.schedule import OpeningHours
from portal.names import Names
from portal.plain_text import split_words
from portal.services.actions import hide_guide, set_overlay
from portal.services.models import GuidePage
from portal.services.plain_text import channels_of, text_of
from tests.factories.guides import make_category, make_guide, make_pair
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db
COUNTER = {"place": "Window 1", "hours": OpeningHours.parse("Mon-Fri 9:00-17:00").to_json(), "phone": "0199-5550100"}


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def full_guide(**values: Any) -> GuidePage:
    defaults: dict[str, Any] = {
        "title": "Residence permit",
        "summary": "First application",
        "keywords": "temporary permit，living card",
        "office": "Police bureau",
        "body": "<p>Come <b>early</b>.</p><p>Bring <a href='https://example.org'>papers</a>.</p>",
        "audiences": ["newcomer"],
        "channels": [
            {"type": "counter", "value": COUNTER},
            {"type": "online", "value": {"name": "App", "url": "https://example.org/app"}},
            {"type": "home_visit", "value": {"who": "Bedridden people", "phone": "12345"}},
        ],
        "steps": [{"type": "step", "value": {"title": title}} for title in ("Apply", "Collect")],
        "questions": [{"type": "question", "value": {"question": "No lease?", "answer": "Bring the owner."}}],
    }
    return make_guide("permit", **(defaults | values))


def json_ld(client: Client, path: str) -> dict[str, dict[str, Any]]:
    """{type: object} of what the page holds."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).content.decode())
    return {thing["@type"]: thing for thing in map(json.loads, blocks)}


def test_service_steps_and_questions_for_machines(client: Client) -> None:
    full_guide()
    objects = json_ld(client, "/zh-hans/guides/permit/")
    assert set(objects) == {"BreadcrumbList", "GovernmentService", "FAQPage", "HowTo"}
    service = objects["GovernmentService"]
    assert (service["name"], service["alternateName"]) == ("Residence permit", ["temporary permit", "living card"])
    assert service["provider"] == {"@type": "GovernmentOrganization", "name": "Police bureau"}
    counter, online, visit = service["availableChannel"]
    assert counter["serviceLocation"]["telephone"] == "0199-5550100"
    assert counter["serviceLocation"]["openingHoursSpecification"][0]["opens"] == "09:00"
    assert {channel["availableLanguage"] for channel in service["availableChannel"]} == {"zh-Hans"}
    assert (online["serviceUrl"], visit["servicePhone"]["telephone"]) == ("https://example.org/app", "12345")
    assert [step["name"] for step in objects["HowTo"]["step"]] == ["Apply", "Collect"]
    assert objects["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"] == "Bring the owner."


def test_addresses_for_machines_stay_in_the_community(client: Client, sunshine: Community) -> None:
    full_guide()
    objects = json_ld(client, "/zh-hans/sunshine/guides/permit/")
    links = [item["item"] for item in objects["BreadcrumbList"]["itemListElement"]]
    assert links[:2] == [
        "http://testserver/zh-hans/sunshine/guides/",
        "http://testserver/zh-hans/sunshine/guides/category/permit/",
    ]
    assert objects["GovernmentService"]["areaServed"]["name"] == str(sunshine.names)


def test_readers_see_when_the_guide_was_checked(client: Client) -> None:
    make_guide("permit", checked_on=date(2026, 6, 1))
    make_guide("pass")
    pages = [client.get(f"/zh-hans/guides/{slug}/").content.decode() for slug in ("permit", "pass")]
    assert ["核对于2026年6月1日" in page for page in pages] == [True, False]


def test_notice_is_no_government_service(client: Client) -> None:
    make_guide("water", kind="notice")
    assert set(json_ld(client, "/zh-hans/guides/water/")) == {"BreadcrumbList"}


def test_all_words_are_there_for_search() -> None:
    guide = full_guide()
    assert text_of(guide).splitlines() == [
        "Come early.",
        "Bring papers.",
        "Window 1",
        "App",
        "Bedridden people",
        "Apply",
        "Collect",
        "No lease? Bring the owner.",
        "Police bureau",
    ]
    assert channels_of(guide) == ["counter", "online", "home visit"]


def test_other_names_are_split_at_any_comma() -> None:
    assert split_words("暂住证、居住卡，permit, card；\n登记") == ["暂住证", "居住卡", "permit", "card", "登记"]


def test_index_counts_guides_once_in_all_languages(client: Client, sunshine: Community) -> None:
    make_pair("permit", category=make_category("permit"))
    make_pair("insurance", category=make_category("health"))
    make_guide("canteen", community=sunshine, category=make_category("health"))
    counts = [
        {link.title: link.note for link in client.get(f"/en/{home}guides/").context["listing"].categories}
        for home in ("", "sunshine/")
    ]
    assert counts == [{"Permit": "1", "Health": "1"}, {"Permit": "1", "Health": "2"}]


def test_subjects_stand_in_their_order(client: Client) -> None:
    for order, code in enumerate(["waste", "permit", "health"]):
        make_guide(code, category=make_category(code, order=order))
    listing = client.get("/en/guides/").context["listing"]
    assert [link.title for link in listing.categories] == ["Waste", "Permit", "Health"]


def test_index_follows_what_the_community_shows(client: Client, sunshine: Community) -> None:
    hidden, _english = make_pair("permit", popularity=9)
    make_pair("insurance", popularity=5)
    make_guide("insurance", community=sunshine, title="Ours")
    hide_guide(community=sunshine, guide_key=hidden.translation_key, by=None)
    listing = client.get("/en/sunshine/guides/").context["listing"]
    assert [link.title for link in listing.popular] == ["Ours"]
    assert [link.title for link in listing.own] == ["Ours"]


def test_lists_show_each_guide_in_the_best_language(client: Client) -> None:
    make_pair("permit", popularity=2)
    make_guide("dog", popularity=1)
    links = client.get("/en/guides/").context["listing"].popular
    assert [(link.title, link.language) for link in links] == [("permit en", ""), ("dog zh-hans", "zh-hans")]


def test_subject_has_pages_of_twenty(client: Client) -> None:
    for number in range(21):
        make_guide(f"guide-{number:02}", popularity=100 - number)
    first, second = (client.get(f"/zh-hans/guides/category/permit/{page}") for page in ("", "?page=2"))
    assert [len(response.context["listing"].page) for response in (first, second)] == [20, 1]
    assert "guide-20 zh-hans" in second.content.decode()


def test_each_page_of_a_subject_is_canonical_to_itself(client: Client) -> None:
    for number in range(21):
        make_guide(f"guide-{number:02}")
    for asked, own in {"": "", "?page=1": "", "?page=2": "?page=2", "?page=9": "?page=2", "?page=x": ""}.items():
        meta = client.get(f"/en/guides/category/permit/{asked}").context["meta"]
        addresses = {code: f"http://localhost/{code}/guides/category/permit/{own}" for code in ("zh-hans", "en")}
        title = "Permit, page 2" if own else "Permit"
        assert (meta.title, meta.canonical, meta.alternates) == (title, addresses["en"], addresses)


@pytest.mark.parametrize("kind", CommunityKind.values)
def test_community_and_village_are_called_what_they_are(client: Client, kind: str) -> None:
    community = opened_community(slug="sunshine", kind=kind)
    make_guide("canteen", community=community)
    key = make_guide("permit").translation_key
    set_overlay(community=community, guide_key=key, by=None, note=Names({"en": "Window 3"}))
    index = client.get("/en/sunshine/guides/").content.decode()
    said = {word for word in CommunityKind.values if f"From your {word}" in index}
    assert said == {kind}
    page = client.get("/en/sunshine/guides/permit/").content.decode()
    assert f"What your {kind} adds" in page


def test_empty_index_says_so(client: Client, sunshine: Community) -> None:
    assert "There are no guides here yet" in client.get("/en/sunshine/guides/").content.decode()
