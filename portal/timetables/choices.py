from django.db import models
from django.utils.translation import gettext_lazy as _


class Repeats(models.TextChoices):
    """`RULE` is what an imported file said in words the form does not have."""

    NEVER = "never", _("Once")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month on the same date")
    MONTHLY_WEEKDAY = "monthly_weekday", _("Every month on the same weekday")
    YEARLY = "yearly", _("Every year")
    RULE = "rule", _("By the imported rule")


class Change(models.TextChoices):
    """What is different on a single date."""

    LEFT_OUT = "left_out", _("Not on this date")
    CANCELLED = "cancelled", _("Cancelled, and shown so")
    MOVED = "moved", _("Moved to another time")
    EXTRA = "extra", _("Also on this date")
