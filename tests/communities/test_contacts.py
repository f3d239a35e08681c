import datetime as dt
import gc
from typing import Any

import pytest
import time_machine
from django.utils import translation
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from portal.communities.choices import CommunityKind, CommunityStatus, GridRole
from portal.communities.models import Community
from portal.communities.queries import contacts_for, places_for, streets_with_communities
from portal.names import Names
from tests.factories.communities import (
    BuildingFactory,
    CommunityFactory,
    CompoundFactory,
    GridFactory,
    GridStaffFactory,
    OfficeFactory,
    StreetFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def called(community: Community) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(group.key, [(c.name, c.phone) for c in group.contacts]) for group in contacts_for(community)]


def full_community() -> Community:
    street = StreetFactory(names=Names({"en": "Qingbo"}), phone="4")
    community = CommunityFactory(names=Names({"en": "Qingbomen"}), phone="3", street=street)
    CompoundFactory(community=community, names=Names({"en": "Garden"}), property_phone="1", property_is_24h=True)
    CompoundFactory(community=community, names=Names({"en": "No phone"}))
    grid = GridFactory(community=community, names=Names({"en": "Grid A"}))
    GridStaffFactory(grid=grid, name="Worker", phone="22")
    GridStaffFactory(grid=grid, name="Lead", phone="21", role=GridRole.LEAD)
    return community


def test_contacts_come_in_the_order_to_call() -> None:
    assert called(full_community()) == [
        ("property", [("Garden", "1")]),
        ("grid", [("Lead", "21"), ("Worker", "22")]),
        ("community", [("Qingbomen", "3")]),
        ("street", [("Qingbo", "4")]),
    ]


def test_contacts_say_role_and_hours() -> None:
    contacts = [contact for group in contacts_for(full_community()) for contact in group.contacts]
    assert [(contact.role, contact.hours) for contact in contacts] == [
        ("Property company", "Day and night"),
        ("Grid A · Grid lead", ""),
        ("Grid A · Full-time grid worker", ""),
        ("Community office", ""),
        ("Street office", ""),
    ]


def test_village_has_an_office_of_its_own_name() -> None:
    (group,) = contacts_for(CommunityFactory(kind=CommunityKind.VILLAGE, phone="3"))
    assert group.title == "Village committee office"


@time_machine.travel("2025-06-01 12:00+08:00")
@pytest.mark.parametrize(
    ("consented_on", "shown"), [(None, False), (dt.date(2025, 6, 2), False), (dt.date(2025, 6, 1), True)]
)
def test_grid_staff_is_shown_with_consent_only(consented_on: dt.date | None, shown: bool) -> None:
    staff = GridStaffFactory(consented_on=consented_on)
    assert bool(contacts_for(staff.grid.community)) is shown


# Wagtail leaves the temporary file of a new rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_photo_is_the_square_cut_made_when_saved(
    settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    image = Image.objects.create(title="x", file=get_test_image_file(size=(300, 200)))
    with django_capture_on_commit_callbacks(execute=True):
        staff = GridStaffFactory(photo=image)
    ((contact,),) = (group.contacts for group in contacts_for(staff.grid.community))
    assert contact.photo == image.get_rendition("fill-160x160").url
    gc.collect()


@pytest.mark.parametrize("count", [1, 3])
def test_contacts_take_two_queries(count: int, django_assert_num_queries: Any) -> None:
    community = full_community()
    GridStaffFactory.create_batch(count, grid__community=community)
    CompoundFactory.create_batch(count, community=community, property_phone="1")
    community = Community.objects.with_street().get()
    with django_assert_num_queries(2):
        called(community)


@pytest.mark.parametrize("count", [1, 3])
def test_places_take_six_queries(count: int, django_assert_num_queries: Any) -> None:
    community = CommunityFactory()
    for compound in CompoundFactory.create_batch(count, community=community):
        BuildingFactory.create_batch(count, compound=compound)
    for venue in VenueFactory.create_batch(count, community=community):
        VenueFactory.create_batch(count, community=community, parent=venue)
    OfficeFactory.create_batch(count, community=community)
    GridFactory.create_batch(count, community=community)
    with django_assert_num_queries(6):
        places = places_for(community)
        numbers = [len(compound.buildings.all()) for compound in places.compounds]
        rooms = [len(venue.rooms.all()) for venue in places.venues]
    assert (numbers, rooms, len(places.grids), len(places.offices)) == ([count] * count, [count] * count, count, count)


@pytest.mark.parametrize("count", [1, 3])
def test_streets_with_open_communities_take_one_query(count: int, django_assert_num_queries: Any) -> None:
    streets = StreetFactory.create_batch(count)
    for street in streets:
        CommunityFactory.create_batch(2, street=street, status=CommunityStatus.OPEN)
        CommunityFactory(street=street)
    CommunityFactory()
    with django_assert_num_queries(1):
        districts = streets_with_communities()
    found = [(street, street.open_communities) for district in districts for street in district.streets]
    assert found == [(street, 2) for street in streets]
