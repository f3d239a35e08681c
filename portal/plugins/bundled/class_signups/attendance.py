"""Who came and who left: what staff tap on a phone. Each tap is one transaction that locks the child's row, so two
hands at once are one after the other; the same tap again changes nothing and is logged once."""

import datetime as dt
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.bundled.class_signups.choices import AbsenceSaid, CallResult, DayState, LeftWith
from portal.plugins.bundled.class_signups.collecting import allowed_names
from portal.plugins.bundled.class_signups.models import ClassAttendance, ClassCall, ClassChild, ClassSession

EARLY = dt.timedelta(hours=2)
#: So long what was forgotten can be entered.
LATER = dt.timedelta(days=31)


def locked_day(child: ClassChild, session: ClassSession) -> ClassAttendance:
    """The child's row of the day, new or not. In the caller's transaction."""
    locked = ClassChild.objects.select_for_update(of=("self",)).get(pk=child.pk)
    row, _made = ClassAttendance.objects.get_or_create(child=locked, session=session)
    return row


def check_can_be_entered(session: ClassSession) -> None:
    now = timezone.now()
    if session.is_cancelled or session.course.is_cancelled or session.course.is_called_off:
        raise ValidationError(_("This day is called off."))
    if now < session.starts - EARLY:
        raise ValidationError(_("This day is still to come: children can be checked in two hours before it begins."))
    if now > session.ends + LATER:
        raise ValidationError(_("This day is more than a month ago and can no longer be changed."))


def is_later(session: ClassSession) -> bool:
    return timezone.localdate() > timezone.localdate(session.ends)


def _log(row: ClassAttendance, action: str, by: User) -> None:
    log(instance=row, action=f"class_signups.{action}", user=by)


@transaction.atomic
def check_in(child: ClassChild, session: ClassSession, *, by: User) -> ClassAttendance:
    """On a later day it counts from the beginning."""
    check_can_be_entered(session)
    row = locked_day(child, session)
    if row.in_at:
        return row
    row.is_entered_later = is_later(session)
    row.in_at, row.in_by = session.starts if row.is_entered_later else timezone.now(), by
    row.save(update_fields=["in_at", "in_by", "is_entered_later"])
    _log(row, "check_in", by)
    return row


@transaction.atomic
def undo_check_in(child: ClassChild, session: ClassSession, *, by: User) -> ClassAttendance:
    check_can_be_entered(session)
    row = locked_day(child, session)
    if row.out_at:
        raise ValidationError(_("The child has left already. Please undo that first."))
    if row.in_at is None:
        return row
    row.in_at, row.in_by, row.is_entered_later = None, None, False
    row.save(update_fields=["in_at", "in_by", "is_entered_later"])
    _log(row, "undo_in", by)
    return row


@transaction.atomic
def check_out(
    child: ClassChild, session: ClassSession, *, by: User, left_with: LeftWith, name: str = "", why: str = ""
) -> ClassAttendance:
    """Only with whom the guardian named, or for a reason that is kept."""
    check_can_be_entered(session)
    row = locked_day(child, session)
    if row.in_at is None:
        raise ValidationError(_("The child is not checked in."))
    if row.out_at:
        if (row.left_with, row.collected_by) != (left_with, name):
            at = f"{timezone.localtime(row.out_at):%H:%M}"
            raise ValidationError(_("The child left at %(at)s already: %(whom)s.") % {"at": at, "whom": whom_text(row)})
        return row
    _check_may_leave(child, left_with, name, why)
    row.out_at = max(session.ends, row.in_at) if is_later(session) else timezone.now()
    row.out_by, row.left_with, row.collected_by, row.left_why = by, left_with, name, why
    row.save(update_fields=["out_at", "out_by", "left_with", "collected_by", "left_why"])
    _log(row, "check_out", by)
    return row


def _check_may_leave(child: ClassChild, left_with: LeftWith, name: str, why: str) -> None:
    family = child.sign_up
    if left_with == LeftWith.LISTED and name not in allowed_names(family.collectors):
        raise ValidationError(_("This person is not on the guardian’s list any more. Please look again."))
    if left_with == LeftWith.ALONE and not family.may_go_alone:
        raise ValidationError(_("The guardian has not allowed the child to go home alone."))
    if left_with == LeftWith.OTHER and not (name and why):
        raise ValidationError(_("Please write who it is and why."))


@transaction.atomic
def undo_check_out(child: ClassChild, session: ClassSession, *, by: User) -> ClassAttendance:
    check_can_be_entered(session)
    row = locked_day(child, session)
    if row.out_at is None:
        return row
    row.out_at, row.out_by, row.left_with, row.collected_by, row.left_why = None, None, "", "", ""
    row.save(update_fields=["out_at", "out_by", "left_with", "collected_by", "left_why"])
    _log(row, "undo_out", by)
    return row


@transaction.atomic
def note_absence(child: ClassChild, session: ClassSession, *, by: User) -> ClassAttendance:
    """The family said so at the door or on the phone; also for a day to come."""
    if session.is_cancelled:
        raise ValidationError(_("This day is called off."))
    row = locked_day(child, session)
    if row.in_at:
        raise ValidationError(_("The child has come already."))
    if row.absent_at:
        return row
    row.absent_at, row.absent_said, row.absent_by = timezone.now(), AbsenceSaid.STAFF, by
    row.save(update_fields=["absent_at", "absent_said", "absent_by"])
    _log(row, "absent", by)
    return row


@transaction.atomic
def undo_absence(child: ClassChild, session: ClassSession, *, by: User) -> ClassAttendance:
    row = locked_day(child, session)
    if row.absent_at is None:
        return row
    row.absent_at, row.absent_said, row.absent_by = None, "", None
    row.save(update_fields=["absent_at", "absent_said", "absent_by"])
    _log(row, "comes", by)
    return row


@transaction.atomic
def record_call(
    child: ClassChild, session: ClassSession, *, by: User, result: CallResult, once: UUID, note: str = ""
) -> ClassCall:
    """Once for a `once`. Where the child does not come that is its absence."""
    row = locked_day(child, session)
    made = {"child": child, "session": session, "by": by, "result": result, "note": note}
    call, is_new = ClassCall.objects.get_or_create(once=once, defaults=made)
    if is_new:
        _log(row, "call", by)
        if result == CallResult.ABSENT and row.state == DayState.EXPECTED:
            note_absence(child, session, by=by)
    return call


def whom_text(row: ClassAttendance) -> str:
    """Who took the child home."""
    label = str(LeftWith(row.left_with).label)
    return f"{label}: {row.collected_by}" if row.left_with in (LeftWith.LISTED, LeftWith.OTHER) else label
