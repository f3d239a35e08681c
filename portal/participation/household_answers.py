"""What answers of households have in common. Rooms and plugins derive their own model from it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.communities.models import Household
from portal.participation.household_choices import AnswerChannel


def paper_says_why() -> models.Q:
    """What is entered for a household says by whom and why; nothing else does."""
    is_paper = models.Q(channel=AnswerChannel.PAPER)
    return (is_paper & ~models.Q(entered_why="")) | (~is_paper & models.Q(entered_why="", entered_by=None))


def open_has_no_household() -> models.Q:
    is_open = models.Q(channel=AnswerChannel.OPEN)
    return (is_open & models.Q(household=None)) | (~is_open & models.Q(household__isnull=False))


class HouseholdAnswer(models.Model):
    """One household's answer, or (`household` None) an open one, which is advice and counted apart.

    The deriving model adds what is answered to, and a `UniqueConstraint` over that and `household`; its `Meta` extends
    this one's and repeats `HouseholdAnswer.Meta.constraints`. `entered_by` is emptied when that account is deleted.
    """

    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("household")
    )
    channel = models.CharField(_("how it came in"), max_length=10, choices=AnswerChannel)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_why = models.CharField(_("why it was entered by staff"), max_length=200, blank=True)
    token = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    answered_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="%(class)s_channel_is_known", condition=models.Q(channel__in=AnswerChannel.values)
            ),
            models.CheckConstraint(name="%(class)s_paper_says_why", condition=paper_says_why()),
            models.CheckConstraint(name="%(class)s_open_has_no_household", condition=open_has_no_household()),
        ]
