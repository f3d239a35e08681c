"""Admin: letters to households, and what is logged about them. Imported by `wagtail_hooks`."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.choices import Role
from portal.participation.letters_viewsets import MatterViewSet
from portal.participation.models import HouseholdMatter

# Whoever prints letters has the codes in hand: not for contributors.
register_permission_policy(
    HouseholdMatter, CommunityPermissionPolicy(HouseholdMatter, view=Role.EDITOR, change=Role.EDITOR)
)


@hooks.register("register_admin_viewset")
def register_letters() -> ViewSet:
    return MatterViewSet()


@hooks.register("register_log_actions")
def register_household_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("participation.open_matter", _("Ask households"), _("Households are asked"))
    actions.register_action("participation.change_matter", _("Change what is asked"), _("What is asked was changed"))
    actions.register_action("participation.close_matter", _("End the asking"), _("The asking was ended"))
    actions.register_action("participation.issue_codes", _("Make letters"), _("Letters with codes were made"))
    actions.register_action("participation.replace_codes", _("Replace letters"), _("Letters were replaced by new ones"))
