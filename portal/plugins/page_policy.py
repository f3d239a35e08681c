"""Who may do what with pages: as Wagtail says, but nobody anything with pages of a plugin that is off where they stand.

City administrators neither: they switch the plugin on to get at its pages.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.communities.rules import Anyone
from portal.plugins.hidden import is_off, own_types
from portal.plugins.registry import plugin_of
from portal.plugins.remembering import states_at


class PluginPagePolicy(PagePermissionPolicy):
    """Registered for all pages. The explorer, search, reports and menus of the admin list what it gives."""

    def _base_queryset_for_user(self, user: Anyone) -> QuerySet[Any] | None:
        pages = super()._base_queryset_for_user(user)
        return None if pages is None else pages.exclude(is_off())

    def instances_user_has_any_permission_for(self, user: Anyone, actions: Iterable[str]) -> QuerySet[Any]:
        pages = self._base_queryset_for_user(user)
        return (
            super().instances_user_has_any_permission_for(user, actions).exclude(is_off()) if pages is None else pages
        )


class PluginPagePermissions(PagePermissionTester):
    """For a page of a plugin that is on; its copy takes along only what may stand at the destination."""

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        may_stand = not recursive or all_may_stand(self.page, destination)
        return may_stand and super().can_copy_to(destination, recursive)


class NoPagePermissions(PagePermissionTester):
    """For a page of a plugin that is off."""


def _never(self: NoPagePermissions, *args: Any, **kwargs: Any) -> bool:
    return False


for _name in dir(PagePermissionTester):
    if _name.startswith("can_"):
        setattr(NoPagePermissions, _name, _never)


def may_stand_at(model: type[Page] | None, parent: Page) -> bool:
    """Whether the plugin of this page type, if it is one's, is on where `parent` stands. False for a gone type."""
    if model is None:
        return False
    plugin = plugin_of(model)
    if plugin is None:
        return True
    state = states_at(parent).get(plugin.key)
    return state is not None and state.is_on


def all_may_stand(page: Page, parent: Page) -> bool:
    """The same for all types below `page`. One query, however many."""
    below = Page.objects.descendant_of(page).exclude(content_type__in=own_types()).order_by()
    types = {each.content_type_id: each for each in below.only("content_type")}
    return all(may_stand_at(each.specific_class, parent) for each in types.values())
