import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import translation
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from portal.communities.choices import CommunityStatus, GridRole
from portal.communities.models import Building, Community, Compound, Grid, GridStaff, Household, Venue
from portal.communities.status_views import StatusView
from portal.names import Names
from tests.factories.communities import (
    BuildingFactory,
    CommunityFactory,
    CompoundFactory,
    GridFactory,
    GridStaffFactory,
    HouseholdFactory,
    OfficeFactory,
    VenueFactory,
)
from tests.factories.home import make_city, opened_community

pytestmark = pytest.mark.django_db
LISTS = ["community", "compound", "building", "stairwell", "grid", "venue", "office", "street", "district"]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def administrator(client: Client) -> Client:
    make_city()
    user = User.objects.create_user("city")
    user.groups.add(Group.objects.get(name="City administrators"))
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client


def some_of_everything(count: int) -> None:
    for _number in range(count):
        household = HouseholdFactory()
        community = household.stairwell.building.compound.community
        GridStaffFactory(grid__community=community)
        VenueFactory(community=community, parent=VenueFactory(community=community))
        OfficeFactory(community=community)


@pytest.mark.parametrize("name", LISTS)
def test_lists_take_the_same_queries_for_more_rows(
    administrator: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    some_of_everything(1)
    administrator.get(f"/admin/{name}/")
    with django_assert_max_num_queries(40) as few:
        assert administrator.get(f"/admin/{name}/").status_code == 200
    some_of_everything(3)
    with django_assert_max_num_queries(len(few)):
        assert administrator.get(f"/admin/{name}/").status_code == 200


@pytest.mark.parametrize("query", ["清波", "Qingbomen", "0571-77"])
def test_communities_are_found_by_name_and_phone(administrator: Client, query: str) -> None:
    CommunityFactory(names=Names({"zh-hans": "清波门社区", "en": "Qingbomen Community"}), phone="0571-77")
    CommunityFactory()
    response = administrator.get("/admin/community/", {"q": query})
    assert [row.names.get("en") for row in response.context["object_list"]] == ["Qingbomen Community"]


def community_data(community: Community, **values: Any) -> dict[str, Any]:
    return {
        "names_zh_hans": "清波门社区",
        "names_en": "Qingbomen",
        "official_name": "",
        "other_names": "",
        "kind": "community",
        "code": community.code,
        "slug": community.slug,
        "street": community.street_id,
        "phone": "0571-1",
        **values,
    }


def test_editing_a_community_keeps_its_status(administrator: Client) -> None:
    community = CommunityFactory()
    data = community_data(community, status="open", successor=CommunityFactory().pk)
    response = administrator.post(f"/admin/community/edit/{community.pk}/", data)
    assert response.status_code == 302
    community.refresh_from_db()
    assert (community.names["en"], community.status, community.successor) == ("Qingbomen", "preparing", None)


def test_address_of_open_community_cannot_change(administrator: Client) -> None:
    community = opened_community(slug="sunshine")
    administrator.post(f"/admin/community/edit/{community.pk}/", community_data(community, slug="moon"))
    community.refresh_from_db()
    assert (community.slug, community.phone) == ("sunshine", "0571-1")


@pytest.mark.parametrize("slug", ["find", "en"])
def test_address_of_the_site_is_refused(administrator: Client, slug: str) -> None:
    community = CommunityFactory()
    response = administrator.post(f"/admin/community/edit/{community.pk}/", community_data(community, slug=slug))
    assert response.context["form"].errors["slug"] == [f"“{slug}” is an address of the site itself."]


def test_address_of_a_city_page_is_refused(administrator: Client) -> None:
    community = CommunityFactory(slug="mine")
    home = make_city()
    page = type(home)(title="News", slug="new-page", locale=home.locale)
    home.add_child(instance=page)
    response = administrator.post(f"/admin/community/edit/{community.pk}/", community_data(community, slug="new-page"))
    with translation.override("en"):
        assert response.context["form"].errors["slug"] == ["A page of the city has the address “new-page”."]


def test_community_is_opened_archived_and_restored(administrator: Client) -> None:
    community, successor = CommunityFactory(), opened_community(slug="successor")
    for name, data, status in [
        ("open", {}, CommunityStatus.OPEN),
        ("archive", {"successor": "successor"}, CommunityStatus.ARCHIVED),
        ("restore", {}, CommunityStatus.PREPARING),
    ]:
        address = f"/admin/community/{name}/{community.pk}/"
        assert address in administrator.get(f"/admin/community/edit/{community.pk}/").content.decode()
        assert administrator.get(address).status_code == 200
        assert administrator.post(address, data).status_code == 302
        community.refresh_from_db()
        assert community.status == status
    entries = ModelLogEntry.objects.for_instance(community).order_by("pk")
    with translation.override("en"):  # a request leaves the default language behind
        messages = [str(entry.message) for entry in entries]
    assert messages == [
        "Community opened",
        f"Community archived, merged into {successor.names['en']}",
        "Community restored, not open yet",
    ]
    assert {entry.user.username for entry in entries} == {"city"}


def test_unknown_successor_is_explained(administrator: Client) -> None:
    community = CommunityFactory()
    response = administrator.post(f"/admin/community/archive/{community.pk}/", {"successor": "nowhere"})
    with translation.override("en"):
        assert response.context["form"].errors == {"successor": ["There is no community “nowhere”."]}


def test_status_view_without_an_act_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="abstract"):
        StatusView()


