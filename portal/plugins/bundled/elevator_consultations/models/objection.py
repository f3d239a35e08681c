"""The ledger of objections: what was said, what was answered, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plugins.api import EncryptedTextField, NamesField
from portal.plugins.bundled.elevator_consultations.choices import Outcome
from portal.plugins.bundled.elevator_consultations.models.case import Case
from portal.plugins.bundled.elevator_consultations.models.register import Unit


class Objection(models.Model):
    """`text` is the household's own words: sealed, for itself and those who work on the case. `topic` and `answers`
    may be read by everybody, so they name no household. No stage is left while `answered_at` is empty."""

    changes_pages = True

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="objections")
    unit = models.ForeignKey(Unit, on_delete=models.RESTRICT, null=True, blank=True, related_name="objections")
    number = models.PositiveIntegerField(_("number"))
    text = EncryptedTextField(_("objection"), max_length=3000)
    topic = NamesField(_("what it is about, for everybody"), blank=True, max_length=200)
    is_on_paper = models.BooleanField(_("came in on paper"), default=False)
    once = models.UUIDField(unique=True, null=True, editable=False)
    raised_at = models.DateTimeField(_("raised at"), default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answers = NamesField(_("answer, for everybody"), blank=True, multiline=True, max_length=3000)
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN)
    settled_at = models.DateTimeField(_("outcome since"), null=True, editable=False)

    class Meta:
        ordering = ("case_id", "number")
        default_permissions = ()
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.UniqueConstraint(fields=("case", "number"), name="elevator_objection_number_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="elevator_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(answered_at=None) | ~Q(answers={}), name="elevator_answered_objection_has_answer"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[Outcome.OPEN, Outcome.WITHDRAWN]) | Q(answered_at__isnull=False),
                name="elevator_outcome_follows_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.number}"


class MediationStep(models.Model):
    """A talk about an objection, as the household and staff read it."""

    changes_pages = False

    objection = models.ForeignKey(Objection, on_delete=models.CASCADE, related_name="steps")
    on = models.DateField(pgettext_lazy("elevator case", "on"))
    what = EncryptedTextField(_("what was talked about, and who was there"), max_length=1000)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("on", "pk")
        default_permissions = ()
        verbose_name = _("step of mediation")
        verbose_name_plural = _("steps of mediation")

    def __str__(self) -> str:
        return f"{self.objection_id} {self.on}"
