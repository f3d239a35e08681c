"""A unit's door in words."""

from portal.plugins.api import Household


def door_of(household: Household) -> str:
    """No query where stairwell, building and compound were read with it."""
    stairwell = household.stairwell
    return " · ".join([str(stairwell.building.compound), str(stairwell.building), str(stairwell), household.room])
