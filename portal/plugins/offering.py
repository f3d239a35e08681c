"""What a plugin brings where it is on, in words for laypeople: told from its declaration, its hooks and its models."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.communities.access.policy import community_policy
from portal.communities.models import Community
from portal.plugins.access import PluginPermissionPolicy
from portal.plugins.calling import hooks_of
from portal.plugins.declaration import PUBLIC, Plugin
from portal.plugins.pages import PluginPage
from portal.plugins.registry import models_of

BY_HOOK = {
    "home_cards": gettext_lazy("a box on the home page"),
    "menu_links": gettext_lazy("a link in the menu"),
    "page_notices": gettext_lazy("lines above pages, when there is something to know"),
    "guide_actions": gettext_lazy("buttons on service guides"),
    "search_entries": gettext_lazy("entries in the search"),
    "places_left": gettext_lazy("places left, in the search"),
    "calendar_entries": gettext_lazy("dates in the calendar"),
    "figures": gettext_lazy("figures of the year, for the people who work there"),
    "dashboard_items": gettext_lazy("reminders on the start page of the admin"),
}


def offering_of(plugin: Plugin) -> list[str]:
    """A line for each kind of thing residents or staff see."""
    return list(_lines(plugin))


def _lines(plugin: Plugin) -> Iterator[str]:
    for model in page_types_of(plugin):
        yield _("pages of the kind “%(name)s”") % {"name": model._meta.verbose_name}
    if PUBLIC in plugin.views.values():
        yield _("pages of its own that residents read or fill in")
    hooks = hooks_of(plugin.key)
    yield from (str(line) for hook, line in BY_HOOK.items() if hook in hooks)
    if lists := [str(model._meta.verbose_name_plural) for model in models_of(plugin) if is_staff_list(model)]:
        yield _("lists in the admin: %(names)s") % {"names": " · ".join(lists)}


def page_types_of(plugin: Plugin) -> list[type[PluginPage]]:
    return [model for model in models_of(plugin) if issubclass(model, PluginPage)]


def is_staff_list(model: type[Model]) -> bool:
    return isinstance(community_policy(model), PluginPermissionPolicy)


def count_pages(plugin: Plugin, community: Community) -> int:
    """Its published pages in a community, over all languages. A query for each of its page types."""
    return sum(model.objects.live().in_community(community).count() for model in page_types_of(plugin))
