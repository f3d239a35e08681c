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


class LateAfter(models.IntegerChoices):
    """Minutes past the beginning; few, so that the database can tell who is late."""

    FIVE = 5, _("5 minutes")
    TEN = 10, _("10 minutes")
    FIFTEEN = 15, _("15 minutes")
    TWENTY = 20, _("20 minutes")
    THIRTY = 30, _("30 minutes")
    SIXTY = 60, _("an hour")


class DayState(StrEnum):
    """Of a child on a day of its class."""

    EXPECTED = "expected"
    ABSENT = "absent"
    THERE = "there"
    LEFT = "left"


class AbsenceSaid(models.TextChoices):
    PAGE = "page", _("the family, on its page")
    STAFF = "staff", _("the family, to staff")


class LeftWith(models.TextChoices):
    """Who takes a child home from a care group."""

    GUARDIAN = "guardian", _("The guardian")
    LISTED = "listed", _("Somebody the guardian named")
    ALONE = "alone", _("Goes home alone, as the guardian allowed")
    OTHER = "other", _("Somebody else, for a reason")


class CallResult(models.TextChoices):
    COMES = "comes", _("Reached: the child comes later")
    ABSENT = "absent", _("Reached: the child does not come today")
    NOBODY = "nobody", _("Nobody answered")


class Decision(models.TextChoices):
    """What became of a proposed message; empty while it waits for staff."""

    SENT = "sent", _("Sent to families")
    LEFT = "left", _("Not sent")
    GONE = "gone", _("Changed back")


class ConfirmedBy(models.TextChoices):
    """How it is known that a family lives where it says; empty while it is not."""

    WORKER = "worker", _("By a worker")
    CODE = "code", _("By the household’s code")
