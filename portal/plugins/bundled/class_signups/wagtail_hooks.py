from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from portal.plugins.api import PluginPermissionPolicy, Role
from portal.plugins.bundled.class_signups.models import ClassSignUp

# Names of children: for editors and leads. Found by reference, phone or name under “Handed in”.
register_permission_policy(ClassSignUp, PluginPermissionPolicy(ClassSignUp, view=Role.EDITOR, change=Role.EDITOR))


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("class_signups.export", _("Make a file of sign-ups"), _("A file of sign-ups was made"))
    actions.register_action("class_signups.draw", _("Draw the places"), _("The places were drawn"))
    actions.register_action("class_signups.answer", _("Answer an offer"), _("An offer was answered for a family"))
    actions.register_action("class_signups.tell_all", _("Tell all families"), _("All families were told"))
    actions.register_action("class_signups.check_in", _("Check a child in"), _("A child was checked in"))
    actions.register_action("class_signups.undo_in", _("Undo a check-in"), _("A check-in was undone"))
    actions.register_action("class_signups.check_out", _("Check a child out"), _("A child was checked out"))
    actions.register_action("class_signups.undo_out", _("Undo a check-out"), _("A check-out was undone"))
    actions.register_action("class_signups.absent", _("Note an absence"), _("An absence was noted"))
    actions.register_action("class_signups.comes", _("Undo an absence"), _("An absence was taken back"))
    actions.register_action("class_signups.call", _("Call a guardian"), _("A guardian was called"))
    actions.register_action("class_signups.move", _("Move a family"), _("A family was moved to another class"))
    actions.register_action("class_signups.news_sent", _("Tell of changes"), _("Families were told of changes"))
    actions.register_action("class_signups.news_left", _("Tell nobody of changes"), _("Nobody was told of changes"))
    done = _("A family’s residence was confirmed")
    actions.register_action("class_signups.confirm_residence", _("Confirm where a family lives"), done)
