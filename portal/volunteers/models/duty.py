"""Duties of a team, their shifts, and who has taken one."""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.communities.models import Venue
from portal.names import NamesField
from portal.participation.models import Places
from portal.volunteers.choices import Repeats
from portal.volunteers.fields import WeekdaysField
from portal.volunteers.models.member import Member
from portal.volunteers.models.team import Team
from portal.volunteers.querysets import ShiftQuerySet


class Duty(models.Model):
    """What is to be done, and when. Its shifts are rows of their own, made by `portal.volunteers.duties`."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="duties", verbose_name=_("team"))
    names = NamesField(_("what is to be done"), max_length=120)
    notes = NamesField(_("what to know"), max_length=500, blank=True, multiline=True)
    venue = models.ForeignKey(
        Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    place = NamesField(_("meeting point"), max_length=200, blank=True)
    first_day = models.DateField(_("first day"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"), help_text=_("Earlier than the beginning: on the next day."))
    repeats = models.CharField(_("how often"), max_length=10, choices=Repeats, default=Repeats.ONCE)
    weekdays = WeekdaysField(_("on"), blank=True, help_text=_("Nothing ticked: the weekday of the first day."))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("people needed"), default=2)
    hours_before = models.PositiveSmallIntegerField(
        _("hours before"), default=2, help_text=_("Until when a shift can be taken and given back.")
    )
    is_cancelled = models.BooleanField(_("cancelled"), default=False)

    class Meta:
        ordering = ("first_day", "starts_at", "pk")
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.CheckConstraint(condition=Q(repeats__in=Repeats.values), name="duty_repeats_is_known"),
            models.CheckConstraint(condition=Q(places__gt=0), name="duty_needs_somebody"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")), name="duty_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(repeats=Repeats.BLOCK) | Q(last_day__isnull=False), name="duty_block_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return str(self.names)

    def clean(self) -> None:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("This is before the first day.")})
        if self.repeats == Repeats.BLOCK and not self.last_day:
            raise ValidationError({"last_day": _("Several days that belong together have a last one.")})
        if self.starts_at and self.starts_at == self.ends_at:
            raise ValidationError({"ends_at": _("It ends when it begins.")})

    @property
    def on_weekdays(self) -> list[int]:
        """0 is Monday."""
        return list(self.weekdays) or [self.first_day.weekday()]

    @property
    def uid(self) -> str:
        """In calendars."""
        return f"duty-{self.pk}"

    @property
    def is_public(self) -> bool:
        return not self.is_cancelled

    def span_on(self, day: dt.date) -> tuple[dt.datetime, dt.datetime]:
        """Beginning and end of what begins on this day."""
        zone = timezone.get_default_timezone()
        starts = dt.datetime.combine(day, self.starts_at, zone)
        end_day = day if self.ends_at > self.starts_at else day + dt.timedelta(days=1)
        return starts, dt.datetime.combine(end_day, self.ends_at, zone)

    @property
    def block_days(self) -> list[dt.date]:
        """Of several days that belong together: those, on the weekdays that are ticked if any are."""
        if self.repeats != Repeats.BLOCK or self.last_day is None:
            return [self.first_day]
        days = [self.first_day + dt.timedelta(days=n) for n in range((self.last_day - self.first_day).days + 1)]
        return [day for day in days if not self.weekdays or day.weekday() in self.weekdays] or [self.first_day]


class Shift(Places):
    """A time for which people are needed. Of a duty on several days that belong together there is one, over all."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="shifts", verbose_name=_("duty"))
    starts = models.DateTimeField(_("begins"), db_index=True)
    ends = models.DateTimeField(_("ends"), db_index=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)

    objects: ClassVar[Any] = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ("starts", "places_ptr")
        default_permissions = ()
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        constraints = [
            models.UniqueConstraint(fields=("duty", "starts"), name="shift_begins_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="shift_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {timezone.localtime(self.starts):%Y-%m-%d %H:%M}"

    @property
    def closes_at(self) -> dt.datetime:
        """Until then it can be taken and given back."""
        return self.starts - dt.timedelta(hours=self.duty.hours_before)

    def is_open(self, now: dt.datetime | None = None) -> bool:
        return not (self.is_cancelled or self.duty.is_cancelled) and (now or timezone.now()) < self.closes_at

    @property
    def usual_minutes(self) -> int:
        """What somebody who came to all of it is credited with."""
        days = self.duty.block_days
        starts, ends = self.duty.span_on(days[0])
        return int((ends - starts).total_seconds() // 60) * len(days)


class Claim(models.Model):
    """Somebody has taken a shift; given back, the row is gone. Hours are records of their own."""

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="claims", verbose_name=_("shift"))
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="claims", verbose_name=_("volunteer"))
    at = models.DateTimeField(_("taken at"), auto_now_add=True)
    has_come = models.BooleanField(_("has come"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ("shift__starts", "pk")
        default_permissions = ()
        verbose_name = _("shift taken")
        verbose_name_plural = _("shifts taken")
        constraints = [models.UniqueConstraint(fields=("shift", "member"), name="claim_once_a_member")]

    def __str__(self) -> str:
        return f"{self.shift} · {self.member}"
