"""The demo's people: a city administrator and editors of two communities, with passwords everyone knows."""

from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from portal.communities.administrators import refresh_city_administrators
from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.roles import give_role
from portal.demo.seeding.reading import read
from portal.operations.demo_logins import DEMO_LOGINS


def seed_logins() -> None:
    """Logins that are there already keep their password and roles."""
    passwords = {login.username: login.password for login in DEMO_LOGINS}
    for row in read("city")["logins"]:
        users = get_user_model()._default_manager
        if users.filter(username=row["username"]).exists():
            continue
        user = users.create_user(
            row["username"], password=passwords[row["username"]], last_name=row["names"]["zh-hans"]
        )
        if row["role"] == "administrator":
            user.groups.add(refresh_city_administrators())
        for slug in row["communities"]:
            give_role(community=Community.objects.get(slug=slug), user=user, role=Role(row["role"]))
        UserProfile.get_for_user(user)
