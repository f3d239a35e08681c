"""Notices of works: what, when, where. On the calendar, above pages while it lasts, and gone by itself."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.blocks import PHONE_VALIDATOR
from portal.communities.models import Building
from portal.names import NamesField
from portal.plugins.choices import Severity
from portal.renovation.models.project import RenovationProject


class WorksNotice(models.Model):
    """Water off, noise, scaffolding. `days_before` says how long before its start it stands above pages."""

    project = models.ForeignKey(
        RenovationProject, on_delete=models.CASCADE, related_name="works", verbose_name=_("project")
    )
    titles = NamesField(_("what"), max_length=100, help_text=_("In a few words: Water off."))
    texts = NamesField(_("what it means for residents"), blank=True, multiline=True, max_length=1000)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.WARN)
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"), db_index=True)
    days_before = models.PositiveSmallIntegerField(
        _("days of warning"),
        default=1,
        validators=[MaxValueValidator(14)],
        help_text=_("So many days before it starts it stands above all pages of the community."),
    )
    buildings = models.ManyToManyField(
        Building, related_name="+", blank=True, verbose_name=_("buildings"), help_text=_("None: all of the project.")
    )
    contact = NamesField(_("who to ask"), blank=True, max_length=100)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[PHONE_VALIDATOR])
    is_cancelled = models.BooleanField(
        _("called off"), default=False, help_text=_("It stays to be seen, struck out, until its end.")
    )
    published_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("starts", "pk")
        verbose_name = _("works notice")
        verbose_name_plural = _("works notices")
        constraints = [
            models.CheckConstraint(
                name="works_notice_ends_after_start",
                condition=models.Q(ends__gt=models.F("starts")),
                violation_error_message=_("It ends before it starts."),
            ),
            models.CheckConstraint(name="works_notice_severity_is_known", condition=models.Q(severity__in=Severity)),
        ]

    def __str__(self) -> str:
        return str(self.titles)

    def clean(self) -> None:
        super().clean()
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": _("It ends before it starts.")})

    @property
    def is_over(self) -> bool:
        return self.ends <= timezone.now()

    @property
    def warns_from(self) -> dt.datetime:
        return self.starts - dt.timedelta(days=self.days_before)
