"""The plugins screen of a community: what there is, a switch for each with a page before it, and settings."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.communities import staff_views
from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.rules import has_role, is_city_administrator
from portal.plugins.actions import change_settings, disable_plugin, enable_plugin
from portal.plugins.activation import PluginState, States, states_for
from portal.plugins.admin.cards import cards_for, picture_url
from portal.plugins.admin.settings_form import filled_in
from portal.plugins.choices import Level, Policy
from portal.plugins.declaration import Plugin
from portal.plugins.offering import count_pages, offering_of
from portal.plugins.privacy import what_is_held
from portal.plugins.registry import installed
from portal.plugins.rules import refusal_to_disable, refusal_to_enable

ICON = "circle-plus"


class ChooseCommunityView(staff_views.ChooseCommunityView):
    page_title = gettext_lazy("Plugins")
    header_icon = ICON
    least_role = Role.LEAD
    url_name = "community_plugins"


class CommunityPluginsView(staff_views.CommunityView):
    """Cards of all that the city offers this community."""

    template_name = "plugins/admin/community_plugins.html"
    page_title = gettext_lazy("Plugins")
    header_icon = ICON
    least_role = Role.LEAD

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cards = cards_for(self.community)
        return super().get_context_data(**kwargs) | {"community": self.community, "cards": cards}


class PluginView(staff_views.StaffView):
    """A view of one plugin in one community, or, where the address has no `code`, in the city as a whole.

    For the community's leads; for city administrators also what is not offered there.
    """

    header_icon = ICON

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_open():
            raise PermissionDenied
        if self.plugin.key not in self.states or (self.community is None) != (self.plugin.level == Level.CITY):
            raise Http404
        if self.state.policy == Policy.WITHHELD and self.community is not None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def may_open(self) -> bool:
        return is_city_administrator(self.user) or (
            self.community is not None and has_role(self.user, self.community, Role.LEAD)
        )

    @cached_property
    def plugin(self) -> Plugin:
        if self.kwargs["plugin"] not in installed():
            raise Http404
        return installed()[self.kwargs["plugin"]]

    @cached_property
    def community(self) -> Community | None:
        if "code" not in self.kwargs:
            return None
        community = Community.objects.with_street().filter(code=self.kwargs["code"]).first()
        if community is None:
            raise Http404
        return community

    @cached_property
    def states(self) -> States:
        return states_for(self.community)

    @property
    def state(self) -> PluginState:
        return self.states[self.plugin.key]

    @property
    def list_url(self) -> str:
        """Where the person came from, and goes back to."""
        if self.community is None:
            return reverse("city_plugin", args=[self.plugin.key])
        return reverse("community_plugins", args=[self.community.code])

    @property
    def way(self) -> list[dict[str, Any]]:
        return [{"url": self.list_url, "label": str(self.community or self.plugin.name)}]

    def get_page_subtitle(self) -> str:
        return str(self.community or _("the whole city"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "plugin": self.plugin,
            "state": self.state,
            "community": self.community,
            "picture_url": picture_url(self.plugin),
            "list_url": self.list_url,
        }


class SwitchView(PluginView):
    """Says what will happen, then does it when asked by POST. Asked twice, it is done once."""

    template_name = "plugins/admin/switch.html"
    on: ClassVar[bool]
    act: Callable[..., object]
    done: ClassVar[Any]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ask = refusal_to_enable if self.on else refusal_to_disable
        return super().get_context_data(**kwargs) | {
            "on": self.on,
            "refusal": ask(self.plugin, self.states),
            "offering": offering_of(self.plugin),
            "pages": 0 if self.on or self.community is None else count_pages(self.plugin, self.community),
            "personal_data": what_is_held(self.plugin),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act(self.plugin.key, community=self.community, by=self.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, self.done % {"plugin": self.plugin.name})
        return redirect(self.list_url)


class SwitchOnView(SwitchView):
    page_title = gettext_lazy("Switch on")
    done = gettext_lazy("“%(plugin)s” is on.")
    on = True
    act = staticmethod(enable_plugin)


class SwitchOffView(SwitchView):
    page_title = gettext_lazy("Switch off")
    done = gettext_lazy("“%(plugin)s” is off. Nothing was deleted.")
    on = False
    act = staticmethod(disable_plugin)


class SettingsView(PluginView):
    """The plugin's own form. Whatever goes wrong in it is the plugin's: it is said, and counted."""

    template_name = "plugins/admin/settings.html"
    page_title = gettext_lazy("Settings")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.plugin.settings_form:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs["form"] = filled_in(self.request, self.plugin, self.community, self.state.settings)
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = filled_in(request, self.plugin, self.community, self.state.settings)
        if form is None or form.values is None:
            return self.render_to_response(self.get_context_data(form=form), status=422)
        change_settings(self.plugin.key, community=self.community, settings=form.values, by=self.user)
        messages.success(request, _("Settings of “%(plugin)s” saved.") % {"plugin": self.plugin.name})
        return redirect(self.list_url)
