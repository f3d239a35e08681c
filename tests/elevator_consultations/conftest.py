import datetime as dt

import pytest
import time_machine

from portal.communities.models import Community
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
