"""The permission policy of models whose rows belong to a community."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry

from portal.communities.choices import Role
from portal.communities.rules import Anyone, communities_for, has_role, has_role_somewhere, is_city_administrator


class CommunityPermissionPolicy(BasePermissionPolicy):
    """May a person work on a row? By the role in the row's community, not by Django's permissions.

    Register it at the top of the app's `wagtail_hooks.py`, before anything asks for the model's policy:

        register_permission_policy(Compound, CommunityPermissionPolicy(Compound))
        register_permission_policy(Building, CommunityPermissionPolicy(Building, community="compound__community"))
        register_permission_policy(SignUp, CommunityPermissionPolicy(SignUp, view=Role.LEAD, change=Role.LEAD))

    `community` is the path to the community, as in a query. `view` and `change` are the least roles to see rows, and to
    add, change or delete them. City administrators may everything; a row without a community is theirs alone.
    """

    def __init__(
        self,
        model: type[Model],
        *,
        community: str = "community",
        view: Role = Role.CONTRIBUTOR,
        change: Role = Role.EDITOR,
    ) -> None:
        super().__init__(model)
        self.community = community
        self.view = view
        self.change = change

    def least_role(self, actions: Iterable[str]) -> Role:
        return self.view if "view" in set(actions) else self.change

    def community_id_of(self, instance: Model) -> int | None:
        """None for a row without a community, or one that is not filled in yet."""
        *parents, last = self.community.split("__")
        try:
            for name in parents:
                instance = getattr(instance, name)
                if instance is None:
                    return None
        except ObjectDoesNotExist:
            return None
        return getattr(instance, f"{last}_id")

    def user_has_permission(self, user: Anyone, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Anyone, actions: Iterable[str]) -> bool:
        return has_role_somewhere(user, self.least_role(actions))

    def user_has_permission_for_instance(self, user: Anyone, action: str, instance: Model) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Anyone, actions: Iterable[str], instance: Model) -> bool:
        return has_role(user, self.community_id_of(instance), self.least_role(actions))

    def instances_user_has_any_permission_for(self, user: Anyone, actions: Iterable[str]) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        if is_city_administrator(user):
            return rows
        communities = communities_for(user, self.least_role(actions)).order_by()
        return rows.filter(**{f"{self.community}__in": communities.values("pk")})

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        return self._users(Q(community_roles__role__in=self.least_role(actions).and_above()))

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model) -> QuerySet[User]:
        return self._users(
            Q(
                community_roles__role__in=self.least_role(actions).and_above(),
                community_roles__community=self.community_id_of(instance),
            )
        )

    def _users(self, by_role: Q) -> QuerySet[User]:
        administrators = Q(is_superuser=True) | Q(
            groups__permissions__content_type__app_label="communities", groups__permissions__codename="administer_city"
        )
        return get_user_model().objects.filter(by_role | administrators, is_active=True).distinct()


def community_policy(model: type[Model]) -> CommunityPermissionPolicy | None:
    """The policy of a model whose rows belong to communities, None for other models."""
    policy = policy_registry.get_by_type(model, fallback=False)
    return policy if isinstance(policy, CommunityPermissionPolicy) else None
