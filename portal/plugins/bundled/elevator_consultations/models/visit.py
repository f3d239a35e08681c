"""Knocking at the doors of those who have not answered."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plugins.bundled.elevator_consultations.choices import DoorResult
from portal.plugins.bundled.elevator_consultations.models.question import Question
from portal.plugins.bundled.elevator_consultations.models.register import Unit


class DoorVisit(models.Model):
    """When, by whom, with what result; nothing of who opened."""

    changes_pages = False

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="visits")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="visits")
    visited_at = models.DateTimeField(_("when"), default=timezone.now)
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("elevator case", "by"),
    )
    result = models.CharField(_("result"), max_length=10, choices=DoorResult)
    once = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        ordering = ("-visited_at", "-pk")
        default_permissions = ()
        verbose_name = _("visit at a door")
        verbose_name_plural = _("visits at doors")
        constraints = [
            models.CheckConstraint(condition=models.Q(result__in=DoorResult.values), name="elevator_door_result_known")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.visited_at:%Y-%m-%d}"
