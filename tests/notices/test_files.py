"""Files of public announcements open while one that has them stands, and no longer."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import ReferenceIndex

from portal.communities.models import Community
from portal.notices.choices import NoticeKind
from portal.notices.models import NoticePage
from tests.factories.home import make_information, opened_community
from tests.factories.notices import make_file, make_notice
from tests.factories.people import UserFactory, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def announce(community: Community, file: Any, slug: str = "plan", *, days: int = 1, **values: Any) -> NoticePage:
    values = {"kind": NoticeKind.ANNOUNCEMENT, "period_until": timezone.localdate() + dt.timedelta(days=days)} | values
    notice = make_notice(slug, community=community, attachments=[{"type": "document", "value": file.pk}], **values)
    ReferenceIndex.create_or_update_for_object(notice)
    return notice


def status(client: Client, address: str) -> int:
    """The file is closed by hand: closing the answer ends the connection of the test, too."""
    answer = client.get(address)
    for close in answer._resource_closers:
        close()
    return answer.status_code


def later(days: int) -> Any:
    return time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False)


def test_file_opens_while_the_announcement_stands(client: Client, sunshine: Community) -> None:
    file = make_file(sunshine)
    notice = announce(sunshine, file)
    assert file.url in client.get(notice.get_url()).content.decode()
    assert status(client, file.url) == 200
    with later(2):
        gone = client.get(file.url, headers={"Accept-Language": "en"})
    assert (gone.status_code, "/admin/" in gone.content.decode()) == (410, False)


def test_file_of_a_draft_opens_for_nobody(client: Client, sunshine: Community) -> None:
    file = make_file(sunshine)
    announce(sunshine, file, live=False)
    assert status(client, file.url) == 410


def test_file_linked_in_the_text_goes_as_well(client: Client, sunshine: Community) -> None:
    file = make_file(sunshine)
    body = f'<p><a linktype="document" id="{file.pk}">plan</a></p>'
    notice = make_notice(
        "plan", community=sunshine, kind=NoticeKind.ANNOUNCEMENT, period_until=timezone.localdate(), body=body
    )
    ReferenceIndex.create_or_update_for_object(notice)
    assert status(client, file.url) == 200
    with later(2):
        assert status(client, file.url) == 410


def test_second_announcement_keeps_the_file_open(client: Client, sunshine: Community) -> None:
    file = make_file(sunshine)
    announce(sunshine, file)
    announce(sunshine, file, "longer", days=5)
    with later(3):
        assert status(client, file.url) == 200
    with later(7):
        assert status(client, file.url) == 410


def test_file_of_another_page_stays_open(client: Client, sunshine: Community) -> None:
    file = make_file(sunshine)
    announce(sunshine, file)
    text = f'<p><a linktype="document" id="{file.pk}">plan</a></p>'
    ReferenceIndex.create_or_update_for_object(make_information("about", community=sunshine, body=[("text", text)]))
    with later(3):
        assert status(client, file.url) == 200


def test_file_of_a_plain_notice_stays(client: Client, sunshine: Community) -> None:
    file = make_file(sunshine)
    announce(sunshine, file, kind=NoticeKind.NOTICE, period_until=None)
    with later(90):
        assert status(client, file.url) == 200


def test_file_stays_closed_when_its_announcement_is_deleted(client: Client, sunshine: Community) -> None:
    file = make_file(sunshine)
    notice = announce(sunshine, file)
    assert status(client, file.url) == 200
    notice.delete()
    assert not ReferenceIndex.get_references_to(file).exists()
    assert status(client, file.url) == 410
    client.force_login(staff(sunshine))
    assert status(client, file.url) == 200


def test_file_taken_out_of_an_announcement_is_closed(client: Client, sunshine: Community) -> None:
    wrong, right = make_file(sunshine, "wrong"), make_file(sunshine, "right")
    notice = announce(sunshine, wrong)
    notice.attachments = [("document", right)]
    notice.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(notice)
    assert (status(client, wrong.url), status(client, right.url)) == (410, 200)


def test_file_added_to_the_draft_of_a_live_announcement_is_closed(client: Client, sunshine: Community) -> None:
    notice, file = announce(sunshine, make_file(sunshine)), make_file(sunshine, "next")
    notice.attachments = [("document", file)]
    notice.save_revision()
    assert status(client, file.url) == 410


def test_only_city_administrators_delete_what_was_announced(sunshine: Community) -> None:
    editor, city = staff(sunshine), UserFactory(is_superuser=True)
    announced = announce(sunshine, make_file(sunshine))
    draft, plain = (
        announce(sunshine, make_file(sunshine), "draft", live=False),
        make_notice("plain", community=sunshine),
    )
    may = [page.permissions_for_user(editor).can_delete() for page in (announced, draft, plain)]
    assert (may, announced.permissions_for_user(editor).can_unpublish()) == ([False, True, True], True)
    assert announced.permissions_for_user(city).can_delete()


def test_editor_still_opens_the_file(client: Client, sunshine: Community) -> None:
    heping = opened_community(slug="heping")
    file = make_file(sunshine)
    announce(sunshine, file)
    with later(3):
        client.force_login(staff(sunshine))
        assert status(client, file.url) == 200
        client.force_login(staff(heping))
        assert status(client, file.url) == 410
