"""What the State Council and the education bureau announce: holidays, make-up working days, school terms."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.hours.choices import HolidayKind, SchoolScope
from portal.names import NamesField


class HolidayYear(models.Model):
    """A year whose holidays are announced. Dates of other years are unknown (see `portal.hours.calendar`)."""

    year = models.PositiveSmallIntegerField(
        _("year"),
        primary_key=True,
        validators=[MinValueValidator(1949), MaxValueValidator(2200)],
        help_text=_("Enter it only once its holidays are announced: other days then count as ordinary ones."),
    )
    source = models.TextField(_("announcement"), blank=True, help_text=_("Addresses of the notices, one a line."))
    imported_at = models.DateTimeField(_("entered"), auto_now=True)

    class Meta:
        ordering = ("-year",)
        verbose_name = _("year of holidays")
        verbose_name_plural = _("years of holidays")

    def __str__(self) -> str:
        return str(self.year)


class Holiday(models.Model):
    """A day off, or a weekend day worked instead. The notice for a year may reach into December before it."""

    date = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=HolidayKind, default=HolidayKind.OFF)
    names = NamesField(_("name"), max_length=100)
    notice = models.ForeignKey(
        HolidayYear, on_delete=models.CASCADE, related_name="days", verbose_name=_("announced for the year")
    )

    class Meta:
        ordering = ("-date",)
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            models.CheckConstraint(
                name="holiday_kind_is_known", condition=models.Q(kind__in=[kind.value for kind in HolidayKind])
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.names}"


class SchoolTerm(models.Model):
    """`starts` and `ends` are both days of the term."""

    key = models.SlugField(_("key"), max_length=50, unique=True, help_text=_("Names the term in import files."))
    names = NamesField(_("name"), max_length=100)
    scope = models.CharField(_("schools"), max_length=20, choices=SchoolScope, default=SchoolScope.ALL)
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))

    class Meta:
        ordering = ("-starts", "scope")
        verbose_name = _("school term")
        verbose_name_plural = _("school terms")
        constraints = [
            models.CheckConstraint(
                name="school_term_ends_after_start",
                condition=models.Q(ends__gte=models.F("starts")),
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return str(self.names)

    def clean(self) -> None:
        if self.starts and self.ends and (self.ends - self.starts).days > 366:
            raise ValidationError({"ends": _("A term is shorter than a year.")})
