"""People who work on the site."""

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from factory.django import DjangoModelFactory

from portal.communities.administrators import refresh_city_administrators
from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.roles import give_role


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()

    username = factory.Sequence(lambda n: f"person-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    first_name = factory.LazyAttribute(lambda user: user.username.title())


def staff(community: Community, role: Role = Role.EDITOR, **values: object) -> User:
    """Somebody with this role in the community."""
    user = UserFactory(**values)
    give_role(community=community, user=user, role=role)
    return user


def city_administrator(**values: object) -> User:
    user = UserFactory(**values)
    user.groups.add(refresh_city_administrators())
    return user
