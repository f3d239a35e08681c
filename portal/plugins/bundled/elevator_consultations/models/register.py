"""Who is asked: the units of the building, by floor and registered area. No names."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import Household
from portal.plugins.bundled.elevator_consultations.choices import AreaSource
from portal.plugins.bundled.elevator_consultations.models.case import Case
from portal.plugins.bundled.elevator_consultations.querysets import UnitQuerySet


class Unit(models.Model):
    """A flat of a case. Units with the same `owner_mark` are one owner's, and so are all that are `is_undelivered`
    (Supreme People's Court, interpretation on differences of ownership, article 9). Several owners of one unit are one
    voice. A unit that is merged or removed keeps its row, with `removed_at`."""

    changes_pages = False

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="units")
    household = models.ForeignKey(Household, on_delete=models.RESTRICT, related_name="+", verbose_name=_("household"))
    area = models.DecimalField(
        _("registered area, m²"), max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    area_source = models.CharField(
        _("where the area comes from"), max_length=10, choices=AreaSource, default=AreaSource.REGISTER
    )
    owner_mark = models.PositiveIntegerField(
        _("owner’s mark"), null=True, blank=True, help_text=_("The same number for units of one owner; no name.")
    )
    is_undelivered = models.BooleanField(_("unsold or not handed over"), default=False)
    removed_at = models.DateTimeField(_("no longer counted since"), null=True, blank=True, editable=False)
    removed_why = models.CharField(_("why it is no longer counted"), max_length=200, blank=True, editable=False)

    objects: ClassVar[Any] = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("household__stairwell_id", "household__floor", "household__room", "pk")
        default_permissions = ()
        verbose_name = _("unit of a case")
        verbose_name_plural = _("units of a case")
        constraints = [
            models.UniqueConstraint(fields=("case", "household"), name="elevator_unit_once"),
            models.CheckConstraint(condition=Q(area__gt=0), name="elevator_unit_has_area"),
            models.CheckConstraint(condition=Q(area_source__in=AreaSource.values), name="elevator_area_source_known"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_why="") | Q(removed_at__isnull=False) & ~Q(removed_why=""),
                name="elevator_removed_unit_says_why",
            ),
            models.CheckConstraint(
                condition=Q(is_undelivered=False) | Q(owner_mark=None), name="elevator_undelivered_has_no_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.household}"
