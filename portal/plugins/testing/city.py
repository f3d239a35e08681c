"""A city and open communities for the tests of plugins, made as an operator makes them: by the portal's commands."""

from io import StringIO

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management import call_command

from portal.communities.choices import Role
from portal.communities.models import Community, District, Street
from portal.communities.roles import give_role
from portal.names import Names
from portal.plugins.actions import enable_plugin, set_policy
from portal.plugins.choices import Level, Policy
from portal.plugins.registry import installed
from portal.plugins.testing.kept import kept


@kept
def community_with(*keys: str, slug: str = "") -> Community:
    """An open community in which these plugins, made available to all, are switched on. Its city is made if need be."""
    make_city()
    number = Community.objects.count() + 1
    community = Community.objects.create(
        code=f"99{number:010d}",
        slug=slug or f"community-{number}",
        names=Names({"zh-hans": f"第{number}社区", "en": f"Community {number}"}),
        street=Street.objects.get(),
    )
    call_command("open_communities", community.code, stdout=StringIO())
    community.refresh_from_db()
    for key in keys:
        switch_on(key, community)
    return community


def switch_on(key: str, community: Community) -> None:
    """With what it needs; a plugin of the city's level in the whole city."""
    plugin = installed()[key]
    for needed in plugin.needs:
        switch_on(needed, community)
    set_policy(key, Policy.AVAILABLE)
    enable_plugin(key, community=None if plugin.level == Level.CITY else community)


@kept
def make_city() -> None:
    if Street.objects.exists():
        return
    call_command("create_city", name_zh_hans="临湖市", name_en="Linhu", stdout=StringIO())
    district = District.objects.create(code="990001", names=Names({"zh-hans": "临湖区", "en": "Lakeside"}))
    Street.objects.create(code="990000001", names=Names({"zh-hans": "湖滨街道", "en": "Shore"}), district=district)


def staff_of(community: Community, role: Role = Role.EDITOR) -> User:
    """Somebody who works in this community."""
    user = get_user_model().objects.create(username=f"staff-{get_user_model().objects.count() + 1}")
    give_role(community=community, user=user, role=role)
    return user


def superuser() -> User:
    return get_user_model().objects.create_superuser(f"root-{get_user_model().objects.count() + 1}")
