"""Telling somebody: which way, in which words, and only once."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from portal.communities.models import Community
from portal.notifications.actions import Recipient, take_back, tell
from portal.notifications.choices import Channel, DeliveryStatus
from portal.notifications.jobs import erase_old
from portal.notifications.models import Delivery, Message, OutboxText
from portal.notifications.worker import WAITS, deliver_due
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def community() -> Community:
    return CommunityFactory()


def told(community: Community, kind: str = "test.news", *, key: str = "k", **to: str) -> Message:
    recipient = Recipient(**({"name": "王阿姨", "language": "en"} | to))
    return tell(kind, to=recipient, community=community, about="test:1", key=key, variables={"name": "Mrs Wang"})


def test_text_message_comes_first_and_arrives_after_commit(community, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = told(community, phone="+86 138-0013 8000", email="wang@example.org")
        assert not OutboxText.objects.exists()
    assert OutboxText.objects.values_list("phone", "text").get() == ("13800138000", "Hello Mrs Wang")
    message.refresh_from_db()
    assert (message.told_at, mail.outbox) == (NOON, [])


def test_rolled_back_message_tells_nobody(community, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        told(community, phone="13800138000")
        transaction.set_rollback(True)
    assert (Message.objects.count(), OutboxText.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("to", "channel"),
    [
        ({"phone": "13800138000"}, Channel.SMS),
        ({"email": "wang@example.org"}, Channel.MAIL),
        ({}, Channel.CALL),
    ],
)
def test_first_channel_that_reaches_somebody_is_used(community, to, channel) -> None:
    assert told(community, **to).deliveries.get().channel == channel


def test_same_key_tells_nobody_twice(community) -> None:
    assert told(community, phone="13800138000") == told(community, phone="13800138000")
    assert Delivery.objects.count() == 1


def test_night_waits_until_eight_but_for_alarms(community, clock) -> None:
    clock.move_to(NOON.replace(hour=21))
    told(community, phone="13800138000")
    told(community, "test.alarm", key="alarm", phone="13800138000")
    assert deliver_due() == 1
    clock.move_to(NOON.replace(day=3, hour=7, minute=59))
    assert deliver_due() == 0
    clock.move_to(NOON.replace(day=3, hour=8))
    assert deliver_due() == 1


def test_mail_says_it_in_the_readers_language(community) -> None:
    told(community, email="wang@example.org")
    deliver_due()
    assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [
        (["wang@example.org"], "News", "Hello Mrs Wang")
    ]


def test_taken_back_message_is_not_sent(community) -> None:
    message = told(community, phone="13800138000")
    assert take_back(about="test:1") == 1
    assert (deliver_due(), message.deliveries.get().status) == (0, DeliveryStatus.CANCELLED)


class Refusing:
    """Never takes a text that it said it would take."""

    reason: type[Exception]

    def takes(self, **asked: str) -> bool:
        return True

    def send(self, text: object) -> None:
        from portal.notifications.sms import Never  # noqa: PLC0415 - settings name this class before apps are loaded

        raise Never("no such number")


class Busy(Refusing):
    def send(self, text: object) -> None:
        from portal.notifications.sms import NotNow  # noqa: PLC0415 - as above

        raise NotNow("busy")


def test_refused_text_goes_on_the_call_list(community, settings) -> None:
    settings.SMS_PROVIDER = "tests.notifications.test_telling.Refusing"
    message = told(community, phone="13800138000")
    assert deliver_due() == 0
    assert list(message.deliveries.order_by("pk").values_list("channel", "status", "error")) == [
        (Channel.SMS, DeliveryStatus.FAILED, "no such number"),
        (Channel.CALL, DeliveryStatus.WAITING, ""),
    ]


def test_busy_provider_is_tried_again_and_given_up(community, settings, clock) -> None:
    settings.SMS_PROVIDER = "tests.notifications.test_telling.Busy"
    message = told(community, phone="13800138000")
    for minutes in (0, *WAITS):
        clock.shift(dt.timedelta(minutes=minutes))
        assert deliver_due() == 0
    attempts = message.deliveries.get(channel=Channel.SMS)
    assert (attempts.attempts, attempts.status) == (5, DeliveryStatus.FAILED)
    assert list(Delivery.objects.calls_to_make().values_list("message", flat=True)) == [message.pk]


def test_persons_are_erased_a_month_after_they_were_told(community, clock) -> None:
    arrived, waiting = told(community, phone="13800138000"), told(community, key="call")
    deliver_due()
    clock.shift(dt.timedelta(days=31))
    assert erase_old() == 1
    arrived.refresh_from_db(), waiting.refresh_from_db()
    assert (arrived.name, arrived.phone, arrived.text, arrived.told_at) == ("", "", "", NOON)
    assert (waiting.name, OutboxText.objects.count()) == ("王阿姨", 0)
    assert arrived.erased_at == timezone.now()
