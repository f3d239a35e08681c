"""Generic views of models that belong to communities: what an editor sees, and what a forged request reaches."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.permissions import policy_registry

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.roles import give_role
from tests.factories.communities import CommunityFactory
from tests.factories.people import UserFactory, city_administrator, staff
from tests.gardens.models import Bed, Garden, Plot

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Community:
    return CommunityFactory()


@pytest.fixture
def other() -> Community:
    return CommunityFactory()


@pytest.fixture
def lead(client: Client, own: Community) -> User:
    user = staff(own, Role.LEAD)
    client.force_login(user)
    return user


@pytest.fixture
def gardens(own: Community, other: Community) -> tuple[Garden, Garden]:
    """Ours and theirs."""
    return (
        Garden.objects.create(community=own, name="Ours"),
        Garden.objects.create(community=other, name="Theirs"),
    )


@pytest.fixture
def plots(gardens: tuple[Garden, Garden]) -> tuple[Plot, Plot]:
    ours, theirs = gardens
    return Plot.objects.create(garden=ours, keeper="Mei"), Plot.objects.create(garden=theirs, keeper="Bo", position=7)


def refused(response: Any) -> bool:
    return response.status_code == 302 and response.headers["Location"] == "/admin/"


def garden_form(community: Community, **beds: Any) -> dict[str, Any]:
    management = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    return {"community": community.pk, "name": "New", **{f"beds-{k}": v for k, v in (management | beds).items()}}


@pytest.mark.parametrize("url", ["", "results/", "?export=csv", "?q=rs", "results/?q=rs"])
def test_listing_shows_own_rows_only(client: Client, lead: User, gardens: Any, url: str) -> None:
    response = client.get(f"/admin/garden/{url}")
    text = b"".join(response) if response.streaming else response.content
    assert (b"Ours" in text, b"Theirs" in text) == (True, False)


def test_excel_export_holds_own_rows_only(client: Client, lead: User, plots: Any) -> None:
    import io  # noqa: PLC0415 - only here

    from openpyxl import load_workbook  # noqa: PLC0415 - only here

    response = client.get("/admin/plot/?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response))).active
    assert [row[0].value for row in sheet.iter_rows()] == ["Keeper", "Mei"]


@pytest.mark.parametrize("view", ["edit", "delete", "inspect", "history", "history-results", "usage"])
def test_single_rows_open_in_own_community_only(client: Client, lead: User, plots: Any, view: str) -> None:
    mine, theirs = plots
    assert client.get(f"/admin/plot/{view}/{mine.pk}/").status_code == 200
    assert refused(client.get(f"/admin/plot/{view}/{theirs.pk}/"))
    assert refused(client.post(f"/admin/plot/{view}/{theirs.pk}/", {"garden": mine.garden_id, "keeper": "Mine"}))
    assert [plot.keeper for plot in Plot.objects.order_by("pk")] == ["Mei", "Bo"]


def test_rows_are_not_copied(client: Client, lead: User, plots: Any) -> None:
    assert client.get(f"/admin/plot/copy/{plots[0].pk}/").status_code == 404


def test_reordering_leaves_other_communities_alone(client: Client, lead: User, plots: Any) -> None:
    mine, theirs = plots
    assert refused(client.post(f"/admin/plot/reorder/{theirs.pk}/?position=0"))
    assert client.post(f"/admin/plot/reorder/{mine.pk}/?position=0").status_code == 200
    theirs.refresh_from_db()
    assert theirs.position == 7


def test_form_offers_own_communities_only(client: Client, lead: User, own: Community, other: Community) -> None:
    field = client.get("/admin/garden/new/").context["form"].fields["community"]
    assert list(field.queryset) == [own]
    assert (field.initial, field.empty_label) == (own, None)


def test_forged_community_is_refused(client: Client, lead: User, own: Community, other: Community) -> None:
    assert client.post("/admin/garden/new/", garden_form(other)).status_code == 200
    assert Garden.objects.count() == 0
    assert client.post("/admin/garden/new/", garden_form(own)).status_code == 302
    assert [garden.community for garden in Garden.objects.all()] == [own]


def test_row_stays_in_its_community(client: Client, lead: User, gardens: Any, other: Community) -> None:
    mine, _theirs = gardens
    give_role(community=other, user=lead, role=Role.LEAD)
    client.post(f"/admin/garden/edit/{mine.pk}/", garden_form(other))
    mine.refresh_from_db()
    assert (mine.community, mine.name) == (lead.community_roles.order_by("pk")[0].community, "New")


def test_city_administrator_may_move_a_row(client: Client, gardens: Any, other: Community) -> None:
    client.force_login(city_administrator())
    client.post(f"/admin/garden/edit/{gardens[0].pk}/", garden_form(other))
    assert Garden.objects.get(pk=gardens[0].pk).community == other


def test_forged_parent_row_is_refused(client: Client, lead: User, gardens: Any) -> None:
    mine, theirs = gardens
    response = client.post("/admin/plot/new/", {"garden": theirs.pk, "keeper": "Eve"})
    assert (response.status_code, Plot.objects.count()) == (200, 0)
    assert list(response.context["form"].fields["garden"].queryset) == [mine]


def test_row_cannot_be_moved_below_a_forged_parent(client: Client, lead: User, plots: Any, gardens: Any) -> None:
    client.post(f"/admin/plot/edit/{plots[0].pk}/", {"garden": gardens[1].pk, "keeper": "Mei"})
    assert Plot.objects.get(pk=plots[0].pk).garden == gardens[0]


def test_inline_forms_offer_and_take_own_rows_only(client: Client, lead: User, gardens: Any) -> None:
    mine, theirs = gardens
    assert b"Theirs" not in client.get(f"/admin/garden/edit/{mine.pk}/").content
    bed = {"TOTAL_FORMS": 1, "0-id": "", "0-plant": "Tea", "0-ORDER": 1}
    client.post(f"/admin/garden/edit/{mine.pk}/", garden_form(mine.community, **bed, **{"0-water_from": theirs.pk}))
    assert Bed.objects.count() == 0
    client.post(f"/admin/garden/edit/{mine.pk}/", garden_form(mine.community, **bed, **{"0-water_from": mine.pk}))
    assert [row.water_from for row in Bed.objects.all()] == [mine]


def test_filters_offer_own_rows_only(client: Client, lead: User, plots: Any, gardens: Any) -> None:
    filters = client.get("/admin/plot/").context["filters"].form.fields
    assert list(filters["garden"].queryset) == [gardens[0]]


def test_least_roles_are_kept(client: Client, own: Community, plots: Any) -> None:
    client.force_login(staff(own, Role.CONTRIBUTOR))
    assert refused(client.get("/admin/plot/"))
    assert client.get("/admin/garden/").status_code == 200
    client.force_login(staff(own, Role.EDITOR))
    assert client.get("/admin/plot/").status_code == 200
    assert client.get(f"/admin/plot/inspect/{plots[0].pk}/").status_code == 200
    assert refused(client.get(f"/admin/plot/edit/{plots[0].pk}/"))
    assert refused(client.get("/admin/plot/new/"))


def test_listing_costs_the_same_with_more_rows(
    client: Client, lead: User, gardens: Any, django_assert_num_queries: Any
) -> None:
    client.get("/admin/garden/results/")
    for more in (0, 2):
        for number in range(more):
            Garden.objects.create(community=gardens[0].community, name=f"Ours {number}")
        with django_assert_num_queries(8):
            client.get("/admin/garden/results/")


def test_chooser_offers_and_hands_out_own_rows_only(client: Client, lead: User, gardens: Any) -> None:
    mine, theirs = gardens
    for url in ("", "results/", "results/?q=rs", f"chosen-multiple/?id={mine.pk}&id={theirs.pk}"):
        text = client.get(f"/admin/garden_chooser/{url}").content
        assert (b"Ours" in text, b"Theirs" in text) == (True, False), url
    assert client.get(f"/admin/garden_chooser/chosen/{mine.pk}/").status_code == 200
    assert client.get(f"/admin/garden_chooser/chosen/{theirs.pk}/").status_code == 404


def test_chooser_creates_in_own_community_only(client: Client, lead: User, own: Community, other: Community) -> None:
    for community in (other, own):
        client.post("/admin/garden_chooser/create/", {"community": community.pk, "name": "New"})
    assert [garden.community for garden in Garden.objects.all()] == [own]


def test_policy_names_the_people_behind_it(own: Community, other: Community, plots: Any) -> None:
    policy = policy_registry.get_by_type(Plot)
    lead, editor, administrator = staff(own, Role.LEAD), staff(own, Role.EDITOR), city_administrator()
    staff(other, Role.LEAD, is_active=False)
    UserFactory()
    assert set(policy.users_with_any_permission(["change"])) == {lead, administrator}
    assert set(policy.users_with_any_permission_for_instance(["view"], plots[0])) == {lead, editor, administrator}
    assert set(policy.users_with_any_permission_for_instance(["view"], plots[1])) == {administrator}


def test_unfinished_row_belongs_to_nobody(own: Community) -> None:
    policy, user = policy_registry.get_by_type(Plot), staff(own, Role.LEAD)
    assert policy.user_has_permission_for_instance(user, "add", Plot()) is False
    assert policy.user_has_permission(user, "add") is True