@pytest.mark.parametrize("name", ["open", "archive", "restore"])
def test_status_is_for_city_administrators_only(client: Client, name: str) -> None:
    community = CommunityFactory()
    make_city()
    user = User.objects.create_user("editor")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    client.post(f"/admin/community/{name}/{community.pk}/")
    community.refresh_from_db()
    assert community.status == CommunityStatus.PREPARING


def test_compound_is_added_with_its_buildings(administrator: Client) -> None:
    community = CommunityFactory()
    data = nested_form_data(
        {
            "community": community.pk,
            "names_zh_hans": "翠苑一区",
            "names_en": "",
            "code": "",
            "buildings": inline_formset([{"number": "3", "floors": 7, "has_elevator": "unknown", "names_zh_hans": ""}]),
        }
    )
    assert administrator.post("/admin/compound/new/", data).status_code == 302
    building = Building.objects.get()
    assert (building.number, building.compound.code, building.compound.community) == ("3", "cuiyuanyiqu", community)


def test_choices_are_those_of_the_community(administrator: Client) -> None:
    compound, own, other = CompoundFactory(), GridFactory(), GridFactory()
    compound.community = own.community
    compound.save()
    BuildingFactory(compound=compound)
    response = administrator.get(f"/admin/compound/edit/{compound.pk}/")
    form = response.context["form"]
    assert list(form.fields["grid"].queryset) == [own]
    assert list(form.formsets["buildings"].forms[0].fields["grid"].queryset) == [own]
    assert form.fields["community"].disabled
    data = nested_form_data({"names_zh_hans": "x", "code": "x", "grid": other.pk, "buildings": inline_formset([])})
    response = administrator.post(f"/admin/compound/edit/{compound.pk}/", data)
    assert list(response.context["form"].errors) == ["grid"]


def test_rooms_offer_other_venues_only(administrator: Client) -> None:
    centre = VenueFactory()
    room = VenueFactory(community=centre.community, parent=centre)
    VenueFactory()
    form = administrator.get(f"/admin/venue/edit/{room.pk}/").context["form"]
    assert list(form.fields["parent"].queryset) == [centre]
    form = administrator.get(f"/admin/venue/edit/{centre.pk}/").context["form"]
    assert list(form.fields["parent"].queryset) == []
    assert Venue.objects.count() == 3


def test_grid_is_edited_with_its_staff(administrator: Client) -> None:
    grid = GridFactory()
    person = {"name": "网格员", "role": GridRole.LEAD, "phone": "1", "consented_on": "2024-01-01", "photo": ""}
    data = nested_form_data({"names_zh_hans": "第一网格", "code": "g1", "staff": inline_formset([person])})
    assert administrator.post(f"/admin/grid/edit/{grid.pk}/", data).status_code == 302
    staff = GridStaff.objects.get()
    assert (staff.grid, staff.role, staff.consented_on) == (Grid.objects.get(), "lead", dt.date(2024, 1, 1))


def test_households_are_edited_in_their_stairwell(administrator: Client) -> None:
    household = HouseholdFactory(room="101")
    stairwell = household.stairwell
    rows = [{"id": household.pk, "room": "101", "floor": 1}, {"room": "201", "floor": 2}]
    data = nested_form_data({"number": "1", "has_elevator": "unknown", "households": inline_formset(rows, initial=1)})
    assert administrator.post(f"/admin/stairwell/edit/{stairwell.pk}/", data).status_code == 302
    assert list(Household.objects.values_list("room", flat=True).order_by("room")) == ["101", "201"]


@pytest.mark.parametrize("name", ["building", "stairwell"])
def test_parts_are_added_in_the_whole_only(administrator: Client, name: str) -> None:
    assert f"/admin/{name}/new/" not in administrator.get(f"/admin/{name}/").content.decode()
    assert administrator.get(f"/admin/{name}/new/").status_code == 404


def test_deleting_a_compound_takes_its_buildings(administrator: Client) -> None:
    compound = BuildingFactory().compound
    administrator.post(f"/admin/compound/delete/{compound.pk}/")
    assert (Compound.objects.count(), Building.objects.count()) == (0, 0)
