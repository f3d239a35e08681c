"""Delivering what waits: each message once, none lost, whatever dies in between.

A delivery is taken by pushing its next attempt into the future, committed before anything is sent: a second worker does
not see it, and after a crash it comes up again by itself. It is then sent again under the same reference, which a
provider that has it already does not send twice (mails carry it as their Message-ID).
"""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone

from portal.notifications.actions import give_up, mark_told
from portal.notifications.choices import Channel, DeliveryStatus
from portal.notifications.models import Delivery, Message
from portal.notifications.quiet import not_before
from portal.notifications.sms import Never, NotNow, Text, provider

logger = logging.getLogger(__name__)
#: Waits before the next attempt (minutes); after the last one another channel is used.
WAITS = (1, 5, 15, 60)
AT_ONCE = 500
#: How long a text may stay unconfirmed where the provider confirms; then somebody rings.
RECEIPT_WITHIN = dt.timedelta(hours=24)


def deliver_due() -> int:
    """Send what is due, at most AT_ONCE; how many arrived."""
    arrived = 0
    settle_what_waited_too_long(timezone.now())
    for _number in range(AT_ONCE):
        delivery = take_one()
        if delivery is None:
            break
        arrived += deliver(delivery)
    return arrived


def settle_what_waited_too_long(now: dt.datetime) -> None:
    """What is of no use any more is not sent; a text that nobody confirmed goes by the next channel."""
    Delivery.objects.too_late(now).update(status=DeliveryStatus.CANCELLED, error="too late")
    unconfirmed = Delivery.objects.filter(status=DeliveryStatus.SENT, next_at__lte=now)
    for delivery in unconfirmed.select_related("message")[:AT_ONCE]:
        give_up(delivery, "nobody confirmed that it arrived")


@transaction.atomic
def take_one() -> Delivery | None:
    """The next due delivery, ours alone until its next attempt would be due."""
    now = timezone.now()
    rows = Delivery.objects.due(now).select_related("message")
    skip = connection.features.has_select_for_update_skip_locked
    delivery = rows.select_for_update(skip_locked=skip, of=("self",)).first()
    if delivery is None:
        return None
    wait = WAITS[min(delivery.attempts, len(WAITS) - 1)]
    delivery.attempts += 1
    later = not_before(now + dt.timedelta(minutes=wait), is_urgent=delivery.message.is_urgent)
    delivery.next_at = later
    delivery.save(update_fields=["attempts", "next_at"])
    return delivery


def deliver(delivery: Delivery) -> bool:
    """Send it by its channel and record what came of it; whether it has arrived."""
    try:
        waits_for_receipt = send(delivery)
    except Never as reason:
        log_failure(delivery, reason)
        give_up(delivery, str(reason))
    except (NotNow, OSError) as reason:  # OSError: mail servers that are away
        if delivery.attempts > len(WAITS):
            log_failure(delivery, reason)
            give_up(delivery, str(reason))
        else:
            Delivery.objects.filter(pk=delivery.pk).update(error=str(reason)[:200])
    else:
        with transaction.atomic():
            (mark_sent if waits_for_receipt else mark_told)(delivery)
        return not waits_for_receipt
    return False


def log_failure(delivery: Delivery, reason: Exception) -> None:
    logger.warning("A message of the kind %s was not delivered: %s", delivery.message.kind, reason)


def mark_sent(delivery: Delivery) -> None:
    """The provider has it. Its receipt may even have come before this."""
    until = timezone.now() + RECEIPT_WITHIN
    waiting = Delivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.WAITING)
    waiting.update(status=DeliveryStatus.SENT, next_at=until, error="")


def send(delivery: Delivery) -> bool:
    """Hand it over. True where the provider says later whether it arrived."""
    message = delivery.message
    if delivery.channel == Channel.MAIL:
        send_mail(message)
        return False
    sms = provider()
    if sms is None:
        raise Never("no provider is configured any more")
    sms.send(
        Text(
            reference=str(message.pk),
            community_id=message.community_id,
            phone=message.phone,
            kind=message.kind,
            language=message.language,
            variables=message.variables,
            text=message.text,
        )
    )
    return sms.confirms


def send_mail(message: Message) -> None:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    headers = {"Message-ID": f"<{message.pk}@{domain}>"}
    EmailMessage(message.subject, message.text, to=[message.email], headers=headers).send()
