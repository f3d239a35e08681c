"""Whether somebody knows: providers that say so later, messages that came too late, and what callers may ask."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from portal.notifications.actions import Recipient, Telling, can_reach, record_call, tell, telling
from portal.notifications.choices import CallOutcome, Channel, DeliveryStatus
from portal.notifications.jobs import erase_old
from portal.notifications.kinds import MessageKind, register_kind
from portal.notifications.models import Delivery, Message
from portal.notifications.querysets import _withheld, withhold
from portal.notifications.sms.outbox import Outbox
from portal.notifications.worker import deliver_due
from tests.factories.communities import CommunityFactory
from tests.factories.people import staff

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))
ADDRESS = "/integrations/sms-receipts/"


class Confirming(Outbox):
    confirms = True


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def receipts(settings: Any) -> None:
    settings.SMS_PROVIDER = "tests.notifications.test_confirming.Confirming"
    settings.SMS_RECEIPTS_TOKEN = "secret"


def text(kind: str = "test.news", **to: str) -> Message:
    recipient = Recipient("王阿姨", **({"phone": "13800138000", "language": "en"} | to))
    values = {"name": "Mrs Wang"}
    return tell(kind, to=recipient, community=CommunityFactory(), about="test:1", key="k", variables=values)


def say(client: Client, message: Message, *, key: str = "secret", **said: Any) -> int:
    headers = {"Authorization": f"Bearer {key}"}
    body = {"reference": str(message.pk)} | said
    return client.post(ADDRESS, body, content_type="application/json", headers=headers).status_code


def states(message: Message) -> list[tuple[str, str]]:
    return list(message.deliveries.order_by("pk").values_list("channel", "status"))


@pytest.mark.usefixtures("receipts")
def test_somebody_knows_when_the_provider_says_so(client: Client, clock: Any) -> None:
    message = text()
    assert (deliver_due(), telling(key="k")) == (0, Telling(None, "", False))
    clock.shift(dt.timedelta(minutes=3))
    assert [say(client, message, arrived=True) for _time in range(2)] == [204, 204]
    assert telling(key="k") == Telling(NOON + dt.timedelta(minutes=3), "sms", False)


@pytest.mark.usefixtures("receipts")
def test_text_that_did_not_arrive_goes_on_the_call_list(client: Client) -> None:
    message = text()
    deliver_due()
    assert say(client, message, arrived=False, reason="switched off") == 204
    assert states(message) == [("sms", "failed"), ("call", "waiting")]
    assert message.deliveries.get(channel=Channel.SMS).error == "switched off"
    assert telling(key="k") == Telling(None, "", True)


@pytest.mark.usefixtures("receipts")
def test_text_that_nobody_confirms_goes_on_the_call_list(clock: Any) -> None:
    message = text()
    deliver_due()
    clock.shift(dt.timedelta(hours=23))
    deliver_due()
    assert states(message) == [("sms", "sent")]
    clock.shift(dt.timedelta(hours=1))
    deliver_due()
    assert states(message) == [("sms", "failed"), ("call", "waiting")]


@pytest.mark.usefixtures("receipts")
def test_receipts_of_strangers_are_refused(client: Client, settings: Any) -> None:
    message = text()
    deliver_due()
    assert say(client, message, key="guess", arrived=True) == 403
    assert client.get(ADDRESS).status_code == 405
    headers = {"Authorization": "Bearer secret"}
    assert client.post(ADDRESS, "[]", content_type="application/json", headers=headers).status_code == 400
    body = {"reference": "no uuid", "arrived": True}
    assert client.post(ADDRESS, body, content_type="application/json", headers=headers).status_code == 204
    settings.SMS_RECEIPTS_TOKEN = ""
    assert (say(client, message, key="", arrived=True), states(message)) == (403, [("sms", "sent")])


def test_call_that_reached_somebody_is_telling_too() -> None:
    message = text(phone="")
    call = message.deliveries.get()
    assert telling(key="k") == Telling(None, "", True)
    record_call(call, CallOutcome.TOLD, by=staff(message.community))
    assert telling(key="k") == Telling(NOON, "call", False)
    assert telling(key="unknown") is None


def test_what_is_of_no_use_any_more_is_not_sent_and_forgotten(clock: Any) -> None:
    ten = dt.timedelta(minutes=10)
    register_kind(MessageKind("test.code", "Code", "123456", is_urgent=True, is_called=False, valid_for=ten))
    message = text("test.code")
    clock.shift(ten)
    assert (deliver_due(), states(message)) == (0, [("sms", DeliveryStatus.CANCELLED)])
    clock.shift(dt.timedelta(seconds=1))
    assert erase_old() == 1
    message.refresh_from_db()
    assert (message.phone, message.text) == ("", "")


def test_code_is_never_read_out_on_the_phone(settings: Any) -> None:
    settings.SMS_PROVIDER = ""
    register_kind(MessageKind("test.code", "Code", "123456", is_called=False))
    assert not can_reach("test.code", Recipient("", phone="13800138000"))
    assert can_reach("test.code", Recipient("", email="wang@example.org"))
    assert states(text("test.code")) == []


def test_kept_back_messages_wait_until_they_may_go(clock: Any) -> None:
    from django.db.models import Q  # noqa: PLC0415 - beside the one condition

    def off() -> Q:
        return Q(message__kind="test.news")

    message, called = text(), tell("test.alarm", to=Recipient("Lan"), community=CommunityFactory(), about="x", key="x")
    withhold(off)
    assert (deliver_due(), list(Delivery.objects.calls_to_make())) == (0, [called.deliveries.get()])
    _withheld.remove(off)
    assert (deliver_due(), states(message)) == (1, [("sms", "done")])


def test_message_of_a_package_that_is_gone_goes_nowhere() -> None:
    message = text()
    Message.objects.update(kind="gone.news")
    assert (deliver_due(), states(message)) == (0, [("sms", "waiting")])


def test_whoever_waits_for_ninety_days_is_forgotten(clock: Any) -> None:
    message = text(phone="")
    clock.shift(dt.timedelta(days=90))
    assert erase_old() == 0
    clock.shift(dt.timedelta(days=1))
    assert (erase_old(), states(message)) == (1, [("call", "cancelled")])


def test_late_receipt_takes_the_call_off_the_list(client: Client, settings: Any) -> None:
    message = text(email="wang@example.org")
    message.deliveries.update(status=DeliveryStatus.SENT)
    call = Delivery.objects.create(message=message, channel=Channel.CALL, next_at=NOON)
    settings.SMS_RECEIPTS_TOKEN = "secret"
    say(client, message, arrived=True)
    call.refresh_from_db()
    assert (call.status, list(Delivery.objects.calls_to_make())) == (DeliveryStatus.CANCELLED, [])
