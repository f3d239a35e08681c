from wagtail import hooks
from wagtail.permissions import register_permission_policy

from portal.plugins.api import PluginPermissionPolicy, PluginViewSet, Role
from tool_library.models import Loan, Tool

register_permission_policy(Tool, PluginPermissionPolicy(Tool))
register_permission_policy(
    Loan, PluginPermissionPolicy(Loan, community="tool__community", view=Role.EDITOR, change=Role.EDITOR)
)


class ToolViewSet(PluginViewSet):
    model = Tool
    form_fields = ["community", "names"]
    list_display = ["names", "community"]
    icon = "cog"


class LoanViewSet(PluginViewSet):
    model = Loan
    form_fields = ["tool", "name", "phone"]
    list_display = ["tool", "name", "phone", "asked_at"]
    icon = "list-ul"


@hooks.register("register_admin_viewset")
def register_tools():
    return [ToolViewSet(), LoanViewSet()]
