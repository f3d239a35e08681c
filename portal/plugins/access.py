"""Staff screens of plugins: rows of the communities a person works in, as far as the plugin is on there."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import cached_property

from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.access.viewsets import CommunityScopedViewSet
from portal.communities.models import Community
from portal.communities.rules import Anyone, communities_for
from portal.plugins.activation import communities_with
from portal.plugins.registry import plugin_of
from portal.plugins.remembering import states_around


class PluginPermissionPolicy(CommunityPermissionPolicy):
    """A `CommunityPermissionPolicy` that knows only rows of communities in which the model's plugin is on.

    Register it at the top of the plugin's `wagtail_hooks.py`. City administrators, too, have to switch the plugin on
    to see its rows.
    """

    @property
    def key(self) -> str:
        plugin = plugin_of(self.model)
        return plugin.key if plugin else ""

    def user_has_any_permission(self, user: Anyone, actions: Iterable[str]) -> bool:
        if not super().user_has_any_permission(user, actions):
            return False
        state = states_around(user, self.least_role(actions)).get(self.key)
        return state is not None and state.is_on

    def user_has_any_permission_for_instance(self, user: Anyone, actions: Iterable[str], instance: Model) -> bool:
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        return communities_with(self.key).filter(pk=self.community_id_of(instance)).exists()

    def instances_user_has_any_permission_for(self, user: Anyone, actions: Iterable[str]) -> QuerySet[Any]:
        rows = super().instances_user_has_any_permission_for(user, actions)
        return rows.filter(**{f"{self.community}__in": communities_with(self.key).order_by().values("pk")})


class PluginViewSet(CommunityScopedViewSet):
    """A `CommunityScopedViewSet` for a plugin's model; its menu item shows where there is something to manage."""

    add_to_admin_menu = True

    # Wagtail makes them of the model's name alone: two plugins with a `SignUp` would share one address.
    @cached_property
    def url_prefix(self) -> str:
        return f"{self.app_label}/{self.model_name}"

    @cached_property
    def url_namespace(self) -> str:
        """`reverse("APP_LABEL_MODEL:index")`."""
        return f"{self.app_label}_{self.model_name}"

    def on_register(self) -> None:
        super().on_register()
        if not isinstance(self.permission_policy, PluginPermissionPolicy):
            raise TypeError(f"{self.model._meta.label} needs a PluginPermissionPolicy")

    def get_communities(self, user: Anyone) -> QuerySet[Community]:
        return communities_for(user).filter(pk__in=communities_with(plugin_of(self.model).key).values("pk"))  # type: ignore[union-attr]  # only plugins' models get here
