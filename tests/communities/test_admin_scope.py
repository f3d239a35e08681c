"""People of a community work on its places, and on nobody else's."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.communities.choices import Role
from portal.communities.models import Community, Compound, Office
from portal.communities.roles import give_role
from tests.factories.communities import (
    BuildingFactory,
    CompoundFactory,
    GridStaffFactory,
    OfficeFactory,
    StairwellFactory,
    StreetFactory,
    VenueFactory,
)
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Community:
    return opened_community(slug="own")


@pytest.fixture
def other() -> Community:
    return opened_community(slug="other")


def log_in(client: Client, community: Community, role: Role) -> None:
    user = User.objects.create_user("person")
    give_role(community=community, user=user, role=role, by=User.objects.create_superuser("root"))
    client.force_login(user)


def place_of(name: str, community: Community) -> Any:
    return {
        "compound": lambda: CompoundFactory(community=community),
        "building": lambda: BuildingFactory(compound__community=community),
        "stairwell": lambda: StairwellFactory(building__compound__community=community),
        "grid": lambda: GridStaffFactory(grid__community=community).grid,
        "venue": lambda: VenueFactory(community=community),
        "office": lambda: OfficeFactory(community=community),
    }[name]()


@pytest.mark.parametrize("name", ["compound", "building", "stairwell", "grid", "venue", "office"])
def test_editor_sees_places_of_own_community_only(client: Client, own: Community, other: Community, name: str) -> None:
    mine, theirs = place_of(name, own), place_of(name, other)
    log_in(client, own, Role.EDITOR)
    listing = client.get(f"/admin/{name}/")
    assert list(listing.context["object_list"]) == [mine]
    assert client.get(f"/admin/{name}/edit/{mine.pk}/").status_code == 200
    for view in ("edit", "delete", "history", "usage"):
        assert client.get(f"/admin/{name}/{view}/{theirs.pk}/").status_code == 302


def compound_data(community: Community) -> dict[str, Any]:
    return nested_form_data(
        {"community": community.pk, "names_zh_hans": "小区", "code": "new", "buildings": inline_formset([])}
    )


def test_editor_adds_to_own_community_only(client: Client, own: Community, other: Community) -> None:
    log_in(client, own, Role.EDITOR)
    client.post("/admin/compound/new/", compound_data(other))
    assert Compound.objects.count() == 0
    client.post("/admin/compound/new/", compound_data(own))
    assert Compound.objects.get().community == own


def test_contributor_changes_no_place(client: Client, own: Community) -> None:
    log_in(client, own, Role.CONTRIBUTOR)
    client.post("/admin/compound/new/", compound_data(own))
    assert Compound.objects.count() == 0


def test_contributor_sees_no_grid_staff(client: Client, own: Community) -> None:
    grid = place_of("grid", own)
    log_in(client, own, Role.CONTRIBUTOR)
    assert client.get("/admin/grid/").status_code == 302
    assert client.get(f"/admin/grid/edit/{grid.pk}/").status_code == 302


def test_offices_of_streets_are_the_citys(client: Client, own: Community) -> None:
    street = StreetFactory()
    log_in(client, own, Role.LEAD)
    data = {"community": "", "street": street.pk, "names_zh_hans": "街道", "code": "street"}
    client.post("/admin/office/new/", data)
    assert Office.objects.count() == 0


@pytest.mark.parametrize("name", ["community", "street", "district"])
def test_areas_are_for_city_administrators_only(client: Client, own: Community, name: str) -> None:
    log_in(client, own, Role.LEAD)
    row = {"community": own, "street": own.street, "district": own.street.district}[name]
    for path in ("", f"edit/{row.pk}/", "new/"):
        assert client.get(f"/admin/{name}/{path}").status_code == 302
