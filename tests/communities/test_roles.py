import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import translation
from wagtail.models import GroupPagePermission, Locale, ModelLogEntry, Page
from wagtail.permissions import page_permission_policy, policy_registry

from portal.communities.administrators import refresh_city_administrators
from portal.communities.choices import Role
from portal.communities.models import Community, CommunityRole, RoleGroup
from portal.communities.queries import community_for_page
from portal.communities.roles import NotAllowed, give_role, refresh_role_permissions, take_role
from portal.communities.rules import can_contribute, can_edit, can_lead, communities_for
from portal.home.actions import open_community
from portal.home.models import CityHomePage
from tests.factories.communities import CommunityFactory
from tests.factories.home import opened_community
from tests.factories.people import UserFactory, city_administrator, staff

pytestmark = pytest.mark.django_db


def again(user):
    """The same person in a new request."""
    return type(user).objects.get(pk=user.pk)


def page_actions(user, page: Page) -> set[str]:
    actions = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
    return {a for a in actions if page_permission_policy.user_has_permission_for_instance(again(user), a, page)}


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        (Role.CONTRIBUTOR, {"add", "change"}),
        (Role.EDITOR, {"add", "change", "publish", "lock", "unlock"}),
        (Role.LEAD, {"add", "change", "publish", "lock", "unlock"}),
    ],
)
def test_role_reaches_home_pages_of_every_language(role: Role, actions: set[str]) -> None:
    community = opened_community()
    user = staff(community, role)
    assert [page_actions(user, page) for page in community.home_pages.all()] == [actions, actions]


def test_role_reaches_no_other_pages() -> None:
    other, user = opened_community(), staff(opened_community(), Role.LEAD)
    pages = [*other.home_pages.all(), *CityHomePage.objects.all(), Page.objects.get(depth=1)]
    assert [page_actions(user, page) for page in pages] == [set()] * 5


@pytest.mark.parametrize("model", ["wagtailimages.Image", "wagtaildocs.Document"])
def test_role_reaches_own_collection_only(model: str) -> None:
    from django.apps import apps  # noqa: PLC0415 - by label, as the parameter names it

    policy = policy_registry.get_by_type(apps.get_model(model))
    opened_community()
    community = opened_community()
    user = staff(community, Role.EDITOR)
    assert list(policy.collections_user_has_permission_for(again(user), "change")) == [community.collection]


def test_groups_are_made_when_first_needed() -> None:
    before = Group.objects.count()
    first, _second = opened_community(), opened_community()
    before = Group.objects.count()
    staff(first, Role.EDITOR)
    staff(first, Role.EDITOR)
    assert Group.objects.count() - before == 1
    assert [(g.community, g.role) for g in RoleGroup.objects.all()] == [(first, Role.EDITOR)]


def test_new_role_replaces_the_old_one() -> None:
    community = opened_community()
    user = staff(community, Role.LEAD)
    give_role(community=community, user=user, role=Role.CONTRIBUTOR)
    assert page_actions(user, community.home_pages.first()) == {"add", "change"}
    assert [held.role for held in CommunityRole.objects.all()] == [Role.CONTRIBUTOR]


def test_taken_role_leaves_nothing_behind() -> None:
    community = opened_community()
    user = staff(community, Role.LEAD)
    assert take_role(community=community, user=user) is True
    assert page_actions(user, community.home_pages.first()) == set()
    assert not again(user).has_perm("wagtailadmin.access_admin")
    assert take_role(community=community, user=user) is False


def test_roles_in_other_communities_stay() -> None:
    first, second = opened_community(), opened_community()
    user = staff(first, Role.LEAD)
    give_role(community=second, user=user, role=Role.EDITOR)
    take_role(community=first, user=user)
    assert list(communities_for(again(user))) == [second]


def test_lead_gives_roles_in_own_community_only() -> None:
    own, other = opened_community(), opened_community()
    lead, user = staff(own, Role.LEAD), UserFactory()
    give_role(community=own, user=user, role=Role.EDITOR, by=lead)
    with pytest.raises(NotAllowed):
        give_role(community=other, user=user, role=Role.EDITOR, by=lead)
    with pytest.raises(NotAllowed):
        take_role(community=other, user=staff(other), by=lead)


def test_editor_gives_no_roles() -> None:
    community = opened_community()
    with pytest.raises(NotAllowed):
        give_role(community=community, user=UserFactory(), role=Role.LEAD, by=staff(community, Role.EDITOR))


def test_city_administrator_gives_roles_everywhere() -> None:
    community, user = opened_community(), UserFactory()
    given = give_role(community=community, user=user, role=Role.LEAD, by=city_administrator())
    assert can_lead(user, community)
    assert given.given_by.groups.get().name == "City administrators"


