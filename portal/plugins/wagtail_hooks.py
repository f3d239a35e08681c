"""Admin: the plugins screens and their menu items; what lists, the start page and the log say of plugins."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.views.reports.aging_pages import AgingPagesReportFilterSet
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, Page
from wagtail.permissions import register_permission_policy

from portal.communities.access.gate import admit
from portal.plugins import admin_lists
from portal.plugins.admin import urls
from portal.plugins.admin.community_views import ICON
from portal.plugins.admin.menu import CityMenuItem, EditorsMenuItem, LeadsMenuItem, OnlyLeadsMenuItem
from portal.plugins.choices import Policy
from portal.plugins.dashboard import PluginHealthPanel, WaitingPanel
from portal.plugins.page_policy import PluginPagePolicy

register_permission_policy(Page, PluginPagePolicy(Page))

for filters in (GenericPageFilterSet, AgingPagesReportFilterSet):
    filters.base_filters["content_type"].queryset = admin_lists.types_on_somewhere

for action in admin_lists.BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=100)  # after Wagtail's own, whose place they take

for pattern in urls.for_communities:
    admit(str(pattern.name), "the view asks for the role of a lead in the community it is about")

for pattern in urls.for_editors:
    admit(str(pattern.name), "the view counts in communities that this person edits only")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [*urls.for_communities, *urls.for_editors, *urls.for_city]


@hooks.register("register_reports_menu_item")
def register_figures() -> MenuItem:
    return EditorsMenuItem(_("Figures of the year"), reverse_lazy("figures"), icon_name="table", order=900)


@hooks.register("register_admin_menu_item")
def register_plugins() -> MenuItem:
    return OnlyLeadsMenuItem(_("Plugins"), reverse_lazy("plugin_communities"), icon_name=ICON, order=590)


@hooks.register("register_admin_menu_item")
def register_city_plugins() -> MenuItem:
    url = reverse_lazy("city_plugins")
    return CityMenuItem(_("Plugins"), url, name="city-plugins", icon_name=ICON, order=590)


@hooks.register("register_settings_menu_item")
def register_personal_data() -> MenuItem:
    return LeadsMenuItem(_("Personal data"), reverse_lazy("personal_data"), icon_name="user", order=950)


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    admin_lists.shorten_panels(request, panels)
    panels += [PluginHealthPanel(), WaitingPanel()]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("plugins.enable", _("Switch a plugin on"), _("Plugin switched on"))
    actions.register_action("plugins.disable", _("Switch a plugin off"), _("Plugin switched off"))
    actions.register_action("plugins.change_settings", _("Set a plugin"), _("Settings of the plugin changed"))
    actions.register_action("plugins.reset", _("Reset a muted plugin"), _("Muted plugin called again"))
    actions.register_action("plugins.remove", _("Remove a plugin"), _("What an uninstalled plugin left was removed"))
    actions.register_action("plugins.export_person", _("Export a person's data"), _("A person's data given out"))
    actions.register_action("plugins.erase_person", _("Erase a person's data"), _("A person's data erased"))

    @actions.register_action("plugins.set_policy")
    class SetPolicy(LogFormatter):
        label = _("Set the policy for a plugin")

        def format_message(self, entry: ModelLogEntry) -> str:
            where = entry.data["where"] or gettext("all communities")
            if not entry.data["policy"]:
                return gettext("Policy for %(where)s taken back") % {"where": where}
            values = {"where": where, "policy": Policy(entry.data["policy"]).label}
            return gettext("Policy for %(where)s: %(policy)s") % values
