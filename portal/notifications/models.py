"""Messages to people and how they get there. Written by `portal.notifications.actions` and the worker only."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.communities.models import Community
from portal.notifications.choices import CallOutcome, Channel, DeliveryStatus
from portal.notifications.querysets import DeliveryQuerySet


class Message(models.Model):
    """Something somebody has to be told, in the words they are told it in.

    Written in the transaction of what it tells of. `key` makes telling twice harmless; `about` is what it tells of
    (`"activities.claim:12"`), so that it can be taken back. Name, phone, mail and words are erased a month after it
    arrived; the row stays as the record that somebody was told.
    """

    changes_pages = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", verbose_name=_("community"))
    kind = models.CharField(_("kind"), max_length=80)
    key = models.CharField(max_length=160, unique=True)
    about = models.CharField(max_length=120, db_index=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("mail"), blank=True)
    language = models.CharField(_("language"), max_length=12)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    variables = models.JSONField(default=dict)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    valid_until = models.DateTimeField(_("of use until"), null=True, blank=True)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)
    told_by = models.CharField(_("told by"), max_length=10, choices=Channel, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return f"{self.kind} ({self.created_at:%Y-%m-%d})"


class Delivery(models.Model):
    """One channel's try to deliver a message; on the call list while `channel` is a call that waits."""

    changes_pages = False

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    status = models.CharField(_("status"), max_length=10, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    error = models.CharField(_("why not"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ("next_at", "pk")
        default_permissions = ()
        verbose_name = _("call to make")
        verbose_name_plural = _("call list")
        constraints = [
            models.UniqueConstraint(fields=("message", "channel"), name="delivery_once_a_channel"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="delivery_channel_is_known"),
            models.CheckConstraint(condition=Q(status__in=DeliveryStatus.values), name="delivery_status_is_known"),
            models.CheckConstraint(
                condition=Q(status=DeliveryStatus.DONE, done_at__isnull=False)
                | (~Q(status=DeliveryStatus.DONE) & Q(done_at__isnull=True)),
                name="delivery_done_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=("status", "channel", "next_at"), name="delivery_waiting")]

    def __str__(self) -> str:
        return f"{self.message.name} {self.message.phone}".strip() or str(self.message)


class CallAttempt(models.Model):
    """A worker rang: who, when, and how it went."""

    changes_pages = False

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="calls")
    outcome = models.CharField(_("outcome"), max_length=12, choices=CallOutcome)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ("at",)
        default_permissions = ()
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=CallOutcome.values), name="call_outcome_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d %H:%M}"


class OutboxText(models.Model):
    """A text message of the demo and of tests, shown on a screen instead of being sent."""

    changes_pages = False

    reference = models.CharField(max_length=40, unique=True)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", verbose_name=_("community"))
    phone = models.CharField(_("phone"), max_length=30)
    text = models.TextField(_("text"))
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    class Meta:
        ordering = ("-sent_at", "-pk")
        default_permissions = ()
        verbose_name = _("text message")
        verbose_name_plural = _("text messages (not really sent)")

    def __str__(self) -> str:
        return f"{self.phone} {self.sent_at:%Y-%m-%d %H:%M}"
