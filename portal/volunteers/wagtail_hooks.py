"""Admin: teams, volunteers, duties, hours and visits; what teams are sorted by; log entries."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.choices import Role
from portal.volunteers.admin.duties import DutyViewSet, ShiftViewSet
from portal.volunteers.admin.hours import CertificateViewSet, HoursViewSet
from portal.volunteers.admin.teams import MemberViewSet, TeamViewSet
from portal.volunteers.admin.visits import VisitedPersonViewSet, VisitViewSet
from portal.volunteers.models import (
    Certificate,
    Duty,
    FieldOfWork,
    Member,
    ServiceRecord,
    Shift,
    Team,
    Visit,
    VisitedPerson,
)

COMMUNITY = {
    Team: "community",
    Member: "community",
    Duty: "team__community",
    Shift: "duty__team__community",
    ServiceRecord: "team__community",
    Certificate: "team__community",
    VisitedPerson: "community",
    Visit: "person__community",
}
# Names and phones of residents: for those who look after them.
for model, community in COMMUNITY.items():
    policy = CommunityPermissionPolicy(model, community=community, view=Role.EDITOR, change=Role.EDITOR)
    register_permission_policy(model, policy)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label, message in (
        ("confirm", _("Take into a team"), _("Volunteer taken into the team")),
        ("ask_back", _("Ask a volunteer back"), _("Volunteer asked back")),
        ("decline", _("Decline a volunteer"), _("Volunteer declined")),
        ("vet", _("Vet a volunteer"), _("Volunteer vetted for visits")),
        ("unvet", _("Take back the vetting"), _("Volunteer no longer vetted")),
        ("cancel_duty", _("Cancel a duty"), _("Duty cancelled")),
        ("cancel_shift", _("Cancel a shift"), _("Shift cancelled")),
        ("assign", _("Say who visits"), _("Visitors assigned")),
        ("cancel_visit", _("Cancel a visit"), _("Visit cancelled")),
        ("close_visit", _("Close a visit"), _("Person was seen, visit closed")),
        ("revoke", _("Revoke a certificate"), _("Certificate revoked")),
        ("export", _("Export volunteers’ hours"), _("Volunteers’ hours exported")),
    ):
        actions.register_action(f"volunteers.{name}", label, message)


class FieldOfWorkViewSet(ModelViewSet):
    """The city's business, so only those with the model's permissions get here."""

    model = FieldOfWork
    form_fields = ["names", "code", "icon", "order"]
    list_display = ["__str__", "code", "order"]
    ordering = ["order", "code"]
    icon = "tag"
    menu_label = _("Fields of volunteers’ work")


class VolunteersGroup(ViewSetGroup):
    menu_label = _("Volunteers")
    menu_icon = "group"
    menu_order = 245
    items = (
        MemberViewSet,
        TeamViewSet,
        DutyViewSet,
        ShiftViewSet,
        HoursViewSet,
        CertificateViewSet,
        VisitViewSet,
        VisitedPersonViewSet,
        FieldOfWorkViewSet,
    )


@hooks.register("register_admin_viewset")
def register_screens() -> ViewSet | ViewSetGroup:
    return VolunteersGroup()
