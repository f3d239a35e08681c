"""How the plugins are: left out, paused, failing; what they report themselves, what they hold, when they work."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.communities.staff_views import paged
from portal.operations.models import TimedJob
from portal.plugins.actions import reset_fuse
from portal.plugins.admin.city_views import CityView
from portal.plugins.calling import call, hooks_of
from portal.plugins.contracts import HealthReport
from portal.plugins.declaration import Plugin
from portal.plugins.fuse import FORGOTTEN_AFTER
from portal.plugins.models import Activation, BulkSwitch
from portal.plugins.privacy import holding_plugins, what_is_held
from portal.plugins.quarantine import quarantined
from portal.plugins.registry import installed
from portal.plugins.use import vanished

RECENT = 10


@dataclass(frozen=True, slots=True)
class PluginReports:
    """What a plugin says of itself; None if it did not answer."""

    plugin: Plugin
    reports: list[HealthReport] | None


def reports_of(plugin: Plugin) -> PluginReports:
    answers: list[HealthReport | None] = call("health", only=plugin.key, instead=lambda _plugin: None)
    return PluginReports(plugin, None if None in answers else [answer for answer in answers if answer])


class HealthView(CityView):
    template_name = "plugins/admin/health.html"
    page_title = gettext_lazy("Plugin health")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Activation.objects.filter(plugin__in=list(installed())).select_related("plugin", "community")
        failing = rows.filter(failures__gt=0, muted_at=None, failing_since__gt=timezone.now() - FORGOTTEN_AFTER)
        held = [(plugin, what_is_held(plugin)) for plugin in holding_plugins()]
        return super().get_context_data(**kwargs) | {
            "quarantined": quarantined(),
            "vanished": vanished(),
            "page_obj": paged(rows.exclude(muted_at=None).order_by("-muted_at", "pk"), self.request),
            "failing": failing.order_by("-failures", "pk")[:RECENT],
            "reports": [reports_of(it) for it in installed().values() if "health" in hooks_of(it.key)],
            "held": held,
            "jobs": TimedJob.objects.filter(name__startswith="plugins.").order_by("name"),
            "bulks": BulkSwitch.objects.select_related("plugin", "asked_by")[:RECENT],
        }


class ResetView(CityView):
    """Call a paused plugin again: POST only, from the list."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Activation.objects.select_related("community")
        row = get_object_or_404(rows, pk=self.kwargs["pk"], plugin__in=list(installed()))
        reset_fuse(row.plugin_id, community=row.community, by=self.user)
        values = {"plugin": installed()[row.plugin_id].name, "place": row.community or _("the whole city")}
        messages.success(request, _("“%(plugin)s” is called again: %(place)s") % values)
        return redirect("plugin_health")
