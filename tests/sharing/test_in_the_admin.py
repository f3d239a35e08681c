"""Those who write pages find the way to sharing them."""

import pytest
from django.test import Client

from portal.communities.models import Community
from tests.factories.guides import make_guide
from tests.factories.home import opened_community
from tests.factories.people import staff

pytestmark = pytest.mark.django_db
WAY = "/zh-hans/sunshine/guides/canteen/share/"


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def test_editor_is_led_from_the_page_to_sharing_it(client: Client, sunshine: Community) -> None:
    guide = make_guide("canteen", community=sunshine)
    client.force_login(staff(sunshine))
    assert client.get(f"/admin/pages/{guide.pk}/edit/").content.decode().count(f'href="{WAY}"') == 1


def test_draft_has_no_way_to_sharing(client: Client, sunshine: Community) -> None:
    guide = make_guide("canteen", community=sunshine)
    guide.unpublish()
    client.force_login(staff(sunshine))
    assert WAY not in client.get(f"/admin/pages/{guide.pk}/edit/").content.decode()
