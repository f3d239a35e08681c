"""Telling people. Everything here is rows, written in the caller's transaction; the worker delivers after commit."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.communities.models import Community
from portal.notifications import signals
from portal.notifications.choices import CallOutcome, Channel, DeliveryStatus
from portal.notifications.kinds import kinds
from portal.notifications.models import CallAttempt, Delivery, Message
from portal.notifications.phones import normal_phone
from portal.notifications.quiet import not_before
from portal.notifications.sms import provider
from portal.notifications.tasks import deliver


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to tell. One of phone and mail is enough; `language` is a code of LANGUAGES."""

    name: str
    phone: str = ""
    email: str = ""
    language: str = "zh-hans"


@transaction.atomic
def tell(
    kind: str,
    *,
    to: Recipient,
    community: Community,
    about: str,
    key: str,
    variables: Mapping[str, Any] | None = None,
) -> Message:
    """Have somebody told. Call it in the transaction that does what is told; the same `key` again tells nobody twice.

    The first channel that takes it is tried: text message, mail, and else the community's call list. KeyError for an
    unknown kind or a missing variable.
    """
    known = Message.objects.filter(key=key).first()
    if known:
        return known
    declared = kinds()[kind]
    subject, text = declared.render(variables or {}, to.language)
    valid_until = timezone.now() + declared.valid_for if declared.valid_for else None
    values = {
        "community": community,
        "kind": kind,
        "about": about,
        "name": to.name,
        "phone": normal_phone(to.phone),
        "email": to.email,
        "language": to.language,
        "subject": subject,
        "text": text,
        "variables": declared.short(variables or {}),
        "is_urgent": declared.is_urgent,
        "valid_until": valid_until,
    }
    message, is_new = Message.objects.get_or_create(key=key, defaults=values)
    if not is_new:  # somebody else told it just now
        return message
    use_next_channel(message)
    transaction.on_commit(deliver.enqueue)
    return message


def use_next_channel(message: Message) -> Delivery | None:
    """The next way to reach somebody that was not tried yet; a call, in the end. None where no way is left."""
    tried = set(message.deliveries.values_list("channel", flat=True))
    to = Recipient(message.name, message.phone, message.email, message.language)
    channel = next((channel for channel in Channel if channel not in tried and _takes(channel, message.kind, to)), None)
    if channel is None:
        return None
    at = not_before(timezone.now(), is_urgent=message.is_urgent)
    return Delivery.objects.create(message=message, channel=channel, next_at=at)


def can_reach(kind: str, to: Recipient) -> bool:
    """Whether a text or a mail of this kind would go out to them; the call list takes everybody."""
    return any(_takes(channel, kind, to) for channel in (Channel.SMS, Channel.MAIL))


def _takes(channel: Channel, kind: str, to: Recipient) -> bool:
    if channel == Channel.SMS:
        sms = provider()
        return sms is not None and bool(to.phone) and sms.takes(phone=to.phone, kind=kind, language=to.language)
    return kinds()[kind].is_called if channel == Channel.CALL else bool(to.email)


def mark_told(delivery: Delivery) -> None:
    """A delivery arrived; for the worker and the call list, inside their transaction. Nobody is told it again."""
    delivery.status, delivery.done_at, delivery.error = DeliveryStatus.DONE, timezone.now(), ""
    delivery.save()
    message = delivery.message
    message.deliveries.filter(status=DeliveryStatus.WAITING).update(status=DeliveryStatus.CANCELLED)
    if message.told_at is None:
        message.told_at, message.told_by = delivery.done_at, delivery.channel
        message.save(update_fields=["told_at", "told_by"])
        signals.told.send(sender=Message, message=message)


@transaction.atomic
def record_call(delivery: Delivery, outcome: CallOutcome, *, by: User, note: str = "") -> CallAttempt:
    """A worker rang somebody of the call list. Whoever was not reached stays on it, behind the others."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("message").get(pk=delivery.pk)
    if delivery.channel != Channel.CALL or delivery.status != DeliveryStatus.WAITING:
        raise ValidationError(_("Somebody else has settled this call already."))
    call = CallAttempt.objects.create(delivery=delivery, outcome=outcome, note=note, by=by)
    delivery.attempts += 1
    if outcome == CallOutcome.TOLD:
        mark_told(delivery)
    else:
        delivery.next_at = timezone.now()
        delivery.save()
    return call


@transaction.atomic
def give_up(delivery: Delivery, reason: str) -> None:
    """This channel does not reach them: the next one has to."""
    delivery.status, delivery.error = DeliveryStatus.FAILED, reason[:200]
    delivery.save()
    if delivery.message.told_at is None:
        use_next_channel(delivery.message)


@transaction.atomic
def record_receipt(reference: str, *, has_arrived: bool, reason: str = "") -> bool:
    """What a provider says of a text later. False if it is no text that waits for that; said twice, it counts once."""
    try:
        key = UUID(reference)
    except ValueError:  # none of ours
        return False
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("message")
    delivery = rows.filter(message=key, channel=Channel.SMS, status=DeliveryStatus.SENT).first()
    if delivery is None:
        return False
    if has_arrived:
        mark_told(delivery)
    else:
        give_up(delivery, reason or "the provider could not deliver it")
    return True


@dataclass(frozen=True, slots=True)
class Telling:
    """How far somebody was told. `told_at` is when a text or mail arrived, or a call reached them: by `told_by`."""

    told_at: dt.datetime | None
    told_by: str
    is_on_call_list: bool


def telling(*, key: str) -> Telling | None:
    """Of the message that was told with this key; None where there is none. One query."""
    calls = Delivery.objects.filter(message=OuterRef("pk"), channel=Channel.CALL, status=DeliveryStatus.WAITING)
    rows = Message.objects.filter(key=key).annotate(is_on_call_list=Exists(calls))
    row = rows.values_list("told_at", "told_by", "is_on_call_list").first()
    return Telling(*row) if row else None


@transaction.atomic
def take_back(*, about: str, kind: str = "") -> int:
    """What was to be told of this, or of it the messages of one kind, is no longer true: nobody is told it from now
    on. How many messages that were."""
    waiting = Delivery.objects.filter(message__about=about, status=DeliveryStatus.WAITING)
    if kind:
        waiting = waiting.filter(message__kind=kind)
    return waiting.update(status=DeliveryStatus.CANCELLED)
