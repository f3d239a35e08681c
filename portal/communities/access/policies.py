"""The policies of this room's own models. Registered before anything asks for them."""

from wagtail.permissions import register_permission_policy

from portal.communities.access.policy import CommunityPermissionPolicy
from portal.communities.choices import Role
from portal.communities.models import Building, CommunityRole, Compound, Grid, Office, Stairwell, Venue


def register_policies() -> None:
    for model in (Compound, Venue, Office):
        register_permission_policy(model, CommunityPermissionPolicy(model))
    # A grid's form has its workers, also those who have not agreed to be shown.
    register_permission_policy(Grid, CommunityPermissionPolicy(Grid, view=Role.EDITOR))
    register_permission_policy(Building, CommunityPermissionPolicy(Building, community="compound__community"))
    register_permission_policy(
        Stairwell, CommunityPermissionPolicy(Stairwell, community="building__compound__community")
    )
    register_permission_policy(
        CommunityRole, CommunityPermissionPolicy(CommunityRole, view=Role.LEAD, change=Role.LEAD)
    )
