import datetime as dt

import pytest
import time_machine

from portal.communities.models import Community
from portal.plugins.bundled.elevator_consultations.models import Case
from tests.factories.elevators import make_case
from tests.factories.plugins import community_with

#: A Monday in September, in the middle of the working day.
NOW = dt.datetime(2026, 9, 7, 2, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def sunshine(clock: time_machine.Traveller) -> Community:
    return community_with("elevators", slug="sunshine")


@pytest.fixture
def case(sunshine: Community) -> Case:
    """With its pages in both languages and an empty register."""
    return make_case(sunshine)
