"""The fault line of an elevator in use: reported, seen to, mended; everybody can follow."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plugins.api import NamesField
from portal.plugins.bundled.elevator_consultations.models.case import Case


class Fault(models.Model):
    """`what` is as it was reported and shown to staff only; `notes` is what everybody reads."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="faults")
    what = models.CharField(_("what is wrong"), max_length=300)
    once = models.UUIDField(unique=True, null=True, editable=False)
    reported_at = models.DateTimeField(pgettext_lazy("elevator case", "reported at"), default=timezone.now)
    seen_at = models.DateTimeField(_("seen to at"), null=True, blank=True)
    mended_at = models.DateTimeField(_("mended at"), null=True, blank=True)
    notes = NamesField(_("what was found and done"), blank=True, multiline=True, max_length=500)

    class Meta:
        ordering = ("-reported_at", "-pk")
        default_permissions = ()
        verbose_name = _("fault of an elevator")
        verbose_name_plural = _("faults of an elevator")
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at=None) | Q(seen_at__gte=F("reported_at")), name="elevator_fault_seen_later"
            ),
            models.CheckConstraint(
                condition=Q(mended_at=None) | Q(seen_at__isnull=False, mended_at__gte=F("seen_at")),
                name="elevator_fault_mended_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reported_at:%Y-%m-%d %H:%M}"
