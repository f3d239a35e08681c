from django.db import models
from django.utils.translation import gettext_lazy as _

SEARCH_KIND = "renovation"


class Stage(models.TextChoices):
    """In their order; mending stands beside the last but one, after an acceptance that was refused."""

    ASKING = "asking", _("Asking residents what is needed")
    PLANNING = "planning", _("Plan and discussion")
    WORKS = "works", _("Works")
    ACCEPTANCE = "acceptance", _("Acceptance")
    MENDING = "mending", _("Mending after acceptance was refused")
    DONE = "done", _("Done")

    @property
    def badge(self) -> str:
        """The kind of its badge."""
        kinds = {Stage.WORKS: "warn", Stage.MENDING: "danger", Stage.DONE: "good"}
        return kinds.get(self, "info")


#: What residents see as the way of a project: mending is a part of acceptance.
WAY = (Stage.ASKING, Stage.PLANNING, Stage.WORKS, Stage.ACCEPTANCE, Stage.DONE)


class OpinionChannel(models.TextChoices):
    """How an opinion reached staff."""

    FACE_TO_FACE = "face", _("Face to face")
    GROUP = "group", _("In the compound’s chat group")
    MEETING = "meeting", _("At a meeting")
    PHONE = "phone", _("By telephone")
    LETTER = "letter", _("In writing")


class WishOutcome(models.TextChoices):
    """What became of something residents asked for."""

    OPEN = "open", _("Being looked into")
    PLANNED = "planned", _("In the plan")
    DONE = "done", _("Done")
    LATER = "later", _("Later")
    NOT_POSSIBLE = "no", _("Not possible")

    @property
    def badge(self) -> str:
        kinds = {WishOutcome.PLANNED: "info", WishOutcome.DONE: "good", WishOutcome.NOT_POSSIBLE: "warn"}
        return kinds.get(self, "neutral")


class RoundOutcome(models.TextChoices):
    """Of a round in which households say how satisfied they are."""

    ASKED = "asked", _("Being asked")
    REACHED = "reached", _("Line reached")
    BELOW = "below", _("Below the line")
