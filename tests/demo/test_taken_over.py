"""Guides of an earlier demo that are pages of another type now."""

from datetime import date

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from portal.demo.models import SeededPage
from portal.demo.seeding.guides import remember
from portal.demo.seeding.reading import read
from portal.demo.seeding.volunteers import seed_volunteers
from portal.home.models import PageKey
from portal.services.importing.lists import Lists
from portal.services.importing.writing import write_guide
from portal.services.models import GuidePage
from portal.volunteers.models import Team, VolunteerTeamPage
from tests.factories.guides import make_category
from tests.factories.home import opened_community
from tests.factories.records import make_record

KEY = "elder-visit-sunshine"
TODAY = date(2026, 11, 26)


@pytest.fixture
def earlier(db: None) -> PageKey:
    """A demo in which the team was a guide, in both languages."""
    for slug in ("sunshine", "heping"):
        opened_community(slug=slug)
    record = make_record(KEY, community="sunshine", kind="volunteer", category=make_category("volunteer").code)
    write_guide(record=record, lists=Lists(today=TODAY))
    remember(record)
    return PageKey.objects.get(key=KEY)


def test_guide_becomes_a_team_under_its_key(earlier: PageKey, client: Client) -> None:
    seed_volunteers(today=TODAY)
    assert not GuidePage.objects.filter(translation_key=earlier.translation_key).exists()
    pages = VolunteerTeamPage.objects.filter(translation_key=earlier.translation_key, live=True)
    titles = dict(pages.values_list("locale__language_code", "title"))
    assert titles == {"zh-hans": "阳光花园敬老探访队", "en": "Sunshine Garden visiting team"}
    assert Team.objects.get(key=earlier.translation_key).names == titles


def test_old_address_leads_to_the_team(earlier: PageKey, client: Client) -> None:
    (old,) = GuidePage.objects.filter(locale__language_code="en").values_list("slug", flat=True)
    seed_volunteers(today=TODAY)
    redirect = Redirect.objects.get(old_path=f"/en/sunshine/guides/{old}")
    assert redirect.redirect_page.specific.url == "/en/sunshine/teams/elder-visit-sunshine/"


def test_edited_words_are_kept(earlier: PageKey) -> None:
    guide = GuidePage.objects.get(locale__language_code="zh-hans")
    guide.title = "改过的名字"
    guide.save_revision().publish()
    seed_volunteers(today=TODAY)
    team = VolunteerTeamPage.objects.get(translation_key=earlier.translation_key, locale__language_code="zh-hans")
    assert team.title == "改过的名字"


def test_second_start_changes_nothing(earlier: PageKey) -> None:
    seed_volunteers(today=TODAY)
    pages = list(VolunteerTeamPage.objects.values_list("pk", "latest_revision"))
    seed_volunteers(today=TODAY)
    assert list(VolunteerTeamPage.objects.values_list("pk", "latest_revision")) == pages


def test_deleted_team_stays_away(earlier: PageKey) -> None:
    seed_volunteers(today=TODAY)
    for page in VolunteerTeamPage.objects.filter(translation_key=earlier.translation_key):
        page.delete()
    seed_volunteers(today=TODAY)
    assert not VolunteerTeamPage.objects.filter(translation_key=earlier.translation_key).exists()
    assert SeededPage.objects.filter(key=KEY).exists()


def test_every_team_is_written_in_both_languages() -> None:
    keys = {row["key"] for row in read("corpus")}
    for row in read("volunteers")["teams"]:
        assert row["key"] in keys or {"zh", "en"} <= row.keys()
