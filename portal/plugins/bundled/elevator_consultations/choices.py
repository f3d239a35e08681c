"""The words of a case. The rules behind them stand in `stages` and `tally`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AreaSource(models.TextChoices):
    """Where a unit's area comes from; the first is what the law counts by."""

    REGISTER = "register", _("Property register")
    SURVEY = "survey", _("Official survey")
    CONTRACT = "contract", _("Purchase contract")


class Stage(models.TextChoices):
    """In their order; a case that is stopped stands beside it."""

    SURVEY = "survey", pgettext_lazy("elevator case", "Intention survey")
    DESIGN = "design", pgettext_lazy("elevator case", "Design")
    CONSENT = "consent", pgettext_lazy("elevator case", "Owners’ consent")
    NOTICE = "notice", pgettext_lazy("elevator case", "Public notice")
    OBJECTIONS = "objections", pgettext_lazy("elevator case", "Objections answered")
    REVIEW = "review", pgettext_lazy("elevator case", "Joint review and permit")
    CONSTRUCTION = "construction", pgettext_lazy("elevator case", "Construction")
    ACCEPTANCE = "acceptance", pgettext_lazy("elevator case", "Inspection and acceptance")
    IN_USE = "in_use", pgettext_lazy("elevator case", "In use")
    STOPPED = "stopped", pgettext_lazy("elevator case", "Stopped")


class QuestionKind(models.TextChoices):
    SURVEY = "survey", _("Intention survey")
    CONSENT = "consent", _("Consent of the owners")


class Voice(models.TextChoices):
    AGREE = "agree", pgettext_lazy("voice of a household", "Agree")
    OBJECT = "object", pgettext_lazy("voice of a household", "Object")
    ABSTAIN = "abstain", pgettext_lazy("voice of a household", "Abstain")


class Signer(models.TextChoices):
    OWNER = "owner", _("The owner")
    PROXY = "proxy", _("Somebody with the owner’s written authority")


class DoorResult(models.TextChoices):
    """What came of knocking at a door; no names, no words."""

    NOBODY = "nobody", _("Nobody there")
    TALKED = "talked", _("Talked with them, will answer")
    LETTER = "letter", _("Gave them the letter again")
    EMPTY = "empty", _("Nobody lives there")
    NOT_ASKED = "not_asked", _("Does not want to be asked again")


class SharedBy(models.TextChoices):
    """How a cost plan divides what is left after subsidies."""

    FLOOR = "floor", _("By floor, with coefficients")
    AREA = "area", _("By area")


class DocumentKind(models.TextChoices):
    DRAWING = "drawing", _("Drawing")
    AGREEMENT = "agreement", _("Agreement")
    PERMIT = "permit", _("Permit")
    ACCEPTANCE = "acceptance", _("Certificate of acceptance")
    OTHER = "other", _("Other document")


class Outcome(models.TextChoices):
    """Of an objection that was answered."""

    OPEN = "open", pgettext_lazy("objection", "Still open")
    SETTLED = "settled", pgettext_lazy("objection", "Settled")
    WITHDRAWN = "withdrawn", pgettext_lazy("objection", "Taken back")
    UPHELD = "upheld", pgettext_lazy("objection", "Upheld: the plan is changed")
    REFUSED = "refused", pgettext_lazy("objection", "Answered, not agreed")


class RecordKind(models.TextChoices):
    """What a row of the chain is about."""

    UNIT = "unit", pgettext_lazy("elevator case", "Register")
    QUESTION = "question", pgettext_lazy("elevator case", "Question")
    ANSWER = "answer", pgettext_lazy("elevator case", "Answer")
    STAGE = "stage", _("Stage")
    NOTICE = "notice", _("Public notice")
    OBJECTION = "objection", _("Objection")
