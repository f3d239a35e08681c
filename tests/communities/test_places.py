from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from portal.communities.models import Building, Compound, Grid, Household, Office, Stairwell, Venue
from portal.names import Names
from tests.factories.communities import (
    BuildingFactory,
    CommunityFactory,
    CompoundFactory,
    GridFactory,
    HouseholdFactory,
    OfficeFactory,
    StairwellFactory,
    StreetFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


def errors_of(thing: models.Model) -> list[str]:
    """The fields that `full_clean` complains of."""
    with pytest.raises(ValidationError) as raised:
        thing.full_clean()
    return sorted(raised.value.message_dict)


def again(model: type[models.Model], **values: Any) -> None:
    """Create what is there already."""
    with pytest.raises(IntegrityError):
        model._default_manager.create(**values)


def test_short_code_comes_from_the_name() -> None:
    compound = Compound(community=CommunityFactory(), names=Names({"zh-hans": "翠苑一区"}))
    compound.full_clean()
    assert compound.code == "cuiyuanyiqu"


def test_place_without_name_or_code_is_refused() -> None:
    assert errors_of(Compound(community=CommunityFactory(), names=Names({"en": "🏠"}))) == ["code"]


@pytest.mark.parametrize("factory", [GridFactory, CompoundFactory, VenueFactory, OfficeFactory])
def test_codes_are_unique_in_a_community(factory: Any) -> None:
    place = factory()
    factory(code=place.code)
    again(type(place), community=place.community, code=place.code)


def test_building_numbers_are_unique_in_compound() -> None:
    building = BuildingFactory()
    BuildingFactory(number=building.number)
    again(Building, compound=building.compound, number=building.number)


def test_stairwells_are_unique_in_building() -> None:
    stairwell = StairwellFactory()
    again(Stairwell, building=stairwell.building, number=stairwell.number)


def test_rooms_are_unique_in_stairwell() -> None:
    household = HouseholdFactory()
    again(Household, stairwell=household.stairwell, room=household.room)


def test_office_code_is_unique_in_street() -> None:
    office = OfficeFactory(community=None, street=StreetFactory())
    again(Office, street=office.street, code=office.code)


@pytest.mark.parametrize("both", [True, False])
def test_office_belongs_to_exactly_one_level(both: bool) -> None:
    community = CommunityFactory() if both else None
    with pytest.raises(IntegrityError):
        OfficeFactory(community=community, street=StreetFactory() if both else None)


@pytest.mark.parametrize(
    "point", [{"latitude": 30}, {"latitude": 91, "longitude": 120}, {"latitude": 30, "longitude": 181}]
)
def test_half_or_impossible_point_is_refused(point: dict[str, int]) -> None:
    with pytest.raises(IntegrityError):
        VenueFactory(**point)


def test_impossible_floors_are_refused() -> None:
    with pytest.raises(IntegrityError):
        BuildingFactory(floors=201)


def test_grid_of_another_community_is_refused() -> None:
    grid = GridFactory()
    compound = CompoundFactory()
    compound.grid = grid
    building = BuildingFactory(compound=compound)
    building.grid = grid
    assert (errors_of(compound), errors_of(building)) == (["grid"], ["grid"])


def test_room_of_a_room_is_refused() -> None:
    centre = VenueFactory()
    room = VenueFactory(community=centre.community, parent=centre)
    assert errors_of(Venue(community=centre.community, names=Names({"en": "Corner"}), parent=room)) == ["parent"]
    centre.parent = VenueFactory(community=centre.community)
    assert errors_of(centre) == ["parent"]


def test_room_elsewhere_than_its_venue_is_refused() -> None:
    assert errors_of(Venue(community=CommunityFactory(), names=Names({"en": "Corner"}), parent=VenueFactory())) == [
        "parent"
    ]


def test_venue_cannot_be_its_own_room() -> None:
    venue = VenueFactory()
    with pytest.raises(IntegrityError):
        Venue.objects.filter(pk=venue.pk).update(parent=venue)


def test_only_known_access_facts_are_told() -> None:
    venue = VenueFactory(step_free=True, lift=False)
    assert [(str(label), value) for label, value in venue.access_facts()] == [
        (str(Venue._meta.get_field("step_free").verbose_name), True),
        (str(Venue._meta.get_field("lift").verbose_name), False),
    ]


def test_deleting_a_grid_keeps_its_compounds() -> None:
    grid = GridFactory()
    compound = CompoundFactory(community=grid.community, grid=grid)
    Grid.objects.all().delete()
    compound.refresh_from_db()
    assert compound.grid is None
