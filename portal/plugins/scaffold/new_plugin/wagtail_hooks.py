from django.utils.translation import gettext_lazy as _
from portal.plugins.api import PluginPermissionPolicy, PluginViewSet, Role
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.permissions import register_permission_policy

from .models import SignUp

register_permission_policy(SignUp, PluginPermissionPolicy(SignUp, view=Role.EDITOR, change=Role.EDITOR))


class SignUpViewSet(PluginViewSet):
    """Editors see the sign-ups of their own communities, as far as the plugin is on there."""

    model = SignUp
    icon = "list-ul"
    form_fields = ["community", "name", "phone", "note", "is_done"]
    list_display = ["name", "phone", "community", "signed_up_at", BooleanColumn("is_done", label=_("dealt with"))]
    list_filter = ["is_done"]
    list_export = ["name", "phone", "note", "signed_up_at", "is_done"]


@hooks.register("register_admin_viewset")
def register_sign_ups():
    return SignUpViewSet()
