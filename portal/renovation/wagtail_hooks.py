"""Admin: projects, and what is logged about them."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.choices import Role
from portal.renovation.models import RenovationProject
from portal.renovation.viewsets import ProjectViewSet

# Answers of households pass through these screens: not for contributors.
register_permission_policy(
    RenovationProject, CommunityPermissionPolicy(RenovationProject, view=Role.EDITOR, change=Role.EDITOR)
)


@hooks.register("register_admin_viewset")
def register_projects() -> ViewSet:
    return ProjectViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("renovation.enter_stage", _("Move a project on"), _("The project moved on"))
    actions.register_action("renovation.enter_paper", _("Enter a paper answer"), _("A paper answer was entered"))
    actions.register_action("renovation.count_needs", _("Count a survey"), _("The survey was counted"))
    actions.register_action("renovation.ask_satisfaction", _("Begin a round"), _("A round of acceptance began"))
    actions.register_action("renovation.decide_round", _("Decide a round"), _("A round of acceptance was decided"))
