from wagtail import hooks
from wagtail.permissions import register_permission_policy

from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.access.viewsets import CommunityScopedChooserViewSet, CommunityScopedViewSet
from portal.communities.choices import Role
from tests.gardens.models import Garden, Plot

register_permission_policy(Garden, CommunityPermissionPolicy(Garden))
register_permission_policy(
    Plot, CommunityPermissionPolicy(Plot, community="garden__community", view=Role.EDITOR, change=Role.LEAD)
)


class GardenViewSet(CommunityScopedViewSet):
    model = Garden
    icon = "home"
    list_display = ["name"]
    list_export = ["name"]
    search_fields = ["name"]
    list_filter = ["community"]
    inspect_view_enabled = True


class PlotViewSet(CommunityScopedViewSet):
    model = Plot
    icon = "user"
    form_fields = ["garden", "keeper"]
    list_display = ["keeper", "garden"]
    list_export = ["keeper"]
    search_fields = ["keeper"]
    list_filter = ["garden"]
    inspect_view_enabled = True


class GardenChooserViewSet(CommunityScopedChooserViewSet):
    model = Garden
    icon = "home"
    form_fields = ["community", "name"]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list:
    return [GardenViewSet(), PlotViewSet(), GardenChooserViewSet("garden_chooser")]
