"""Visits to people who live alone. Nothing of this is ever public: no page, feed, message or search has any of it."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.communities.models import Community
from portal.encryption import EncryptedTextField
from portal.phones import PhoneField
from portal.volunteers.choices import VisitOutcome
from portal.volunteers.models.member import Member
from portal.volunteers.models.team import Team
from portal.volunteers.querysets import VisitQuerySet

REPORTED_BEFORE, REPORTED_AFTER = dt.timedelta(minutes=30), dt.timedelta(hours=12)
#: The address is shown from so long before the visit until so long after its end, and while an alarm is open.
SHOWN_BEFORE, SHOWN_AFTER = dt.timedelta(hours=2), dt.timedelta(hours=2)


class VisitedPerson(models.Model):
    """Somebody who lives alone and is visited. Erased half a year after the visits ended; logs name a number.

    Who reads the database alone learns neither who they are nor where they live. The phone is what they are found by.
    """

    changes_pages = False
    kept_for = dt.timedelta(days=180)

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", verbose_name=_("community"))
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="visited", verbose_name=_("team"))
    name = EncryptedTextField(pgettext_lazy("person", "name"), max_length=100, blank=True)
    address = EncryptedTextField(_("address"), max_length=200, blank=True)
    phone = PhoneField(_("phone"), blank=True)
    note = EncryptedTextField(
        _("what visitors must know"), max_length=300, blank=True, help_text=_("Hard of hearing: ring twice. No more.")
    )
    in_pairs = models.BooleanField(_("visited by two"), default=True)
    worker = models.CharField(_("worker in charge"), max_length=100)
    worker_phone = PhoneField(_("phone of the worker in charge"))
    deputy = models.CharField(_("deputy"), max_length=100, help_text=_("Told when nobody has looked in time."))
    deputy_phone = PhoneField(_("phone of the deputy"))
    escalate_after = models.PositiveSmallIntegerField(
        _("minutes until the next is told"),
        default=30,
        help_text=_("Also how long after its end a visit may go unreported."),
    )
    ended_on = models.DateField(_("visits ended on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        verbose_name = _("visited person")
        verbose_name_plural = _("visited people")
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", address="", phone="", note=""),
                name="visited_erased_is_nobody",
            ),
            models.CheckConstraint(condition=Q(escalate_after__gte=5), name="visited_clock_is_possible"),
        ]

    def __str__(self) -> str:
        """Stands in Wagtail's logs, so it names nobody."""
        return f"P-{self.pk}"

    def clean(self) -> None:
        if self.team_id and self.community_id and self.team.community_id != self.community_id:
            raise ValidationError({"team": _("This team is of another community.")})


class Visit(models.Model):
    """One visit. With an alarm it stays open until somebody has seen the person: `closed_at`."""

    changes_pages = False

    person = models.ForeignKey(
        VisitedPerson, on_delete=models.CASCADE, related_name="visits", verbose_name=_("visited person")
    )
    starts = models.DateTimeField(_("from"))
    ends = models.DateTimeField(_("to"))
    report_by = models.DateTimeField(_("to be reported by"), editable=False, db_index=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False, editable=False)
    outcome = models.CharField(_("how it ended"), max_length=10, choices=VisitOutcome, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True, editable=False)
    reported_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported at"), null=True, editable=False)
    alarm_at = models.DateTimeField(_("alarm since"), null=True, editable=False)
    level = models.PositiveSmallIntegerField(_("how often told"), default=0, editable=False)
    next_alarm_at = models.DateTimeField(null=True, editable=False, db_index=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    closed_by = models.CharField(_("seen by"), max_length=100, blank=True, editable=False)
    closed_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    closed_note = models.CharField(_("what was found"), max_length=300, blank=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("-starts", "-pk")
        default_permissions = ()
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="visit_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(outcome__in=["", *VisitOutcome.values]), name="visit_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(closed_by=""), name="visit_closed_says_by_whom"
            ),
            models.CheckConstraint(
                condition=Q(outcome=VisitOutcome.NO_ANSWER, alarm_at__isnull=False)
                | ~Q(outcome=VisitOutcome.NO_ANSWER),
                name="visit_no_answer_is_an_alarm",
            ),
            models.CheckConstraint(
                condition=Q(alarm_at__isnull=True)
                | Q(closed_at__isnull=False, next_alarm_at__isnull=True)
                | Q(closed_at__isnull=True, next_alarm_at__isnull=False),
                name="visit_alarm_has_its_clock",
            ),
        ]

    def __str__(self) -> str:
        """What messages and logs call it."""
        return f"V-{self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.report_by = self.ends + dt.timedelta(minutes=self.person.escalate_after)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    @property
    def is_open(self) -> bool:
        return self.alarm_at is not None and self.closed_at is None

    def can_be_reported(self, now: dt.datetime | None = None) -> bool:
        """From half an hour before it begins until it is closed, or half a day after its end where all was well."""
        now = now or timezone.now()
        if self.is_cancelled or self.closed_at or now < self.starts - REPORTED_BEFORE:
            return False
        return self.is_open or now <= self.ends + REPORTED_AFTER

    def shows_address(self, now: dt.datetime | None = None) -> bool:
        """To its visitors: around the time, and while an alarm waits for somebody to look."""
        now = now or timezone.now()
        if self.is_cancelled or now < self.starts - SHOWN_BEFORE:
            return False
        return self.is_open or now <= self.ends + SHOWN_AFTER


class Visitor(models.Model):
    """Who is to go. Always by `portal.volunteers.visits.assign`: vetted members of the team only."""

    changes_pages = False

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="visitors")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="visits", verbose_name=_("volunteer"))

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        constraints = [models.UniqueConstraint(fields=("visit", "member"), name="visitor_once")]

    def __str__(self) -> str:
        return f"{self.visit} · {self.member}"


class AddressView(models.Model):
    """Somebody looked at the name and address. `member` or `user`, who it was."""

    changes_pages = False

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="views", verbose_name=_("visit"))
    member = models.ForeignKey(
        Member, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("volunteer")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions = ()
        verbose_name = _("look at an address")
        verbose_name_plural = _("looks at addresses")

    def __str__(self) -> str:
        return f"{self.visit} {self.at:%Y-%m-%d %H:%M}"
