"""What households are asked, and the households of a stairwell."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from portal.communities.models import Community, Household, Stairwell
from portal.names import Names
from portal.participation.household_codes import issue_codes
from portal.participation.household_matters import set_household_matter
from portal.participation.models import HouseholdMatter
from portal.plugins.testing.kept import kept
from tests.factories.communities import HouseholdFactory, StairwellFactory

TITLES = Names({"zh-hans": "管道改造征询", "en": "New pipes: what do you need?"})


@kept
def make_stairwell(community: Community, rooms: Sequence[str] = ("101", "102"), **values: Any) -> Stairwell:
    """With a household for each of the rooms."""
    stairwell = StairwellFactory(building__compound__community=community, **values)
    for room in rooms:
        HouseholdFactory(stairwell=stairwell, room=room)
    return stairwell


@kept
def make_matter(community: Community, *, key: str = "1", **values: Any) -> HouseholdMatter:
    """Open from yesterday on, for a month."""
    now = timezone.now()
    values = {
        "owner": "tests",
        "titles": TITLES,
        "path": "",
        "opens_at": now - dt.timedelta(days=1),
        "closes_at": now + dt.timedelta(days=30),
    } | values
    return set_household_matter(key=key, community=community, **values)


def code_of(matter: HouseholdMatter, household: Household, **values: Any) -> str:
    """A code as its letter spells it."""
    [issued] = issue_codes(matter, [household], by=None, **values)
    return issued.spelt
