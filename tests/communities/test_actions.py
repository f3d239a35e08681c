import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from portal.communities.actions import archive_community, restore_community
from portal.communities.choices import CommunityStatus
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db


def log_of(community: object) -> list[str]:
    return list(ModelLogEntry.objects.for_instance(community).values_list("action", flat=True))


def test_archiving_names_the_successor_and_is_logged() -> None:
    old, new = CommunityFactory.create_batch(2, status=CommunityStatus.OPEN)
    archive_community(community=old, successor=new)
    old.refresh_from_db()
    assert (old.status, old.successor, log_of(old)) == (CommunityStatus.ARCHIVED, new, ["communities.archive"])


def test_pointers_follow_a_second_merger() -> None:
    first, second, third = CommunityFactory.create_batch(3, status=CommunityStatus.OPEN)
    archive_community(community=first, successor=second)
    archive_community(community=second, successor=third)
    first.refresh_from_db()
    assert first.successor == third


def test_archived_community_cannot_be_archived_again() -> None:
    community = archive_community(community=CommunityFactory())
    with pytest.raises(ValidationError):
        archive_community(community=community)


def test_community_cannot_follow_itself() -> None:
    community = CommunityFactory()
    with pytest.raises(ValidationError):
        archive_community(community=community, successor=community)


def test_archived_community_is_no_successor() -> None:
    archived = archive_community(community=CommunityFactory())
    with pytest.raises(ValidationError):
        archive_community(community=CommunityFactory(), successor=archived)


def test_restored_community_is_prepared_again() -> None:
    old = archive_community(community=CommunityFactory(), successor=CommunityFactory())
    restore_community(community=old)
    old.refresh_from_db()
    assert (old.status, old.successor) == (CommunityStatus.PREPARING, None)
    assert log_of(old) == ["communities.restore", "communities.archive"]


def test_only_archived_communities_are_restored() -> None:
    with pytest.raises(ValidationError):
        restore_community(community=CommunityFactory())
