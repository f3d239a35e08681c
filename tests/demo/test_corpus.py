import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from portal.demo.dates import WEEKDAYS, render_all
from tests.demo.reading import load, pages, texts_in

DAYS = [date(2026, 11, 22), date(2026, 12, 31), date(2028, 11, 22)]
FIELDS = {
    "key", "type", "category", "audience", "channel", "community", "hours",
    "updated_days_ago", "popularity", "zh", "en",
}  # fmt: skip
HAN = re.compile(r"[\u4e00-\u9fff]")
DAY_OF_A_MONTH = re.compile(
    r"[一二三四五六七八九十\d]+月[一二三四五六七八九十\d]+[日至]"
    r"|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d"
)
# Guides whose point is a date of every year.
YEARLY = {"school-enrolment", "heating"}


def codes(section: str) -> set[str]:
    return {item["code"] for item in load("city.yaml")[section]}


def texts(page: dict[str, Any], language: str) -> list[str]:
    version = page[language]
    return [version["title"], version["summary"], version["body"], *version.get("keywords", [])]


def days_of(when: dict[str, Any], week: list[date]) -> list[date]:
    """The days of a week on which a rendered `when` takes place."""
    if "days" in when:
        return [day for day in week if WEEKDAYS[day.weekday()] in when["days"]]
    first = date.fromisoformat(when["date"])
    last = date.fromisoformat(when.get("end_date", when["date"]))
    return [day for day in week if first <= day <= last]


def test_keys_are_unique_and_94_are_the_corpus() -> None:
    assert len(load("corpus.yaml")) == 94
    assert len({page["key"] for page in pages()}) == len(pages())


def test_every_page_has_all_fields() -> None:
    assert [page["key"] for page in pages() if page.keys() - {"when"} != FIELDS] == []


def test_codes_are_those_of_the_city() -> None:
    communities = {community["slug"] for community in load("city.yaml")["communities"]} | {"city"}
    for page in pages():
        assert page["type"] in codes("kinds")
        assert page["category"] in codes("categories")
        assert page["community"] in communities
        assert page["audience"]
        assert page["channel"]
        assert set(page["audience"]) <= codes("audiences")
        assert set(page["channel"]) <= codes("channels")
    assert {page["category"] for page in pages()} == codes("categories")


def test_every_page_is_complete_in_both_languages() -> None:
    for page in pages():
        for language in ("zh", "en"):
            assert page[language].keys() - {"keywords"} == {"title", "summary", "body"}, page["key"]
            assert all(text.strip() == text != "" for text in texts(page, language)), page["key"]
        assert all(HAN.search(page["zh"][field]) for field in ("title", "summary", "body")), page["key"]
        assert not any(HAN.search(text) for text in texts(page, "en")), page["key"]
        assert page["en"]["keywords"], page["key"]


def test_texts_fit_their_fields() -> None:
    for page in pages():
        for language in ("zh", "en"):
            assert len(page[language]["summary"]) <= 300, page["key"]
            assert len(", ".join(page[language].get("keywords", []))) <= 500, page["key"]


def test_titles_are_told_apart() -> None:
    for language in ("zh", "en"):
        titles = [page[language]["title"] for page in pages()]
        assert len(titles) == len(set(titles))


def test_dates_are_placeholders_not_days() -> None:
    found = {
        page["key"]
        for page in pages()
        if DAY_OF_A_MONTH.search(" ".join([page["hours"], *texts(page, "zh"), *texts(page, "en")]))
    }
    assert found == YEARLY


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_placeholder_renders_on_any_day(today: date, language: str) -> None:
    rendered = list(texts_in(render_all(pages(), today=today, language=language)))
    assert len(rendered) > 1000
    assert [text for text in rendered if "{" in text or "}" in text] == []


def test_both_languages_name_the_same_days() -> None:
    placeholder = re.compile(r"\{[^}]*\}")
    for page in pages():
        named = [placeholder.findall(" ".join(texts(page, language))) for language in ("zh", "en")]
        assert sorted(named[0]) == sorted(named[1]), page["key"]


def test_times_of_dated_pages_are_well_formed() -> None:
    clock = re.compile(r"\d{1,2}:\d\d")
    for page in pages():
        for when in render_all(page.get("when", []), today=DAYS[0], language="en"):
            if "days" in when:
                assert when.keys() == {"days", "start", "end"}
                assert set(when["days"]) <= set(WEEKDAYS)
            else:
                assert date.fromisoformat(when["date"]) <= date.fromisoformat(when.get("end_date", when["date"]))
                assert when.keys() <= {"date", "end_date"} or when.keys() <= {"date", "start", "end"}
            assert all(clock.fullmatch(when[name]) for name in ("start", "end") if name in when)


@pytest.mark.parametrize("today", [first + timedelta(days=days) for first in DAYS for days in range(7)])
def test_this_week_has_something_on_everywhere(today: date) -> None:
    monday = today - timedelta(days=today.weekday())
    week = [monday + timedelta(days=days) for days in range(7)]
    on = Counter(
        page["community"]
        for page in render_all(pages(), today=today, language="en")
        if any(days_of(when, week) for when in page.get("when", []))
    )
    assert [slug for slug in ("sunshine", "heping", "riverside", "hetang") if on[slug] < 3] == []
