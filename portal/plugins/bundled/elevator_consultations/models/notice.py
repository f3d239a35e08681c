"""Public notice: text, drawings and figures as they were posted, frozen."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import NamesField
from portal.plugins.bundled.elevator_consultations.models.case import Case


class PublicNotice(models.Model):
    """`frozen` is what the notice shows, `digest` its SHA-256 as canonical JSON. The period is calendar days in the
    city's time zone, both included. A change of the plan needs a new notice with a period of its own: the one before
    is `replaced_at`."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    number = models.PositiveSmallIntegerField(_("number"))
    texts = NamesField(_("text"), multiline=True, max_length=5000)
    frozen = models.JSONField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    chain_head = models.CharField(max_length=64, editable=False)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    posted_at = models.DateTimeField(_("posted at"), auto_now_add=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, editable=False)

    class Meta:
        ordering = ("case_id", "number")
        default_permissions = ()
        verbose_name = _("public notice of a case")
        verbose_name_plural = _("public notices of a case")
        constraints = [
            models.UniqueConstraint(fields=("case", "number"), name="elevator_notice_number_once"),
            models.UniqueConstraint(fields=("case",), condition=Q(replaced_at=None), name="elevator_one_notice_stands"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="elevator_notice_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.number}"
