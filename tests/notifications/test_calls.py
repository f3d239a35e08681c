"""The call list: seen by the community's editors alone, settled once."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.communities.choices import Role
from portal.notifications.actions import Recipient, record_call, tell
from portal.notifications.choices import CallOutcome
from portal.notifications.models import CallAttempt, Delivery
from tests.factories.communities import CommunityFactory
from tests.factories.people import city_administrator, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Delivery:
    to = Recipient("王阿姨", phone="0000-1234", language="en")
    community = CommunityFactory()
    values = {"name": "Mrs Wang"}
    message = tell("test.alarm", to=to, community=community, about="test:1", key="k", variables=values)
    message.deliveries.all().delete()
    return Delivery.objects.create(message=message, channel="call", next_at=message.created_at)


def test_editor_rings_and_records(client: Client, call: Delivery) -> None:
    editor = staff(call.message.community, Role.EDITOR)
    client.force_login(editor)
    page = client.get("/admin/calls/").content.decode()
    assert ("王阿姨" in page, '<td class="w-whitespace-nowrap">' in page, "00001234" in page) == (True, True, True)
    assert 'href="tel:00001234"' in client.get(f"/admin/calls/{call.pk}/").content.decode()
    sent = client.post(f"/admin/calls/{call.pk}/", {"outcome": "told", "note": "comes tomorrow"})
    assert sent.url == "/admin/calls/"
    assert CallAttempt.objects.values_list("outcome", "note", "by").get() == ("told", "comes tomorrow", editor.pk)
    call.message.refresh_from_db()
    assert call.message.told_at
    assert "王阿姨" not in client.get("/admin/calls/results/").content.decode()


def test_whoever_was_not_reached_stays_on_the_list(client: Client, call: Delivery) -> None:
    client.force_login(staff(call.message.community, Role.EDITOR))
    client.post(f"/admin/calls/{call.pk}/", {"outcome": "not_reached", "note": ""})
    call.refresh_from_db()
    assert (list(Delivery.objects.calls_to_make()), call.attempts) == ([call], 1)


def test_others_see_and_settle_nothing(client: Client, call: Delivery) -> None:
    strangers = [staff(CommunityFactory(), Role.LEAD), staff(call.message.community, Role.CONTRIBUTOR)]
    for stranger in strangers:
        client.force_login(stranger)
        assert "王阿姨" not in client.get("/admin/calls/", follow=True).content.decode()
        assert client.post(f"/admin/calls/{call.pk}/", {"outcome": "told"}).url == "/admin/"
    assert not CallAttempt.objects.exists()


def test_empty_list_says_so(client: Client, call: Delivery, settings) -> None:
    settings.LANGUAGE_CODE = "en"
    client.force_login(staff(call.message.community))
    assert "Nobody with this name or number" in client.get("/admin/calls/", {"q": "Lan"}).content.decode()
    call.delete()
    assert "Nobody waits for a call." in client.get("/admin/calls/").content.decode()


def test_call_is_settled_once(call: Delivery) -> None:
    editor = staff(call.message.community)
    record_call(call, CallOutcome.TOLD, by=editor)
    with pytest.raises(ValidationError):
        record_call(call, CallOutcome.TOLD, by=editor)


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_constant_queries(client: Client, call: Delivery, django_assert_num_queries, count: int) -> None:
    for number in range(count - 1):
        to = Recipient(f"Person {number}", language="en")
        tell("test.alarm", to=to, community=call.message.community, about="test:2", key=f"n{number}")
    client.force_login(city_administrator())
    client.get("/admin/calls/")
    with django_assert_num_queries(13):
        client.get("/admin/calls/")
