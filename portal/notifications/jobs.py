"""Timed work: deliver what a crash left behind, forget who was told."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.notifications.choices import DeliveryStatus
from portal.notifications.models import CallAttempt, Delivery, Message, OutboxText
from portal.notifications.worker import deliver_due
from portal.operations.due import register_due_job

DAILY = dt.timedelta(days=1)
#: How long a message that has arrived, or is no longer needed, says to whom and what.
KEPT = dt.timedelta(days=30)
#: Nobody is told anything after this, on the call list or kept back because a plugin is off.
TOO_OLD = dt.timedelta(days=90)
NOBODY = {"name": "", "phone": "", "email": "", "subject": "", "text": "", "variables": {}}


def register_jobs() -> None:
    register_due_job("notifications.deliver", deliver_due)
    register_due_job("notifications.erase", erase_old, every=DAILY)


def erase_old() -> int:
    """Erase persons from messages nobody waits for any more; the record that somebody was told stays."""
    now = timezone.now()
    waiting = Delivery.objects.filter(status__in=[DeliveryStatus.WAITING, DeliveryStatus.SENT])
    old_ones = waiting.filter(message__created_at__lt=now - TOO_OLD)
    old_ones.update(status=DeliveryStatus.CANCELLED, error="too old")
    over = Q(created_at__lt=now - KEPT) & (Q(told_at=None) | Q(told_at__lt=now - KEPT))
    due = Message.objects.filter(over | Q(valid_until__lt=now), erased_at=None)
    due = due.exclude(pk__in=waiting.values("message"))
    OutboxText.objects.filter(sent_at__lt=now - KEPT).delete()
    CallAttempt.objects.filter(delivery__message__in=due).update(note="")
    return erase(due)


def erase(messages: models.QuerySet[Message]) -> int:
    """Whom they were to and what they said."""
    return messages.update(**NOBODY, erased_at=timezone.now())
