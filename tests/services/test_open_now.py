"""Guides whose counter is open at this moment, as the search filters by them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portal.communities.models import Community
from portal.home.search_sources import Reader
from portal.hours.schedule import OpeningHours
from portal.services.actions import set_overlay
from portal.services.open_now import keys_open_now
from tests.factories.guides import make_guide
from tests.factories.home import opened_community
from tests.factories.hours import HolidayYearFactory

pytestmark = pytest.mark.django_db
# A Tuesday.
MORNING = datetime(2026, 6, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
EVENING = MORNING.replace(hour=19)
OFFICE_HOURS, LATE_HOURS = OpeningHours.parse("Mon-Fri 9:00-17:00"), OpeningHours.parse("Mon-Fri 14:00-20:00")


@pytest.fixture
def sunshine() -> Community:
    HolidayYearFactory(year=2026)
    return opened_community(slug="sunshine", hours=LATE_HOURS)


def guide_at(slug: str, **counter: object) -> str:
    """Its search key."""
    return str(make_guide(slug, channels=[("counter", counter)]).translation_key)


@pytest.mark.parametrize(("moment", "is_open"), [(MORNING, True), (EVENING, False)])
def test_guide_is_open_in_its_counters_hours(sunshine: Community, moment: datetime, is_open: bool) -> None:
    key = guide_at("permit", hours=OFFICE_HOURS)
    make_guide("without-counter")
    with time_machine.travel(moment, tick=False):
        assert keys_open_now(Reader(None)) == ({key} if is_open else set())


def test_communitys_own_counter_has_the_communitys_hours(sunshine: Community) -> None:
    key = guide_at("permit", at_community=True)
    with time_machine.travel(EVENING, tick=False):
        assert (keys_open_now(Reader(sunshine)), keys_open_now(Reader(None))) == ({key}, set())


def test_community_keeps_hours_of_its_own_for_a_city_guide(sunshine: Community) -> None:
    guide = make_guide("permit", channels=[("counter", {"hours": OFFICE_HOURS})])
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, hours=LATE_HOURS)
    with time_machine.travel(EVENING, tick=False):
        assert (keys_open_now(Reader(sunshine)), keys_open_now(Reader(None))) == ({str(guide.translation_key)}, set())
