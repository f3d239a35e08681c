from django.db import models
from django.utils.translation import gettext_lazy as _

#: What search calls teams: as guides on volunteering are called, so that residents find both under one filter.
SEARCH_KIND = "volunteer"


class MemberStatus(models.TextChoices):
    ASKED = "asked", _("Asked to join")
    QUESTION = "question", _("Waiting for an answer")
    ACTIVE = "active", _("Member")
    DECLINED = "declined", _("Declined")
    LEFT = "left", _("Has left")


class Repeats(models.TextChoices):
    ONCE = "once", _("Once")
    WEEKLY = "weekly", _("Every week: each day is a shift of its own")
    BLOCK = "block", _("Several days that belong together: one shift")


class VisitOutcome(models.TextChoices):
    """How a visit to somebody who lives alone ended."""

    SEEN_WELL = "seen_well", _("Seen, and well")
    NEEDS = "needs", _("Seen, and needs something")
    NO_ANSWER = "no_answer", _("No answer")
