"""Who was there: a child on a day of its class, and the calls made when it was not."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plugins.api import EncryptedTextField
from portal.plugins.bundled.class_signups.choices import AbsenceSaid, CallResult, DayState, LeftWith
from portal.plugins.bundled.class_signups.models.course import ClassSession
from portal.plugins.bundled.class_signups.models.sign_up import ClassChild


def by_staff(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=label
    )


class ClassAttendance(models.Model):
    """One row a child and day; none as long as there is nothing to say. Written by `attendance` and `absence` only.

    An absence stays when the child comes all the same, so that taking the arrival back leaves what was told. Without a
    child it says that somebody was there, and no longer who.
    """

    child = models.ForeignKey(ClassChild, on_delete=models.CASCADE, null=True, related_name="days")
    session = models.ForeignKey(ClassSession, on_delete=models.CASCADE, related_name="attendances")
    absent_at = models.DateTimeField(_("absence told at"), null=True)
    absent_said = models.CharField(_("absence told by"), max_length=10, choices=AbsenceSaid, blank=True)
    absent_by = by_staff(_("absence entered by"))
    in_at = models.DateTimeField(_("came at"), null=True)
    in_by = by_staff(_("checked in by"))
    out_at = models.DateTimeField(_("left at"), null=True)
    out_by = by_staff(_("checked out by"))
    left_with = models.CharField(_("left with"), max_length=10, choices=LeftWith, blank=True)
    collected_by = EncryptedTextField(_("collected by"), max_length=60, blank=True)
    left_why = EncryptedTextField(_("why with somebody else"), max_length=200, blank=True)
    is_entered_later = models.BooleanField(_("entered on a later day"), default=False)

    changes_pages = False

    class Meta:
        ordering = ("session", "pk")
        default_permissions = ()
        verbose_name = pgettext_lazy("class", "attendance")
        verbose_name_plural = pgettext_lazy("class", "attendance")
        constraints = [
            models.UniqueConstraint(fields=("child", "session"), name="class_attendance_once_a_day"),
            models.CheckConstraint(
                condition=Q(absent_at=None, absent_said="")
                | Q(absent_at__isnull=False, absent_said__in=AbsenceSaid.values),
                name="class_absence_is_told_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(out_at=None) | Q(in_at__isnull=False, out_at__gte=F("in_at")),
                name="class_check_out_after_check_in",
            ),
            models.CheckConstraint(
                condition=Q(out_at=None, left_with="") | Q(out_at__isnull=False, left_with__in=LeftWith.values),
                name="class_check_out_says_with_whom",
            ),
            models.CheckConstraint(
                condition=~Q(left_with=LeftWith.OTHER) | Q(child=None) | ~Q(left_why="") & ~Q(collected_by=""),
                name="class_somebody_else_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Logs have it: so it names nobody."""
        return f"{self.session_id}/{self.child_id}"

    @property
    def state(self) -> DayState:
        if self.out_at:
            return DayState.LEFT
        if self.in_at:
            return DayState.THERE
        return DayState.ABSENT if self.absent_at else DayState.EXPECTED


class ClassCall(models.Model):
    """Somebody of the staff rang up the guardian of a child that had not come. `once` makes two taps one call."""

    child = models.ForeignKey(ClassChild, on_delete=models.CASCADE, related_name="calls")
    session = models.ForeignKey(ClassSession, on_delete=models.CASCADE, related_name="calls")
    once = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField(_("called at"), default=timezone.now)
    by = by_staff(_("called by"))
    result = models.CharField(_("what came of it"), max_length=10, choices=CallResult)
    note = EncryptedTextField(_("what was said"), max_length=200, blank=True)

    changes_pages = False

    class Meta:
        ordering = ("at", "pk")
        default_permissions = ()
        verbose_name = pgettext_lazy("class", "call")
        verbose_name_plural = pgettext_lazy("class", "calls")
        constraints = [
            models.CheckConstraint(condition=Q(result__in=CallResult.values), name="class_call_result_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.child_id} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"


def forget_days(children: list[Any]) -> None:
    """Of children that are taken out or erased: that somebody came stays as a number, all else goes. Four queries."""
    ClassCall.objects.filter(child__in=children).delete()
    days = ClassAttendance.objects.filter(child__in=children)
    days.filter(in_at=None).delete()
    days.update(
        child=None,
        absent_at=None,
        absent_said="",
        absent_by=None,
        in_by=None,
        out_by=None,
        collected_by="",
        left_why="",
    )
