"""The judged corpus as entries, and the questions judged over it."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from search.contract import EntryRef, SearchEntry
from search.judging import Judgment, judgments_in
from search.rule_files import import_rules, rules_in
from tests.search.provider import HEPING, RIVERSIDE, SUNSHINE

DATA = Path(__file__).parent.parent / "data" / "search"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
PLACES = {place.slug: place for place in (SUNSHINE, HEPING, RIVERSIDE)}


@lru_cache(maxsize=1)
def corpus() -> list[SearchEntry]:
    return _entries_of("demo_corpus.yaml")


@lru_cache(maxsize=1)
def near_misses() -> list[SearchEntry]:
    """They share words with judged questions and answer none of them."""
    return _entries_of("near_misses.yaml")


def _entries_of(name: str) -> list[SearchEntry]:
    pages = yaml.safe_load((DATA / name).read_text("utf-8"))
    return [entry for page in pages for entry in _entries(page)]


def _entries(page: dict[str, Any]) -> Iterable[SearchEntry]:
    written = {code: page[code] for code in LANGUAGES if code in page}
    place = PLACES.get(page["community"])
    for code, words in written.items():
        yield SearchEntry(
            ref=EntryRef(page["key"], LANGUAGES[code]),
            key=page["key"],
            kind=page["type"],
            title=words["title"],
            summary=words["summary"],
            body=words["body"],
            keywords=tuple(words.get("keywords", ())),
            other_titles=tuple(other["title"] for each, other in written.items() if each != code),
            category=page.get("category", ""),
            audiences=tuple(page.get("audience", ())),
            channels=tuple(page.get("channel", ())),
            community=place.code if place else "",
            updated_at=datetime.combine(page["updated_at"], time(), UTC),
            popularity=page["popularity"],
        )


def judgments() -> list[Judgment]:
    return judgments_in(yaml.safe_load((DATA / "search_judgments.yaml").read_text("utf-8")))


def import_editors_rules() -> None:
    import_rules(rules_in(yaml.safe_load((DATA / "synonyms.yaml").read_text("utf-8"))))
