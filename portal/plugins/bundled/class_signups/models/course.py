"""What people sign up for: a course, one in all languages, and its sessions. Written from its pages by `storing`."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plugins.api import Community, NamesField, Places
from portal.plugins.bundled.class_signups.choices import LateAfter, Phase, SeatsBy, SignUpFor
from portal.plugins.bundled.class_signups.querysets import CourseQuerySet


class ClassCourse(Places):
    """`key` is the translation key of its pages, `path` their address below the community's. `capacity` is of the
    whole course; where single sessions are signed up for, each has it."""

    key = models.UUIDField(unique=True, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", verbose_name=_("community"))
    names = NamesField(_("name of the class"), max_length=255)
    path = models.CharField(max_length=500, editable=False)
    #: {language: where it is}; None where that was never stored.
    places_named = models.JSONField(null=True, editable=False)
    sign_up_for = models.CharField(_("sign-up for"), max_length=10, choices=SignUpFor, default=SignUpFor.COURSE)
    seats_by = models.CharField(_("places go by"), max_length=10, choices=SeatsBy, default=SeatsBy.FIRST)
    draw_list = models.TextField(_("list of the draw"), blank=True, editable=False)
    draw_digest = models.CharField(_("SHA-256 of the list"), max_length=64, blank=True, editable=False)
    draw_seed = models.CharField(_("seed of the draw"), max_length=200, blank=True, editable=False)
    drawn_at = models.DateTimeField(_("drawn at"), null=True, editable=False)
    first_day = models.DateField(_("first day of the class"))
    last_day = models.DateField(_("last day of the class"))
    opens_at = models.DateTimeField(_("sign-up opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("sign-up closes"), null=True, blank=True)
    residents_until = models.DateTimeField(_("residents come first until"), null=True, blank=True)
    residents_ended_at = models.DateTimeField(_("residents came first until"), null=True, editable=False)
    age_from = models.PositiveSmallIntegerField(_("from the age of"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("up to the age of"), null=True, blank=True)
    minimum = models.PositiveSmallIntegerField(_("takes place with at least"), null=True, blank=True)
    is_care_group = models.BooleanField(_("care group"), default=False)
    late_after = models.PositiveSmallIntegerField(
        _("call when a child has not come after"), choices=LateAfter, default=LateAfter.FIFTEEN
    )
    is_cancelled = models.BooleanField(_("called off"), default=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    merge_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("with too few it goes on in"),
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("goes on in"),
    )
    is_called_off = models.BooleanField(_("called off: too few"), default=False, editable=False)
    last_queue = models.PositiveIntegerField(default=0, editable=False)
    is_public = models.BooleanField(_("is shown"), default=True)

    objects: ClassVar[Any] = CourseQuerySet.as_manager()

    class Meta:
        ordering = ("first_day", "pk")
        default_permissions = ()
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="course_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(sign_up_for__in=SignUpFor.values), name="course_sign_up_is_known"),
            models.CheckConstraint(condition=Q(seats_by__in=SeatsBy.values), name="course_seats_by_is_known"),
            models.CheckConstraint(condition=Q(late_after__in=LateAfter.values), name="course_late_after_is_known"),
            models.CheckConstraint(
                condition=Q(drawn_at=None, draw_seed="")
                | Q(drawn_at__isnull=False) & ~Q(draw_seed="") & ~Q(draw_list=""),
                name="course_drawn_has_list_and_seed",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(is_called_off=True), name="course_merged_is_called_off"
            ),
            models.CheckConstraint(
                condition=Q(merge_into=None) | ~Q(merge_into=F("pk")), name="course_merges_into_another"
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(opens_at=None) | Q(closes_at__gt=F("opens_at")),
                name="course_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return str(self.names)

    @property
    def is_for_children(self) -> bool:
        """Then a guardian signs up and agrees: younger than 14 are whom the law protects most."""
        return self.age_from is None or self.age_from < 14

    @property
    def is_undrawn(self) -> bool:
        """Nobody has a place yet, whoever comes when."""
        return self.seats_by == SeatsBy.DRAW and self.drawn_at is None

    @property
    def puts_residents_first(self) -> bool:
        """Until `residents.end_priority` has run, which seats those who waited for it."""
        is_open = self.residents_until is not None and self.residents_ended_at is None
        return is_open and self.sign_up_for == SignUpFor.COURSE

    def is_over(self) -> bool:
        return self.last_day < timezone.localdate()

    def phase(self, now: dt.datetime | None = None) -> Phase:
        now = now or timezone.now()
        if self.is_cancelled or self.is_called_off:
            return Phase.CANCELLED
        if self.last_day < timezone.localdate(now):
            return Phase.OVER
        if self.sign_up_for == SignUpFor.NOTHING:
            return Phase.JUST_COME
        if self.opens_at and now < self.opens_at:
            return Phase.BEFORE
        if self.closes_at and now >= self.closes_at:
            return Phase.CLOSED
        if self.is_undrawn:
            return Phase.OPEN
        is_full = self.sign_up_for == SignUpFor.COURSE and self.is_full
        return Phase.FULL if is_full else Phase.OPEN


class ClassSession(Places):
    """A date of a course. `original` names it, also after it was moved."""

    course = models.ForeignKey(ClassCourse, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("class"))
    original = models.DateTimeField(editable=False)
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    is_cancelled = models.BooleanField(_("called off"), default=False)

    class Meta:
        ordering = ("starts", "pk")
        default_permissions = ()
        verbose_name = pgettext_lazy("class", "session")
        verbose_name_plural = pgettext_lazy("class", "sessions")
        constraints = [
            models.UniqueConstraint(fields=("course", "original"), name="session_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {timezone.localtime(self.starts):%Y-%m-%d %H:%M}"
