from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

#: {action: (what it is called, what is said of it afterwards)}
ACTIONS = {
    "elevators.add_step": (_("Enter a talk about an objection"), _("A talk about an objection was entered")),
    "elevators.answer_objection": (_("Answer an objection"), _("An objection was answered")),
    "elevators.attach": (_("Add a document to a case"), _("A document was added to a case")),
    "elevators.cost_plan": (_("Change a cost plan"), _("A cost plan was changed")),
    "elevators.detach": (_("Take a document from a case"), _("A document was taken from a case")),
    "elevators.enter_objection": (_("Enter an objection from paper"), _("An objection was entered from paper")),
    "elevators.move": (_("Move a case to another stage"), _("A case was moved to another stage")),
    "elevators.post_notice": (_("Post a public notice"), _("A public notice was posted")),
    "elevators.read_objection": (_("Read an objection"), _("An objection was read")),
}


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for action, (label, said) in ACTIONS.items():
        actions.register_action(action, label, said)
