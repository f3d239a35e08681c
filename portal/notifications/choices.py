from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Ways to reach somebody, in the order in which they are tried."""

    SMS = "sms", _("Text message")
    MAIL = "mail", _("Mail")
    CALL = "call", _("Phone call")


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    #: The provider has it and will say whether it arrived.
    SENT = "sent", _("Sent, not confirmed yet")
    DONE = "done", _("Delivered")
    FAILED = "failed", _("Not delivered")
    CANCELLED = "cancelled", _("No longer needed")


class CallOutcome(models.TextChoices):
    TOLD = "told", _("Told")
    NOT_REACHED = "not_reached", _("Not reached")
