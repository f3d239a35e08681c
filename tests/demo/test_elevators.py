"""The demo's elevator cases: one in the survey, one under notice, one in use; their chains hold."""

import datetime as dt
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from portal.communities.models import Community, Compound
from portal.demo.seeding.elevators import seed_elevators
from portal.demo.seeding.guides import records
from portal.demo.seeding.reading import read
from portal.home.models import PageKey
from portal.plugins.bundled.elevator_consultations.models import Case, CasePage, Fault, Objection
from tests.factories.communities import BuildingFactory, CompoundFactory, StairwellFactory
from tests.factories.home import opened_community

TODAY = date(2026, 11, 26)


@pytest.fixture
def city(db: None) -> Iterator[None]:
    with time_machine.travel(dt.datetime(2026, 11, 26, 2, tzinfo=dt.UTC), tick=False):
        make_city()
        yield


def make_city() -> None:
    for slug in ("sunshine", "heping"):
        opened_community(slug=slug)
    for row in read("elevators"):
        community = Community.objects.get(slug=row["community"])
        known = Compound.objects.filter(community=community, code=row["compound"]).first()
        compound = known or CompoundFactory(community=community, code=row["compound"])
        building = BuildingFactory(compound=compound, number=row["building"])
        for number in row["stairwells"]:
            StairwellFactory(building=building, number=number)
    seed_elevators(today=TODAY)


def test_demo_has_a_case_of_each_kind_whose_chain_holds(city: None, client: Client) -> None:
    cases = {case.stage: case for case in Case.objects.all()}
    assert cases.keys() == {"survey", "notice", "in_use"}
    for case in cases.values():
        said = StringIO()
        call_command("verify_consultation", str(case.pk), "--head", case.chain_head, stdout=said)
        assert "Chain, tables and sums agree." in said.getvalue()
        address = f"/en/{case.community.slug}/{case.path}"
        assert client.get(address).status_code == 200
    assert (Objection.objects.filter(answered_at=None).count(), Fault.objects.filter(mended_at=None).count()) == (0, 0)


def test_case_of_the_corpus_keeps_its_key(city: None) -> None:
    key = PageKey.objects.get(key="elevator-consult-sunshine").translation_key
    assert Case.objects.get(key=key).path == "elevators/block-3/"
    assert "elevator-consult-sunshine" not in {record.key for record in records(TODAY)}


def test_later_start_leaves_cases_and_deleted_ones_alone(city: None) -> None:
    before = list(Case.objects.order_by("pk").values_list("pk", "chain_head"))
    seed_elevators(today=TODAY + dt.timedelta(days=7))
    assert list(Case.objects.order_by("pk").values_list("pk", "chain_head")) == before
    CasePage.objects.filter(slug="block-3").first().get_parent().get_children().filter(slug="block-3").delete()
    count = CasePage.objects.count()
    seed_elevators(today=TODAY + dt.timedelta(days=8))
    assert CasePage.objects.count() == count
