"""How often what somebody types is suggested before it is typed out: of 104 beginnings, among the first five."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from search.deadline import patiently
from search.suggesting import suggestions_for
from tests.search.corpus import DATA, LANGUAGES, PLACES, import_editors_rules

Publish = Callable[..., None]
FIRST = 5


def beginnings() -> list[dict[str, Any]]:
    return yaml.safe_load((DATA / "typed.yaml").read_text("utf-8"))


def is_suggested(row: dict[str, Any]) -> bool:
    place = PLACES[row.get("community", "sunshine")]
    found = suggestions_for(row["typed"], language=LANGUAGES[row.get("ui", "zh")], community=place)[:FIRST]
    return any(each.url.endswith(f"/guides/{wanted}/") for each in found for wanted in row["wants"])


def successes() -> dict[str, float]:
    """By kind of beginning, and of all."""
    import_editors_rules()
    with patiently():
        found: dict[str, list[bool]] = defaultdict(list)
        for row in beginnings():
            is_success = is_suggested(row)
            found[row["tag"]].append(is_success)
            found["all"].append(is_success)
    return {tag: sum(each) / len(each) for tag, each in found.items()}


@pytest.mark.usefixtures("engine", "judged_corpus")
def test_engine_suggests_what_is_being_typed() -> None:
    found = successes()
    assert found["all"] >= 0.97
    assert {kind for kind, share in found.items() if share < 0.9} == set()


@pytest.mark.usefixtures("judged_corpus")
def test_database_suggests_what_is_being_typed() -> None:
    found = successes()
    assert found["all"] >= 0.97
    assert {kind for kind, share in found.items() if share < 0.9} == set()
