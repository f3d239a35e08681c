"""The admin's start page: what waits for somebody in the plugins of her communities, and what is wrong with plugins."""

from typing import Any

from wagtail.admin.ui.components import Component

from portal.communities.rules import communities_for, is_city_administrator
from portal.plugins.calling import call
from portal.plugins.models import Activation
from portal.plugins.quarantine import quarantined
from portal.plugins.registry import installed


class WaitingPanel(Component):
    """What the `dashboard_items` hook gives; empty when nothing waits."""

    name = "plugins_waiting"
    template_name = "plugins/admin/waiting_panel.html"
    order = 140

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"items": call("dashboard_items", user=user, communities=communities_for(user))}


class PluginHealthPanel(Component):
    """For city administrators, and only while a plugin is left out or paused."""

    name = "plugin_health"
    template_name = "plugins/admin/health_panel.html"
    order = 90

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        if not is_city_administrator(parent_context["request"].user):
            return {}
        muted = Activation.objects.filter(plugin__in=list(installed()), muted_at__isnull=False).count()
        return {"muted": muted, "quarantined": quarantined()}
