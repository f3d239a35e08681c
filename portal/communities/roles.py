"""Giving and taking roles, and the Wagtail groups that carry them out.

A group is made when a role is first given in a community. It may work on the community's home pages of every language,
on its own collection of images and documents, and nowhere else.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from portal.communities.choices import Role
from portal.communities.models import Community, CommunityRole, RoleGroup
from portal.communities.rules import can_lead, forget_roles

GROUP_PERMISSIONS = ("wagtailadmin.access_admin", "wagtail_localize.submit_translation")
PAGE_PERMISSIONS = {
    Role.CONTRIBUTOR: ("add_page", "change_page"),
    Role.EDITOR: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    Role.LEAD: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
# Who may only add, may still change and delete what is their own.
MEDIA_PERMISSIONS = {
    Role.CONTRIBUTOR: ("add", "choose"),
    Role.EDITOR: ("add", "change", "choose"),
    Role.LEAD: ("add", "change", "choose"),
}
MEDIA_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))


class NotAllowed(Exception):
    """The person may not give or take roles in this community."""


@transaction.atomic
def give_role(*, community: Community, user: User, role: Role, by: User | None = None) -> CommunityRole:
    """Give a person this role in place of the one they have there, if any. `by` None is the system itself."""
    _check_may_lead(by, community)
    held = CommunityRole.objects.select_for_update().filter(community=community, user=user).first()
    if held is not None and held.role == role:
        return held
    given, _created = CommunityRole.objects.update_or_create(
        community=community, user=user, defaults={"role": role, "given_by": by}
    )
    for group in Group.objects.filter(role_group__community=community, user=user):
        user.groups.remove(group)
    user.groups.add(_group_for(community, role))
    forget_roles(user)
    data = {"user": user.get_username(), "role": str(role), "before": held.role if held else ""}
    log(instance=community, action="communities.give_role", user=by, data=data)
    return given


@transaction.atomic
def take_role(*, community: Community, user: User, by: User | None = None) -> bool:
    """Take the person's role in this community away; False when there was none."""
    _check_may_lead(by, community)
    held = CommunityRole.objects.select_for_update().filter(community=community, user=user).first()
    if held is None:
        return False
    held.delete()
    for group in Group.objects.filter(role_group__community=community, user=user):
        user.groups.remove(group)
    forget_roles(user)
    data = {"user": user.get_username(), "role": held.role}
    log(instance=community, action="communities.take_role", user=by, data=data)
    return True


def _check_may_lead(by: User | None, community: Community) -> None:
    if by is not None and not can_lead(by, community):
        raise NotAllowed


def _group_for(community: Community, role: Role) -> Group:
    """The group, with its permissions. Concurrent givers meet at the community's row."""
    Community.objects.select_for_update().get(pk=community.pk)
    found = RoleGroup.objects.filter(community=community, role=role).select_related("group").first()
    if found is None:
        group = Group.objects.create(name=f"{community.code} {role}")
        found = RoleGroup.objects.create(community=community, role=role, group=group)
        _Grants.of(community).apply(found)
    return found.group


@transaction.atomic
def refresh_role_permissions(*, community: Community) -> bool:
    """Bring the community's groups in step with its home pages and collection; True when something was missing.

    Safe to repeat: called whenever a community is opened again, when it may have got a home page in a new language.
    One query for a community in which no role was given yet.
    """
    groups = list(RoleGroup.objects.filter(community=community).select_related("group"))
    if not groups:
        return False
    grants = _Grants.of(community)
    changed = [grants.apply(group) for group in groups]
    return any(changed)


@dataclass
class _Grants:
    """Where a community's groups may work, and the permissions by name; read once for all groups."""

    pages: list[int]
    collection: int | None
    permissions: dict[str, int]

    @classmethod
    def of(cls, community: Community) -> "_Grants":
        media = Q()
        for app_label, model in MEDIA_MODELS:
            media |= Q(content_type__app_label=app_label, content_type__model=model)
        wanted = Permission.objects.filter(
            Q(content_type__app_label="wagtailcore", content_type__model="page")
            | Q(content_type__app_label__in=("wagtailadmin", "wagtail_localize"))
            | media
        ).values_list("content_type__app_label", "codename", "pk")
        return cls(
            pages=list(community.home_pages.values_list("pk", flat=True)),
            collection=Community.objects.values_list("collection", flat=True).get(pk=community.pk),
            permissions={f"{app_label}.{codename}": pk for app_label, codename, pk in wanted},
        )

    def apply(self, role_group: RoleGroup) -> bool:
        role, group = Role(role_group.role), role_group.group
        group.permissions.add(*(self.permissions[name] for name in GROUP_PERMISSIONS))
        pages = {
            (page, self.permissions[f"wagtailcore.{codename}"])
            for page in self.pages
            for codename in PAGE_PERMISSIONS[role]
        }
        held_pages = set(GroupPagePermission.objects.filter(group=group).values_list("page_id", "permission_id"))
        GroupPagePermission.objects.bulk_create(
            GroupPagePermission(group=group, page_id=page, permission_id=permission)
            for page, permission in pages - held_pages
        )
        collections = {
            (self.collection, self.permissions[f"{app_label}.{action}_{model}"])
            for app_label, model in MEDIA_MODELS
            for action in MEDIA_PERMISSIONS[role]
            if self.collection
        }
        held_collections = set(
            GroupCollectionPermission.objects.filter(group=group).values_list("collection_id", "permission_id")
        )
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group=group, collection_id=collection, permission_id=permission)
            for collection, permission in collections - held_collections
        )
        return bool(pages - held_pages or collections - held_collections)
