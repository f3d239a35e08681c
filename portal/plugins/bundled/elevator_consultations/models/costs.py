"""What it costs and who pays what share."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import NamesField
from portal.plugins.bundled.elevator_consultations.choices import SharedBy
from portal.plugins.bundled.elevator_consultations.models.case import Case


class CostPlan(models.Model):
    """One of the scenarios that stand side by side; amounts in cents (fen). `coefficients` is {floor: coefficient as a
    decimal text}, floors that are not named pay what the highest named one below pays."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="cost_plans")
    names = NamesField(_("name of the plan"), max_length=100)
    total = models.PositiveBigIntegerField(_("total"))
    subsidies = models.PositiveBigIntegerField(_("subsidies"), default=0)
    subsidies_note = NamesField(_("where subsidies come from"), blank=True, max_length=200)
    shared_by = models.CharField(_("shared"), max_length=10, choices=SharedBy, default=SharedBy.FLOOR)
    coefficients = models.JSONField(_("coefficients by floor"), default=dict, blank=True)
    is_chosen = models.BooleanField(_("is the plan that owners agree to"), default=False)

    class Meta:
        ordering = ("case_id", "pk")
        default_permissions = ()
        verbose_name = _("cost plan")
        verbose_name_plural = _("cost plans")
        constraints = [
            models.CheckConstraint(condition=Q(subsidies__lte=F("total")), name="elevator_subsidies_within_total"),
            models.UniqueConstraint(fields=("case",), condition=Q(is_chosen=True), name="elevator_one_plan_chosen"),
        ]

    def __str__(self) -> str:
        return str(self.names)
