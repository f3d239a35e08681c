"""Admin: what was handed in, and the notices people consent to. Imported by `wagtail_hooks`."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.choices import Role
from portal.communities.rules import is_city_administrator
from portal.participation.entry_viewsets import EntryViewSet
from portal.participation.models import Entry
from portal.participation.notice_views import NoticesView, NoticeView

# Names and phones of residents. A kind with a list of its own registers a policy of its own.
register_permission_policy(Entry, CommunityPermissionPolicy(Entry, view=Role.EDITOR, change=Role.EDITOR))


class CityMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_city_administrator(request.user)


@hooks.register("register_admin_viewset")
def register_entries() -> ViewSet:
    return EntryViewSet()


@hooks.register("register_admin_urls")
def register_notices() -> list[Any]:
    """Not admitted by the gate: for city administrators."""
    return [
        path("consent-notices/", NoticesView.as_view(), name="consent_notices"),
        path("consent-notices/<str:key>/", NoticeView.as_view(), name="consent_notice"),
    ]


@hooks.register("register_settings_menu_item")
def register_notices_item() -> MenuItem:
    return CityMenuItem(_("Consent notices"), reverse_lazy("consent_notices"), icon_name="clipboard-list", order=850)


@hooks.register("register_log_actions")
def register_entry_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("participation.on_behalf", _("Hand in for somebody"), _("Handed in for somebody"))
    actions.register_action("participation.withdraw", _("Take back"), _("Taken back"))
    actions.register_action("participation.renew_link", _("New private link"), _("Private link replaced"))
    actions.register_action("participation.erase", _("Erase what was handed in"), _("Erased for good"))
    actions.register_action("participation.write_notice", _("Word a consent notice"), _("Consent notice worded anew"))
