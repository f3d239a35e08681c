"""Admin: the call list, and the demo's outbox."""

from django.conf import settings
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.choices import Role
from portal.notifications.models import Delivery, OutboxText
from portal.notifications.viewsets import CallListViewSet, OutboxViewSet

# Names and phone numbers of residents: for those who look after them.
for model, community in ((Delivery, "message__community"), (OutboxText, "community")):
    policy = CommunityPermissionPolicy(model, community=community, view=Role.EDITOR, change=Role.EDITOR)
    register_permission_policy(model, policy)


@hooks.register("register_admin_viewset")
def register_screens() -> list[ViewSet]:
    screens: list[ViewSet] = [CallListViewSet()]
    if settings.SMS_PROVIDER.endswith(".Outbox"):
        screens.append(OutboxViewSet())
    return screens
