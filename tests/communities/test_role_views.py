"""The editors' screen: who sees whom, who may add, change and remove, and the link to a first password."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from wagtail.users.models import UserProfile

from portal.communities.accounts import add_new_editor, can_hand_out_password_link
from portal.communities.choices import Role
from portal.communities.models import Community, CommunityRole
from portal.communities.roles import give_role
from tests.factories.communities import CommunityFactory
from tests.factories.people import UserFactory, city_administrator, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def community() -> Community:
    return CommunityFactory()


@pytest.fixture
def lead(client: Client, community: Community) -> User:
    user = staff(community, Role.LEAD, username="lead")
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return user


def form(community: Community, person: str, **values: Any) -> dict[str, Any]:
    return {"community": community.pk, "person": person, "role": "editor", **values}


def roles() -> list[tuple[str, str]]:
    return list(CommunityRole.objects.order_by("pk").values_list("user__username", "role"))


def test_lead_sees_people_of_own_community(client: Client, lead: User, community: Community) -> None:
    staff(community, username="mei")
    staff(CommunityFactory(), username="stranger")
    page = client.get("/admin/editors/").content.decode()
    assert ("mei" in page, "stranger" in page) == (True, False)


def test_exported_list_speaks_the_leads_language(client: Client, lead: User) -> None:
    UserProfile.objects.update(preferred_language="zh-hans")
    lines = b"".join(client.get("/admin/editors/?export=csv").streaming_content).decode().split()
    assert lines[0] == "用户名,姓名,角色,社区,授予时间,上次登录"
    assert lines[1].startswith("lead,Lead,负责人,")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.CONTRIBUTOR])
def test_only_leads_open_the_screen(client: Client, community: Community, role: Role) -> None:
    client.force_login(staff(community, role))
    assert client.get("/admin/editors/").headers["Location"] == "/admin/"


def test_city_administrator_sees_everybody(client: Client, community: Community) -> None:
    staff(community, username="mei")
    staff(CommunityFactory(), username="stranger")
    client.force_login(city_administrator())
    page = client.get("/admin/editors/").content.decode()
    assert ("mei" in page, "stranger" in page) == (True, True)


@pytest.mark.parametrize("person", ["mei", "mei@example.org", "MEI@example.org"])
def test_lead_adds_somebody_by_name_or_email(client: Client, lead: User, community: Community, person: str) -> None:
    UserFactory(username="mei")
    assert client.post("/admin/editors/new/", form(community, person)).headers["Location"] == "/admin/editors/"
    assert roles() == [("lead", "lead"), ("mei", "editor")]
    assert CommunityRole.objects.get(user__username="mei").given_by == lead


def test_unknown_switched_off_and_ambiguous_people_are_refused(
    client: Client, lead: User, community: Community
) -> None:
    UserFactory(username="gone", is_active=False)
    UserFactory(username="a", email="same@example.org")
    UserFactory(username="b", email="same@example.org")
    for person in ("nobody", "gone", "same@example.org"):
        response = client.post("/admin/editors/new/", form(community, person))
        assert "Nobody has this user name or e-mail address." in response.content.decode()
    assert roles() == [("lead", "lead")]


def test_second_role_in_a_community_is_refused(client: Client, lead: User, community: Community) -> None:
    staff(community, Role.CONTRIBUTOR, username="mei")
    response = client.post("/admin/editors/new/", form(community, "mei", role="lead"))
    assert "This person already has a role in this community." in response.content.decode()


def test_lead_cannot_add_people_elsewhere(client: Client, lead: User) -> None:
    UserFactory(username="mei")
    assert client.post("/admin/editors/new/", form(CommunityFactory(), "mei")).status_code == 200
    assert roles() == [("lead", "lead")]


def test_lead_changes_and_takes_a_role(client: Client, lead: User, community: Community) -> None:
    user = staff(community, username="mei")
    row = CommunityRole.objects.get(user=user)
    client.post(f"/admin/editors/edit/{row.pk}/", {"role": "contributor"})
    assert roles() == [("lead", "lead"), ("mei", "contributor")]
    client.post(f"/admin/editors/delete/{row.pk}/")
    assert roles() == [("lead", "lead")]
    assert not User.objects.get(pk=user.pk).groups.exists()


def test_history_tells_who_did_what(client: Client, lead: User, community: Community) -> None:
    give_role(community=community, user=UserFactory(username="mei"), role=Role.EDITOR, by=lead)
    row = CommunityRole.objects.get(user=lead)
    page = client.get(f"/admin/editors/history/{row.pk}/").content.decode()
    assert "Gave mei the role Editor" in page


def test_new_account_gets_a_link_and_no_password(
    client: Client, lead: User, community: Community, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            "/admin/editors/new/",
            form(community, "xiaoli", new_account="on", name="Li", email="li@example.org"),
        )
    user = User.objects.get(username="xiaoli")
    assert (user.has_usable_password(), user.first_name, user.email) == (False, "Li", "li@example.org")
    url = response.headers["Location"]
    assert "/password_reset/" not in client.get(url).content.decode()
    link = re.search(r"<code>http://testserver(.*?)</code>", client.post(url).content.decode())
    assert [message.to for message in mail.outbox] == [["li@example.org"]]
    assert "/admin/password_reset/confirm/" in mail.outbox[0].body

    newcomer = Client()
    password_form = newcomer.get(link[1], follow=True)
    address = password_form.redirect_chain[0][0]
    newcomer.post(address, {"new_password1": "tea-house-by-the-lake", "new_password2": "tea-house-by-the-lake"})
    login = {"username": "xiaoli", "password": "tea-house-by-the-lake"}
    assert newcomer.post("/admin/login/", login).status_code == 302
    assert client.post(url).headers["Location"] == "/admin/"


def test_new_account_without_email_sends_nothing(client: Client, lead: User, community: Community) -> None:
    client.post("/admin/editors/new/", form(community, "xiaoli", new_account="on"))
    assert roles() == [("lead", "lead"), ("xiaoli", "editor")]
    assert mail.outbox == []


@pytest.mark.parametrize("name", ["lead", "not a name"])
def test_taken_and_broken_names_are_refused(client: Client, lead: User, community: Community, name: str) -> None:
    response = client.post("/admin/editors/new/", form(community, name, new_account="on"))
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["person"])
    assert User.objects.count() == 1


def test_link_is_for_unused_accounts_within_reach_only(lead: User, community: Community) -> None:
    def newcomer(name: str, where: Community = community) -> User:
        return add_new_editor(community=where, role=Role.EDITOR, username=name, by=city_administrator()).user

    with_password, elsewhere, fresh = UserFactory(), newcomer("elsewhere"), newcomer("fresh")
    with_password.set_password("tea-house-by-the-lake")
    give_role(community=community, user=with_password, role=Role.EDITOR)
    give_role(community=CommunityFactory(), user=elsewhere, role=Role.EDITOR)
    mighty = newcomer("mighty")
    mighty.is_superuser = True
    no_role_at_all = User(username="none")
    no_role_at_all.set_unusable_password()
    no_role_at_all.save()
    people = [with_password, elsewhere, fresh, mighty, no_role_at_all]
    assert [can_hand_out_password_link(lead, user) for user in people] == [False, False, True, False, False]


def test_listing_costs_the_same_with_more_people(
    client: Client, lead: User, community: Community, django_assert_num_queries: Any
) -> None:
    client.get("/admin/editors/results/")
    for more in (0, 2):
        for _ in range(more):
            staff(community)
        with django_assert_num_queries(8):
            client.get("/admin/editors/results/")
