"""Who may do what in a community. Reads a person's roles once, and keeps them on the user object of the request."""

from django.contrib.auth.models import AnonymousUser, User

from portal.communities.choices import Role
from portal.communities.models import Community, CommunityRole
from portal.communities.querysets import CommunityQuerySet

Anyone = User | AnonymousUser
CACHE = "_community_roles"
EDITED = "_communities_edited"


def is_city_administrator(user: Anyone) -> bool:
    """Superusers, and the members of groups with `communities.administer_city`."""
    return user.is_active and user.has_perm("communities.administer_city")


def roles_of(user: Anyone) -> dict[int, Role]:
    """{community id: role}; one query for each user object."""
    if not user.is_authenticated or not user.is_active:
        return {}
    if not hasattr(user, CACHE):
        rows = CommunityRole.objects.filter(user=user).order_by().values_list("community_id", "role")
        setattr(user, CACHE, {community: Role(role) for community, role in rows})
    return getattr(user, CACHE)


def forget_roles(user: User) -> None:
    """Read them anew the next time; for those who change them."""
    pages = ("_page_permission_cache", "_collection_permission_cache", "_explorable_root_page_cache")
    for name in (CACHE, EDITED, *pages):
        user.__dict__.pop(name, None)


def has_role(user: Anyone, community: Community | int | None, least: Role) -> bool:
    """True for this role or a higher one, and for city administrators; nobody else has a role outside a community."""
    if is_city_administrator(user):
        return True
    role = roles_of(user).get(community.pk if isinstance(community, Community) else community or 0)
    return role is not None and role.rank >= least.rank


def has_role_somewhere(user: Anyone, least: Role) -> bool:
    """In one community at least; menus ask it many times. City administrators have it, though there be none yet."""
    return is_city_administrator(user) or any(role.rank >= least.rank for role in roles_of(user).values())


def can_contribute(user: Anyone, community: Community | int | None) -> bool:
    """Write drafts and hand them in."""
    return has_role(user, community, Role.CONTRIBUTOR)


def can_edit(user: Anyone, community: Community | int | None) -> bool:
    """Write and publish."""
    return has_role(user, community, Role.EDITOR)


def can_lead(user: Anyone, community: Community | int | None) -> bool:
    """Write, publish, and say who else may."""
    return has_role(user, community, Role.LEAD)


def communities_for(user: Anyone, least: Role = Role.CONTRIBUTOR) -> CommunityQuerySet:
    """Communities in which the user has at least this role. All of them for city administrators."""
    if is_city_administrator(user):
        return Community.objects.all()
    ids = [community for community, role in roles_of(user).items() if role.rank >= least.rank]
    return Community.objects.filter(pk__in=ids)


def communities_edited_by(user: Anyone) -> list[Community]:
    """In the order of their codes; one query for each user object. Not for city administrators: theirs are all."""
    if not hasattr(user, EDITED):
        setattr(user, EDITED, list(communities_for(user, Role.EDITOR).order_by("code")))
    return getattr(user, EDITED)
