"""The demo's renovation projects: one in each telling stage, and days that move along until somebody works on them."""

import datetime as dt

import pytest
from wagtail.log_actions import log

from portal.communities.models import Household
from portal.demo.seeding.city import seed_city
from portal.demo.seeding.communities import seed_communities
from portal.demo.seeding.renovation import seed_renovation
from portal.renovation.models import (
    NeedsSurvey,
    RenovationProject,
    RenovationProjectPage,
    SatisfactionRound,
    StageDates,
    WorksNotice,
)
from tests.factories.people import UserFactory

TODAY = dt.date(2026, 11, 26)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def city(db):
    seed_city(hostname="localhost", port=80)
    seed_communities(today=TODAY)
    seed_renovation(today=TODAY)


def days():
    """Of everything that has any."""
    works = [(row.pk, row.starts, row.ends) for row in WorksNotice.objects.order_by("pk")]
    stages = [(row.pk, row.planned_from, row.began_on) for row in StageDates.objects.order_by("pk")]
    surveys = [(row.pk, row.opens_at, row.closes_at) for row in NeedsSurvey.objects.order_by("pk")]
    return works, stages, surveys


def moved(rows):
    return [(pk, *(moment + WEEK if moment else moment for moment in moments)) for pk, *moments in rows]


def test_demo_shows_projects_in_four_stages_and_moves_them_along(city):
    stages = dict(RenovationProject.objects.values_list("slug", "stage"))
    assert stages == {
        "flower-beds-and-lamps": "asking",
        "water-pipes": "works",
        "roofs": "mending",
        "lift-hall-and-ramps": "done",
    }
    assert RenovationProjectPage.objects.live().count() == 8
    outcomes = SatisfactionRound.objects.order_by("project__slug").values_list("project__slug", "outcome")
    assert dict(outcomes) == {"lift-hall-and-ramps": "reached", "roofs": "below"}
    survey = NeedsSurvey.objects.get(counted_at=None)
    assert (survey.answers.count(), survey.matter.households().count()) == (7, 4 * 2 * 5 * 2)
    water_off = WorksNotice.objects.filter(starts__date=TODAY + dt.timedelta(days=1)).get()
    assert (water_off.titles["en"], [each.number for each in water_off.buildings.all()]) == ("Water off", ["3", "4"])

    before, homes = days(), Household.objects.count()
    seed_renovation(today=TODAY)
    assert (days(), Household.objects.count()) == (before, homes)
    seed_renovation(today=TODAY + WEEK)
    assert days() == tuple(moved(rows) for rows in before)
    assert RenovationProjectPage.objects.count() == 8
    assert survey.matter.closes_at + WEEK == type(survey.matter).objects.get(pk=survey.matter_id).closes_at

    log(instance=WorksNotice.objects.get(pk=water_off.pk), action="wagtail.edit", user=UserFactory())
    kept = WorksNotice.objects.get(pk=water_off.pk).starts
    seed_renovation(today=TODAY + 2 * WEEK)
    assert WorksNotice.objects.get(pk=water_off.pk).starts == kept
