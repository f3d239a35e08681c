"""What a page says of when something takes place, for page types of any app or plugin: fields in plain words, from
which a schedule follows."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.recurrence import Occurrence
from portal.timetables.choices import Change, Repeats
from portal.timetables.days import known_days
from portal.timetables.plan import DateChange, Plan, PlanError, Schedule, schedule_of

NEXT = 10
#: The same in every language: an editor changes them on the page that is translated from.
TIMETABLE_FIELDS: tuple[str, ...] = (
    "starts_on",
    "start_time",
    "end_time",
    "ends_on",
    "repeats",
    "every",
    "weekdays",
    "until",
    "times",
    "rule",
    "not_on_holidays",
    "on_makeup_days",
    "in_term_only",
)


class Timetable(models.Model):
    """Its rows that differ stand in `changes`, a relation the page type adds: see `DateChangeRow`."""

    starts_on = models.DateField(_("first day"), null=True)
    start_time = models.TimeField(_("from"), null=True, blank=True, help_text=_("Empty: the whole day."))
    end_time = models.TimeField(_("to"), null=True, blank=True)
    ends_on = models.DateField(
        _("last day of one date"),
        null=True,
        blank=True,
        help_text=_("Only if one date goes on past midnight, or for several days."),
    )
    repeats = models.CharField(_("how often"), max_length=20, choices=Repeats, default=Repeats.NEVER)
    every = models.PositiveSmallIntegerField(
        _("every how many"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("2 for every second week, month ..."),
    )
    weekdays = models.JSONField(_("days of the week"), default=list, blank=True)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: until further notice."))
    times = models.PositiveSmallIntegerField(
        _("or how many times"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    rule = models.TextField(_("imported rule"), blank=True)
    not_on_holidays = models.BooleanField(_("not on public holidays"), default=False)
    on_makeup_days = models.BooleanField(_("also on make-up working days"), default=False)
    in_term_only = models.BooleanField(_("in school terms only"), default=False)

    class Meta:
        abstract = True

    @property
    def plan(self) -> Plan | None:
        """None while a draft has no first day yet."""
        if self.starts_on is None:
            return None
        names = ("start_time", "end_time", "ends_on", "until", "times", "rule")
        conditions = ("not_on_holidays", "on_makeup_days", "in_term_only")
        changes: Any = self.changes  # type: ignore[attr-defined]  # the page type's relation
        return Plan(
            starts_on=self.starts_on,
            repeats=Repeats(self.repeats),
            every=self.every or 1,
            weekdays=tuple(self.weekdays or ()),
            changes=tuple(change.value for change in changes.all() if change.date),
            **{name: getattr(self, name) for name in (*names, *conditions)},
        )

    @cached_property
    def schedule(self) -> Schedule | None:
        """None for a draft that says no time that could be."""
        try:
            return schedule_of(self.plan) if self.plan else None
        except PlanError:
            return None

    def next_dates(self, count: int = NEXT) -> list[Occurrence]:
        """Worked out, not looked up: a draft has no stored ones."""
        if self.schedule is None:
            return []
        try:
            return self.schedule.next_dates(known_days(), after=timezone.localdate(), count=count)
        except ValueError:
            return []


class DateChangeRow(models.Model):
    """What is different on one date; `class Change(Orderable, DateChangeRow)` adds `page`, a ParentalKey whose related
    name is `changes`. The same in every language, since wagtail-localize copies child relations."""

    date = models.DateField(_("date"))
    change = models.CharField(_("what is different"), max_length=10, choices=Change, default=Change.LEFT_OUT)
    to_date = models.DateField(_("moved to"), null=True, blank=True)
    start_time = models.TimeField(_("from"), null=True, blank=True)
    end_time = models.TimeField(_("to"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.date} {self.get_change_display()}"

    @property
    def value(self) -> DateChange:
        return DateChange(self.date, Change(self.change), self.to_date, self.start_time, self.end_time)
