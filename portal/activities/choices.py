from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.recurrence import State


class OccurrenceState(models.TextChoices):
    ON = State.ON.value, _("takes place")
    TENTATIVE = State.TENTATIVE.value, _("holidays not announced yet")
    CANCELLED = State.CANCELLED.value, _("cancelled")


class Effect(models.TextChoices):
    """What an announcement of holidays or terms did to a date."""

    DROPPED = "dropped", _("dropped")
    ADDED = "added", _("added")
