"""The city's plugins screens: all plugins, and one: who uses it, where it is on. City administrators only."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.communities.rules import is_city_administrator
from portal.communities.staff_views import StaffView, named_like, paged
from portal.plugins.activation import communities_with, states_for
from portal.plugins.admin.cards import picture_url
from portal.plugins.admin.community_views import ICON
from portal.plugins.admin.forms import FindForm
from portal.plugins.declaration import Plugin
from portal.plugins.models import Activation, BulkSwitch, PolicyException
from portal.plugins.overview import overview_of
from portal.plugins.privacy import what_is_held
from portal.plugins.quarantine import quarantined
from portal.plugins.registry import installed
from portal.plugins.starting import communities_to_tell
from portal.plugins.use import use_of_plugins, vanished

RECENT = 5


class CityView(StaffView):
    header_icon = ICON

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_city_administrator(self.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class CityPluginsView(CityView):
    """Every plugin there is, with its policy and how many communities use it."""

    template_name = "plugins/admin/city_plugins.html"
    page_title = gettext_lazy("Plugins")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "uses": use_of_plugins(),
            "total": Community.objects.living().count(),
            "quarantined": quarantined(),
            "vanished": vanished(),
        }


class OnePluginView(CityView):
    """A view of one plugin, a step below its own page."""

    @cached_property
    def plugin(self) -> Plugin:
        plugin = installed().get(self.kwargs["plugin"])
        if plugin is None:
            raise Http404
        return plugin

    @property
    def plugin_url(self) -> str:
        return reverse("city_plugin", args=[self.plugin.key])

    @property
    def way(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("city_plugins"), "label": _("Plugins")},
            {"url": self.plugin_url, "label": self.plugin.name},
        ]

    def get_page_subtitle(self) -> str:
        return self.plugin.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"plugin": self.plugin, "plugin_url": self.plugin_url}


class CityPluginView(OnePluginView):
    """What there is to know of it, and where to go from here."""

    template_name = "plugins/admin/city_plugin.html"

    @property
    def way(self) -> list[dict[str, Any]]:
        return super().way[:1]

    def get_page_title(self) -> str:
        return self.plugin.name

    def get_page_subtitle(self) -> str:
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.plugin.key
        use = next(use for use in use_of_plugins() if use.plugin.key == key)
        exceptions = PolicyException.objects.filter(plugin=key).select_related("district", "street__district")
        return super().get_context_data(**kwargs) | {
            "use": use,
            "total": Community.objects.living().count(),
            "state": states_for(None)[key],
            "picture_url": picture_url(self.plugin),
            "exceptions": exceptions,
            "held": what_is_held(self.plugin),
            "to_tell": 0 if use.is_of_city else communities_to_tell(key).count(),
            "bulks": BulkSwitch.objects.filter(plugin=key).select_related("asked_by")[:RECENT],
        }


class PluginCommunitiesView(OnePluginView):
    """Where it is on, off or paused; by district, street office or name."""

    template_name = "plugins/admin/plugin_communities.html"
    page_title = gettext_lazy("Communities")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FindForm(self.request.GET)
        page = paged(self.find(form) if form.is_valid() else Community.objects.none(), self.request)
        shown = overview_of(Community.objects.filter(pk__in=[community.pk for community in page]))
        states = {community.pk: shown.state(self.plugin.key, community) for community in shown.communities}
        rows = [(community, states[community.pk]) for community in page]
        return super().get_context_data(**kwargs) | {"form": form, "page_obj": page, "rows": rows}

    def find(self, form: FindForm) -> CommunityQuerySet:
        communities = form.cleaned_data["where"].find().with_street()
        if form.cleaned_data["q"]:
            communities = named_like(communities, form.cleaned_data["q"])
        on = communities_with(self.plugin.key).order_by().values("pk")
        muted = Activation.objects.filter(plugin=self.plugin.key, community=OuterRef("pk"), muted_at__isnull=False)
        state = form.cleaned_data["state"]
        if state == "on":
            return communities.filter(pk__in=on)
        if state == "off":
            return communities.exclude(pk__in=on)
        return communities.filter(Exists(muted)) if state == "muted" else communities
