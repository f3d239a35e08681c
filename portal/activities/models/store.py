"""What the calendar keeps of everybody's entries: the series, and their dates worked out.

Written by `portal.activities.storing` alone, from what the `calendar_entries` hook says.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.activities.choices import Effect, OccurrenceState
from portal.activities.querysets import OccurrenceQuerySet, SeriesQuerySet
from portal.communities.models import Community, Venue
from portal.names import Names, NamesField
from portal.plugins.calendar import CalendarKind
from portal.recurrence import Recurrence, When, from_plain


class Series(models.Model):
    """An entry of an app (`owner` is its label) or a plugin (its key). `sequence` grows with every change of it.

    Of whole days `starts_at` and `ends_at` are midnights. `audiences` are codes, each between commas.
    """

    owner = models.CharField(max_length=60)
    uid = models.CharField(max_length=100)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="calendar_series")
    titles = NamesField(max_length=255)
    summaries = NamesField(max_length=500, blank=True)
    paths = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, choices=CalendarKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    plain_recurrence = models.JSONField(default=dict)
    depends_on_days = models.BooleanField(default=False)
    audiences = models.CharField(max_length=500, blank=True)
    venue = models.ForeignKey(Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    place = NamesField(max_length=255, blank=True)
    team = models.CharField(max_length=255, blank=True)
    team_names = NamesField(max_length=255, blank=True)
    is_free = models.BooleanField(null=True)
    is_cancelled = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    #: What a calendar file says beside the rule; see `portal.activities.feed_dates`.
    feed_dates = models.JSONField(default=dict)
    #: Why it has no dates, for whoever looks after the site.
    problem = models.CharField(max_length=200, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "uid"], name="series_once"),
            models.CheckConstraint(name="series_ends_after_start", condition=Q(ends_at__gte=F("starts_at"))),
        ]
        indexes = [models.Index(fields=["community", "owner"], name="series_of_community")]

    def __str__(self) -> str:
        return str(self.titles)

    @property
    def starts(self) -> When:
        return local(self.starts_at, self.all_day)

    @property
    def ends(self) -> When:
        return local(self.ends_at, self.all_day)

    @property
    def recurrence(self) -> Recurrence:
        return from_plain(self.plain_recurrence, timezone.get_default_timezone())

    @property
    def place_names(self) -> Names:
        return venue_names(self.venue) if self.venue else self.place

    @property
    def audience_codes(self) -> list[str]:
        return [code for code in self.audiences.split(",") if code]


class Occurrence(models.Model):
    """One date of a series. `original_at` is when the rule has it begin, and names it."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="occurrences")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    original_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OccurrenceState, default=OccurrenceState.ON)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "original_at"], name="occurrence_once"),
            models.CheckConstraint(name="occurrence_ends_after_start", condition=Q(ends_at__gte=F("starts_at"))),
        ]
        indexes = [models.Index(fields=["community", "starts_at"], name="occurrence_in_time")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def starts(self) -> When:
        return local(self.starts_at, self.series.all_day)

    @property
    def ends(self) -> When:
        return local(self.ends_at, self.series.all_day)

    @property
    def original(self) -> When:
        return local(self.original_at, self.series.all_day)

    @property
    def is_cancelled(self) -> bool:
        return self.state == OccurrenceState.CANCELLED or self.series.is_cancelled

    @property
    def is_tentative(self) -> bool:
        return self.state == OccurrenceState.TENTATIVE


class SeriesMark(models.Model):
    """An entry to ask for again; without a `uid`, all of its owner. Written in the transaction that changes it."""

    owner = models.CharField(max_length=60)
    uid = models.CharField(max_length=100, blank=True)
    #: Holidays or terms were announced: what becomes of its dates is told to its editors.
    for_days = models.BooleanField(default=False)
    marked_at = models.DateTimeField(default=timezone.now)

    changes_pages = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "uid"], name="series_mark_once")]

    def __str__(self) -> str:
        return f"{self.owner}:{self.uid}"


class DayEffect(models.Model):
    """What an announcement of holidays or terms did to a date of a series; shown to editors for a while."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="day_effects")
    day = models.DateField(_("date"))
    effect = models.CharField(_("what happened"), max_length=10, choices=Effect)
    noted_at = models.DateTimeField(default=timezone.now)

    changes_pages = False

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["series", "day", "effect"], name="day_effect_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_effect_display()}"


def venue_names(venue: Venue) -> Names:
    """Of a room with the house it is in, in each language it has a name in."""
    if venue.parent is None:
        return Names(venue.names)
    house, room = Names(venue.parent.names), Names(venue.names)
    return Names({code: f"{house.in_language(code)} · {room[code]}" for code in room})


def local(moment: dt.datetime, all_day: bool) -> Any:
    """By the city's wall clock; a date where whole days are meant."""
    here = timezone.localtime(moment, timezone.get_default_timezone())
    return here.date() if all_day else here


def moment_of(when: When) -> dt.datetime:
    """Midnight stands for a date."""
    if isinstance(when, dt.datetime):
        return when
    return dt.datetime.combine(when, dt.time(), timezone.get_default_timezone())
