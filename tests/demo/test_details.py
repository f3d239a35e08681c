import re
from datetime import date
from typing import Any

import pytest

from portal.hours.parsing import parse_rules
from tests.demo.reading import incomplete_texts, load, pages, texts_in

REQUIRED = {
    "audiences", "life_events", "must_come", "must_come_note", "proxy", "proxy_note", "conditions", "materials",
    "steps", "fees", "channels", "valid_where", "item_code", "legal_basis", "questions", "contact", "phone",
    "office", "checked_days_ago", "review_in_days", "related",
}  # fmt: skip
OPTIONAL = {"visits", "days_by_rule", "days_promised"}
CHANNELS = {
    "counter": {"type", "place", "hours", "at_community", "note"},
    "online": {"type", "name", "url"},
    "phone": {"type", "phone", "hours", "note"},
    "home visit": {"type", "note"},
}
# As the page's fields and blocks allow.
MAX_LENGTH = {"must_come_note": 300, "proxy_note": 300, "valid_where": 200, "office": 200, "contact": 200, "name": 200}
HOTLINES = {"12345", "110", "119", "120", "96333", "12329", "12333", "12348", "12367", "12393", "12315"}
HAN = re.compile(r"[\u4e00-\u9fff]")


def is_invented_or_public(phone: str) -> bool:
    return phone in HOTLINES or phone.startswith("0199-")


DETAILS = load("details.yaml")


@pytest.fixture(params=list(DETAILS))
def detail(request: pytest.FixtureRequest) -> Any:
    return DETAILS[request.param]


def codes(section: str) -> set[str]:
    return {item["code"] for item in load("city.yaml")[section]}


def english_texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [value["en"]] if "en" in value else [text for item in value.values() for text in english_texts(item)]
    return [text for item in value for text in english_texts(item)] if isinstance(value, list) else []


def test_details_belong_to_guides_and_are_many() -> None:
    guides = {page["key"] for page in pages() if page["type"] == "guide"}
    assert len(DETAILS) >= 24
    assert set(DETAILS) - guides == set()


def test_audiences_include_those_of_the_page() -> None:
    audiences = {page["key"]: set(page["audience"]) for page in pages()}
    assert [key for key, detail in DETAILS.items() if audiences[key] - set(detail["audiences"])] == []


def test_item_codes_are_used_once() -> None:
    numbers = [detail["item_code"] for detail in DETAILS.values()]
    assert len(numbers) == len(set(numbers))


def test_fields_are_all_there_and_no_other(detail: Any) -> None:
    assert detail.keys() - OPTIONAL == REQUIRED


def test_texts_are_complete_in_both_languages(detail: Any) -> None:
    assert list(incomplete_texts(detail)) == []
    assert [text for text in english_texts(detail) if HAN.search(text)] == []


def test_codes_and_choices_are_known(detail: Any) -> None:
    assert set(detail["audiences"]) <= codes("audiences")
    assert set(detail["life_events"]) <= codes("life_events")
    assert detail["must_come"] in {"no", "yes", "sometimes"}
    assert ("visits" in detail) == (detail["must_come"] != "no")
    assert detail["proxy"] in {"no", "yes", "sometimes"}
    assert set(detail["related"]) <= {page["key"] for page in pages()}
    assert 2 <= len(detail["related"]) <= 4


def test_what_to_bring_says_how_many(detail: Any) -> None:
    for material in detail["materials"]:
        assert material.keys() - {"note"} == {"name", "originals", "copies"}
        assert material["originals"] + material["copies"] >= 1


def test_steps_fees_and_answers_are_whole(detail: Any) -> None:
    assert detail["steps"]
    assert all(step.keys() == {"title", "text"} for step in detail["steps"])
    assert all(fee.keys() <= {"name", "amount"} and fee.get("amount", 0) >= 0 for fee in detail["fees"])
    assert all(question.keys() == {"question", "answer"} for question in detail["questions"])


def test_texts_fit_their_fields(detail: Any) -> None:
    for field, longest in MAX_LENGTH.items():
        named = [detail[field]] if field in detail else [item[field] for item in detail["materials"] if field in item]
        assert all(len(text) <= longest for text in texts_in(named)), field


def test_promise_is_no_later_than_the_rule(detail: Any) -> None:
    if "days_by_rule" in detail:
        assert 0 < detail["days_promised"] <= detail["days_by_rule"]
    else:
        assert "days_promised" not in detail


def test_channels_lead_nowhere_real(detail: Any) -> None:
    for channel in detail["channels"]:
        assert channel.keys() <= CHANNELS[channel["type"]]
        assert channel.get("url", "https://www.example.org/").startswith("https://www.example.org/")
        assert is_invented_or_public(channel.get("phone", "12345"))
    assert is_invented_or_public(detail["phone"])


def test_hours_of_channels_are_understood(detail: Any) -> None:
    for channel in detail["channels"]:
        assert "hours" not in channel or parse_rules(channel["hours"])


def test_laws_have_been_in_force_for_long(detail: Any) -> None:
    for law in detail["legal_basis"]:
        assert law.keys() <= {"name", "date", "article"}
        assert date(1949, 10, 1) < date.fromisoformat(law.get("date", "2000-01-01")) < date(2026, 1, 1)


def test_guides_are_checked_within_the_year(detail: Any) -> None:
    assert 0 < detail["checked_days_ago"] <= 180
    assert 30 <= detail["review_in_days"] <= 180
