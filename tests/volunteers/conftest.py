import pytest

from portal.communities.models import Community
from portal.volunteers.models import Team
from tests.factories.home import opened_community
from tests.factories.volunteers import make_team


@pytest.fixture
def sunshine(db: None) -> Community:
    return opened_community(slug="sunshine")


@pytest.fixture
def team(sunshine: Community) -> Team:
    return make_team("visits", community=sunshine)
