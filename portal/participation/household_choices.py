from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerChannel(models.TextChoices):
    """How an answer came in. Only the first two are a household's own voice."""

    CODE = "code", _("By the letter’s code")
    PAPER = "paper", _("On paper, entered by staff")
    OPEN = "open", _("Openly, without a code")


class CodeProblem(models.TextChoices):
    """Why a code did not open anything; the labels are said to whoever typed it."""

    MISSPELT = (
        "misspelt",
        _("There is a typing mistake in the code. Please compare it with the letter: 12 letters and digits."),
    )
    UNKNOWN = "unknown", _("This code is not known here. Please check that the letter is from this community.")
    REPLACED = "replaced", _("This code was replaced by a newer letter. Please use the newest letter.")
    TOO_EARLY = "too_early", _("It has not begun yet. The letter says from when you can answer.")
    CLOSED = "closed", _("It is over: answers can no longer be given or changed.")
    TOO_MANY = "too_many", _("Many wrong codes came in just now. Please try again in an hour, or call us.")
