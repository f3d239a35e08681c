"""Who may work on what editors say of the search: whoever the portal lets steer it, each in her own places."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from search.contract import get_provider


class PlacePermissionPolicy(BasePermissionPolicy):
    """For models with a `community` code, empty for the whole city."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(get_provider().editor_places(user))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return self.user_has_permission(user, "")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        places = get_provider().editor_places(user)
        return places.is_city or instance.community in places.communities  # type: ignore[attr-defined]  # see above

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Model) -> bool:
        return self.user_has_permission_for_instance(user, "", instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        places, rows = get_provider().editor_places(user), self.model._default_manager.all()
        return rows if places.is_city else rows.filter(community__in=list(places.communities))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Nobody is told of changes to rules."""
        return get_user_model().objects.none()

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model) -> QuerySet[Any]:
        return get_user_model().objects.none()
