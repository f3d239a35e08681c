import re
from collections.abc import Iterator
from typing import Any

from portal.hours.parsing import parse_rules
from portal.icons import ICONS
from portal.operations.demo_logins import DEMO_LOGINS
from tests.demo.reading import incomplete_texts, load

FACTS = {
    "step_free", "lift", "accessible_toilet", "accessible_parking", "seats", "large_print", "hearing_loop",
    "help_at_door", "guide_dogs",
}  # fmt: skip


def hours_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "hours":
                yield item
            else:
                yield from hours_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from hours_in(item)


def codes(section: str) -> list[str]:
    return [item["code"] for item in load("city.yaml")[section]]


def test_every_text_has_both_languages() -> None:
    assert list(incomplete_texts(load("city.yaml"))) == []


def test_codes_are_unassigned_and_lie_below_each_other() -> None:
    city = load("city.yaml")
    assert re.fullmatch(r"99\d{4}", city["city"]["code"])
    assert all(re.fullmatch(r"99\d{4}", code) for code in codes("districts"))
    assert all(street["code"][:6] == street["district"] for street in city["streets"])
    assert all(community["code"][:9] == community["street"] for community in city["communities"])
    assert {street["district"] for street in city["streets"]} == set(codes("districts"))
    assert {community["street"] for community in city["communities"]} == set(codes("streets"))
    assert all(len(community["code"]) == 12 for community in city["communities"])


def test_codes_and_keys_are_used_once() -> None:
    city = load("city.yaml")
    for section in ("streets", "categories", "audiences", "life_events", "channels", "kinds"):
        assert len(codes(section)) == len(set(codes(section))), section
    for community in city["communities"]:
        for places in ("compounds", "offices", "venues"):
            keys = [place["key"] for place in community[places]]
            assert len(keys) == len(set(keys))


def test_communities_are_four_and_one_is_a_village() -> None:
    kinds = {community["slug"]: community["kind"] for community in load("city.yaml")["communities"]}
    assert kinds == {"sunshine": "community", "heping": "community", "riverside": "community", "hetang": "village"}


def test_grids_cover_every_building_once() -> None:
    for community in load("city.yaml")["communities"]:
        buildings = [
            (compound["key"], number)
            for compound in community["compounds"]
            for kind in compound["buildings"]
            for number in range(kind["numbers"][0], kind["numbers"][1] + 1)
        ]
        covered = []
        for grid in community["grids"]:
            assert [person["role"] for person in grid["staff"]].count("lead") == 1
            for part in grid["covers"]:
                of_compound = [building for building in buildings if building[0] == part["compound"]]
                first, last = (1, 999) if part["buildings"] == "all" else part["buildings"]
                covered += [building for building in of_compound if first <= building[1] <= last]
        assert sorted(covered) == sorted(buildings)


def test_hours_are_understood() -> None:
    hours = list(hours_in(load("city.yaml")))
    assert len(hours) > 30
    assert all(parse_rules(text) for text in hours)


def test_access_facts_are_known() -> None:
    for community in load("city.yaml")["communities"]:
        for place in [*community["offices"], *community["venues"]]:
            assert set(place["access"]) <= FACTS, place["key"]
            assert all(isinstance(known, bool) for known in place["access"].values())


def test_phone_numbers_belong_to_nobody() -> None:
    text = str(load("city.yaml"))
    assert set(re.findall(r"'phone': '([^']{4})", text)) == {"0199"}
    assert load("city.yaml")["city"]["hotline"] == "12345"


def test_logins_are_those_production_refuses() -> None:
    assert [login["username"] for login in load("city.yaml")["logins"]] == [login.username for login in DEMO_LOGINS]


def test_icons_of_categories_are_in_the_set() -> None:
    assert [item["icon"] for item in load("city.yaml")["categories"] if item["icon"] not in ICONS] == []
