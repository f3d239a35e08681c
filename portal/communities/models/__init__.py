"""Who and where: areas above a community, the community itself, who writes for it, the places and people in it."""

from .areas import District, Street
from .community import Community
from .find import FindTerm
from .moderation import ModerationTask
from .people import GridStaff
from .places import Building, Compound, Grid, Household, Office, Stairwell, Venue
from .roles import CommunityRole, RoleGroup
from .shared import AccessFacts

__all__ = [
    "AccessFacts",
    "Building",
    "Community",
    "CommunityRole",
    "Compound",
    "District",
    "FindTerm",
    "Grid",
    "GridStaff",
    "Household",
    "ModerationTask",
    "Office",
    "RoleGroup",
    "Stairwell",
    "Street",
    "Venue",
]
