"""The demo's activities: something is on in any week, in both languages, and dates move until somebody edits them."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from portal.activities.jobs import go_on
from portal.activities.models import ActivityPage, Occurrence, Series
from portal.activities.storing import catch_up
from portal.demo.seeding.activities import seed_activities
from portal.demo.seeding.days import seed_days
from tests.demo.reading import LANGUAGES, incomplete_texts, load
from tests.factories.activities import at
from tests.factories.home import opened_community

SLUGS = ("sunshine", "heping", "riverside", "hetang")
NOW = "2026-11-26"


@pytest.fixture
def city(db: None):
    with time_machine.travel(at(NOW, "08:00"), tick=False):
        for slug in SLUGS:
            opened_community(slug=slug)
        seed_days()
        seed_activities(today=timezone.localdate())
    return None


def on_this_week(slug: str) -> int:
    """Dates that take place from Monday to Sunday."""
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    start = at(monday.isoformat(), "00:00")
    rows = Occurrence.objects.filter(community__slug=slug).taking_place()
    return rows.between(start, start + dt.timedelta(days=7)).count()


def test_texts_have_both_languages() -> None:
    for row in load("activities.yaml"):
        assert set(row["zh-hans"]) == set(row["en"]) == {"title", "summary", "body"}, row["key"]
        assert list(incomplete_texts([value for name, value in row.items() if name not in LANGUAGES])) == []


def test_places_and_audiences_are_there() -> None:
    city = load("city.yaml")
    venues = {
        community["slug"]: {venue["key"] for venue in community["venues"]}
        | {f"{venue['key']}-{room['key']}" for venue in community["venues"] for room in venue["rooms"]}
        for community in city["communities"]
    }
    audiences = {audience["code"] for audience in city["audiences"]}
    for row in load("activities.yaml"):
        assert row.get("venue") is None or row["venue"] in venues[row["community"]], row["key"]
        assert set(row["audience"]) <= audiences, row["key"]


def test_something_is_on_in_any_week(city: None) -> None:
    """Today, on the last day of the year and two years on, whether or not the demo was seeded again since."""
    assert {page.locale.language_code for page in ActivityPage.objects.live()} == {"zh-hans", "en"}
    assert all(set(series.titles) == {"zh-hans", "en"} for series in Series.objects.all())
    for day in (NOW, "2026-12-31", "2028-11-26"):
        with time_machine.travel(at(day, "08:00"), tick=False):
            go_on()
            catch_up()
            assert [slug for slug in SLUGS if on_this_week(slug) < 3] == [], day


def test_dates_move_until_somebody_edits_them(city: None) -> None:
    film, fair = ("open-air-film", "lotus-fair")
    edited = ActivityPage.objects.get(slug=film, locale__language_code="zh-hans")
    edited.title = "露天电影改期"
    edited.save_revision().publish()
    with time_machine.travel(at("2026-12-31", "08:00"), tick=False):
        seed_activities(today=timezone.localdate())
    days = {slug: {page.starts_on for page in ActivityPage.objects.filter(slug=slug)} for slug in (film, fair)}
    assert days == {film: {dt.date(2026, 11, 28)}, fair: {dt.date(2027, 1, 9)}}


def test_seeding_again_the_same_day_writes_nothing(city: None) -> None:
    before = list(ActivityPage.objects.order_by("pk").values_list("latest_revision", flat=True))
    with time_machine.travel(at(NOW, "09:00"), tick=False):
        seed_activities(today=timezone.localdate())
    assert list(ActivityPage.objects.order_by("pk").values_list("latest_revision", flat=True)) == before