def test_giving_and_taking_is_logged() -> None:
    community, by, user = opened_community(), city_administrator(), UserFactory(username="mei")
    give_role(community=community, user=user, role=Role.EDITOR, by=by)
    give_role(community=community, user=user, role=Role.EDITOR, by=by)
    give_role(community=community, user=user, role=Role.LEAD, by=by)
    take_role(community=community, user=user, by=by)
    entries = ModelLogEntry.objects.filter(action__endswith="_role", object_id=community.pk).order_by("pk")
    assert [(e.action, e.user, e.data["user"], e.data["role"]) for e in entries] == [
        ("communities.give_role", by, "mei", "editor"),
        ("communities.give_role", by, "mei", "lead"),
        ("communities.take_role", by, "mei", "lead"),
    ]
    with translation.override("en"):
        messages = [str(entry.message) for entry in entries]
    assert messages == [
        "Gave mei the role Editor",
        "Gave mei the role Lead instead of Editor",
        "Took the role Lead from mei",
    ]


def test_role_given_early_reaches_later_pages() -> None:
    opened_community()
    community = CommunityFactory()
    user = staff(community, Role.EDITOR)
    assert bool(open_community(community=community)) is True
    community.refresh_from_db()
    assert "publish" in page_actions(user, community.home_pages.first())
    assert policy_registry.get_by_type(type(community.collection)) is not None


def test_new_language_is_reached_after_opening_again() -> None:
    community = opened_community()
    user = staff(community, Role.EDITOR)
    city = CityHomePage.objects.first()
    french = Locale.objects.create(language_code="fr")
    Page.objects.get(depth=1).add_child(
        instance=CityHomePage(title="Ville", slug="city-fr", locale=french, translation_key=city.translation_key)
    )
    opened = open_community(community=community)
    assert opened.roles is True
    page = community.home_pages.get(locale=french)
    assert page_actions(user, page) == {"add", "change", "publish", "lock", "unlock"}


def test_refreshing_again_adds_nothing() -> None:
    community = opened_community()
    staff(community, Role.LEAD)
    rows = GroupPagePermission.objects.count()
    assert refresh_role_permissions(community=community) is False
    assert GroupPagePermission.objects.count() == rows


def test_refreshing_without_roles_is_one_query(django_assert_num_queries) -> None:
    community = opened_community()
    with django_assert_num_queries(3):  # one, and the savepoint around it
        refresh_role_permissions(community=community)


@pytest.mark.parametrize(
    ("role", "answers"),
    [(Role.CONTRIBUTOR, (True, False, False)), (Role.EDITOR, (True, True, False)), (Role.LEAD, (True, True, True))],
)
def test_rules_follow_the_role(role: Role, answers: tuple[bool, ...]) -> None:
    own, other = CommunityFactory(), CommunityFactory()
    user = staff(own, role)
    assert tuple(rule(user, own) for rule in (can_contribute, can_edit, can_lead)) == answers
    assert not any(rule(user, other) for rule in (can_contribute, can_edit, can_lead))


def test_switched_off_person_may_nothing() -> None:
    community = CommunityFactory()
    user = staff(community, Role.LEAD, is_active=False)
    assert not can_contribute(user, community)
    assert list(communities_for(user)) == []


def test_administrators_may_everything_everywhere() -> None:
    community = CommunityFactory()
    for user in (city_administrator(), UserFactory(is_superuser=True)):
        assert can_lead(user, community)
        assert list(communities_for(user)) == [community]


def test_rules_read_a_persons_roles_once(django_assert_num_queries) -> None:
    communities = [CommunityFactory() for _ in range(3)]
    user = staff(communities[0])
    user = again(user)
    with django_assert_num_queries(3):  # permissions of user and groups, roles
        assert [can_edit(user, community) for community in communities] == [True, False, False]
        assert can_lead(user, communities[0]) is False
    with django_assert_num_queries(1):
        assert list(communities_for(user, Role.EDITOR)) == [communities[0]]


def test_one_role_a_person_is_kept_by_the_database() -> None:
    community = CommunityFactory()
    user = staff(community)
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityRole.objects.create(community=community, user=user, role=Role.LEAD)


def test_unknown_role_is_kept_out_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityRole.objects.create(community=CommunityFactory(), user=UserFactory(), role="mayor")


def test_community_of_a_page_is_one_query(django_assert_num_queries) -> None:
    community = opened_community()
    home = community.home_pages.first()
    draft = home.add_child(instance=Page(title="Draft", slug="draft", live=False, locale=home.locale))
    with django_assert_num_queries(1):
        assert community_for_page(draft) == community
    assert community_for_page(home.get_parent()) is None


def test_city_administrators_cannot_touch_accounts() -> None:
    permissions = set(refresh_city_administrators().permissions.values_list("codename", flat=True))
    assert permissions >= {"administer_city", "access_admin", "change_citysettings", "change_community", "add_redirect"}
    assert not permissions & {"change_user", "add_user", "change_group", "add_group", "change_site", "change_workflow"}


def test_city_administrator_sees_all_communities_pages(client: Client) -> None:
    community: Community = opened_community()
    client.force_login(city_administrator())
    home = community.home_pages.first()
    assert client.get(f"/admin/pages/{home.pk}/edit/").status_code == 200
