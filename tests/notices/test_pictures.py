"""Pictures of public announcements go with them: what was cut is handed out by the web server, which asks nobody."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex

from portal.communities.models import Community
from portal.notices.choices import NoticeKind
from portal.notices.models import NoticePage
from portal.notices.pictures import delete_cuts_of_ended
from portal.pictures import CUT, pictures_of
from tests.factories.home import opened_community
from tests.factories.notices import make_notice

# Wagtail leaves the temporary file of a new rendition to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"),
]


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield
    gc.collect()


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


@pytest.fixture
def picture() -> AbstractImage:
    return get_image_model().objects.create(title="List", file=get_test_image_file())


@pytest.fixture
def commit(django_capture_on_commit_callbacks) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def notice_with(picture: AbstractImage, community: Community, slug: str = "list", **values: Any) -> NoticePage:
    value = {"image": picture.pk, "decorative": True, "alt_text": ""}
    values = {"kind": NoticeKind.ANNOUNCEMENT, "period_until": timezone.localdate()} | values
    notice = make_notice(slug, community=community, pictures=[{"type": "picture", "value": value}], **values)
    ReferenceIndex.create_or_update_for_object(notice)
    return notice


def cuts(picture: AbstractImage) -> list[str]:
    return [cut.filter_spec for cut in picture.renditions.all() if cut.file.storage.exists(cut.file.name)]


def test_announcement_that_ends_takes_its_pictures_along(sunshine: Community, picture: AbstractImage, commit) -> None:
    with commit():
        notice = notice_with(picture, sunshine)
    (cut,) = picture.renditions.all()
    assert cuts(picture) == [CUT]
    with commit():
        notice.unpublish()
    assert (cuts(picture), cut.file.storage.exists(cut.file.name)) == ([], False)
    with commit():
        notice.get_latest_revision().publish()
    assert cuts(picture) == [CUT]


def test_deleted_announcement_takes_its_pictures_along(sunshine: Community, picture: AbstractImage, commit) -> None:
    with commit():
        notice = notice_with(picture, sunshine)
    with commit():
        notice.delete()
    assert cuts(picture) == []


def test_picture_that_another_page_shows_stays(sunshine: Community, picture: AbstractImage, commit) -> None:
    with commit():
        notice = notice_with(picture, sunshine)
        notice_with(picture, sunshine, "news", kind=NoticeKind.NEWS, period_until=None)
    with commit():
        notice.unpublish()
    assert cuts(picture) == [CUT]


def test_pictures_of_a_draft_are_not_cut(sunshine: Community, picture: AbstractImage, commit) -> None:
    with commit():
        notice_with(picture, sunshine, live=False)
    assert cuts(picture) == []


def test_picture_cut_anew_in_the_admin_goes_within_a_day(sunshine: Community, picture: AbstractImage, commit) -> None:
    with commit():
        notice = notice_with(picture, sunshine)
    with commit():
        notice.unpublish()
    pictures_of(notice.pictures)
    with commit():
        assert delete_cuts_of_ended() == 1
    assert cuts(picture) == []
