import datetime as dt

import pytest
from django.utils import timezone

from portal.communities.models import Community
from tests.factories.communities import CommunityFactory
from tests.workshops.models import SignUp, Workshop


@pytest.fixture
def community() -> Community:
    return CommunityFactory()


@pytest.fixture
def workshop(community: Community) -> Workshop:
    ends = timezone.now() + dt.timedelta(days=7)
    return Workshop.objects.create(community=community, title="Paper lanterns", capacity=10, ends_at=ends)


@pytest.fixture
def sign_up(workshop: Workshop) -> SignUp:
    """Not handed in yet."""
    return SignUp(
        community=workshop.community,
        workshop=workshop,
        name="王阿姨",
        phone="13800138000",
        people=2,
        wishes="a chair",
    )
