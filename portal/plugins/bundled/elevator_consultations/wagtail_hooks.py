from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry

from portal.plugins.bundled.elevator_consultations.models import RuleSet
from portal.plugins.bundled.elevator_consultations.models.rules import RULE_FIELDS
from portal.plugins.bundled.elevator_consultations.statistics_views import may_see, statistics

#: {action: (what it is called, what is said of it afterwards)}
ACTIONS = {
    "elevators.add_step": (_("Enter a talk about an objection"), _("A talk about an objection was entered")),
    "elevators.answer_objection": (_("Answer an objection"), _("An objection was answered")),
    "elevators.attach": (_("Add a document to a case"), _("A document was added to a case")),
    "elevators.case_file": (_("Make a case file"), _("A case file was made")),
    "elevators.change_register": (_("Change the register"), _("The register was changed")),
    "elevators.cost_plan": (_("Change a cost plan"), _("A cost plan was changed")),
    "elevators.decide_question": (_("Count a question"), _("The question was counted")),
    "elevators.detach": (_("Take a document from a case"), _("A document was taken from a case")),
    "elevators.enter_objection": (_("Enter an objection from paper"), _("An objection was entered from paper")),
    "elevators.enter_paper": (_("Enter a paper answer"), _("A paper answer was entered")),
    "elevators.fault": (_("Say how a fault stands"), _("It was said how a fault stands")),
    "elevators.look_at_answer": (_("Look at a single answer"), _("A single answer was looked at")),
    "elevators.look_at_scan": (_("Look at a scan"), _("A scan was looked at")),
    "elevators.look_at_objection": (_("Read an objection"), _("An objection was read")),
    "elevators.move": (_("Move a case to another stage"), _("A case was moved to another stage")),
    "elevators.move_closing": (_("Move the closing time"), _("The closing time was moved")),
    "elevators.open_question": (_("Ask owners"), _("Owners are asked")),
    "elevators.post_notice": (_("Post a public notice"), _("A public notice was posted")),
}


class RuleSetViewSet(ModelViewSet):
    """The city's: the admin is closed to the people of communities where nothing opens it."""

    model = RuleSet
    icon = "list-ul"
    menu_label = _("Rules of elevator cases")
    menu_order = 340
    add_to_settings_menu = True
    copy_view_enabled = True
    list_display = ("names", "code")
    form_fields = ("code", "names", *RULE_FIELDS)


@hooks.register("register_admin_viewset")
def register_rules() -> ViewSet:
    return RuleSetViewSet("elevator_rules")


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for action, (label, said) in ACTIONS.items():
        actions.register_action(action, label, said)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """The portal's gate in front of the admin keeps the people of communities out of what is not listed for them."""
    return [path("elevators/statistics/", statistics, name="elevator_statistics")]


class StatisticsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request)


@hooks.register("register_reports_menu_item")
def statistics_item() -> MenuItem:
    url = reverse("elevator_statistics")
    return StatisticsMenuItem(_("Elevator cases"), url, name="elevator-cases", icon_name="table", order=1200)
