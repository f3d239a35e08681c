"""Admin: log entries of communities, the screen of their editors, and the walls between them."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry

from portal.communities.access import checks
from portal.communities.access.addresses import admit_wagtail
from portal.communities.access.gate import admit, is_open_to
from portal.communities.access.policies import register_policies
from portal.communities.choices import Role
from portal.communities.translation_views import hand_in

register_policies()
admit_wagtail()


@hooks.register("register_admin_viewset")
def register_editors() -> ViewSet:
    from portal.communities.role_views import EditorsViewSet  # noqa: PLC0415 - its class reads the policies

    return EditorsViewSet()


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("translations/<int:translation_id>/hand-in/", hand_in, name="hand_in_translation")]


admit("hand_in_translation", "only for what the person may change", check=checks.translation)


@hooks.register("construct_page_action_menu")
def leave_out_aliases(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """A page that is missing in a language is answered in another one: nobody needs a copy in its place."""
    items[:] = [item for item in items if item.name != "localize-convert-to-alias"]


@hooks.register("construct_main_menu")
@hooks.register("construct_reports_menu")
@hooks.register("construct_settings_menu")
def leave_out_what_is_shut(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if is_open_to(request.user, str(item.url))]


class HandInMenuItem(SubmitForModerationMenuItem):
    """Without the workflow's name: there is one for all, which says nothing to whoever hands in."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return super().get_context_data(parent_context) | {"label": self.label}


@hooks.register("construct_page_action_menu")
def hand_in_plainly(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    menu_items[:] = [
        HandInMenuItem(order=item.order) if isinstance(item, SubmitForModerationMenuItem) else item
        for item in menu_items
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("communities.open", _("Open the community"), _("Community opened"))

    actions.register_action("communities.restore", _("Restore the community"), _("Community restored, not open yet"))

    @actions.register_action("communities.archive")
    class Archive(LogFormatter):
        label = _("Archive the community")

        def format_message(self, entry: ModelLogEntry) -> str:
            if entry.data["successor"]:
                return gettext("Community archived, merged into %(successor)s") % entry.data
            return gettext("Community archived")

    actions.register_action("communities.create_account", _("Make an account"), _("Account made for a new editor"))

    @actions.register_action("communities.give_role")
    class GiveRole(LogFormatter):
        label = _("Give a role")

        def format_message(self, entry: ModelLogEntry) -> str:
            values = {"user": entry.data["user"], "role": Role(entry.data["role"]).label}
            if entry.data["before"]:
                values["before"] = Role(entry.data["before"]).label
                return gettext("Gave %(user)s the role %(role)s instead of %(before)s") % values
            return gettext("Gave %(user)s the role %(role)s") % values

    @actions.register_action("communities.take_role")
    class TakeRole(LogFormatter):
        label = _("Take a role away")

        def format_message(self, entry: ModelLogEntry) -> str:
            return gettext("Took the role %(role)s from %(user)s") % {
                "user": entry.data["user"],
                "role": Role(entry.data["role"]).label,
            }
