from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignUpFor(models.TextChoices):
    NOTHING = "nothing", _("No sign-up: people just come")
    COURSE = "course", _("The whole course")
    SESSIONS = "sessions", _("Single sessions")


class SeatsBy(models.TextChoices):
    FIRST = "first", _("First come, first served")
    DRAW = "draw", _("A draw after sign-up closes")


class Phase(StrEnum):
    """How signing up stands, in the order somebody asks."""

    CANCELLED = "cancelled"
    OVER = "over"
    JUST_COME = "just_come"
    BEFORE = "before"
    CLOSED = "closed"
    FULL = "full"
    OPEN = "open"


class Answer(models.TextChoices):
    """To an offer; empty while it is open."""

    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined by the family")
    KEPT = "kept", _("Declined, position kept")
    LATE = "late", _("No answer in time")
    GONE = "gone", _("Cancelled meanwhile")
