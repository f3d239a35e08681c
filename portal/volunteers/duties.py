"""Duties and the shifts that follow from them. Shifts are made ahead, by whoever saves a duty and each night."""

import datetime as dt
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from wagtail.log_actions import log

from portal.plugins.calendar import calendar_changed
from portal.volunteers import messages
from portal.volunteers.choices import Repeats
from portal.volunteers.members import shown_time, tell_member
from portal.volunteers.models import Duty, Shift

OWNER = "volunteers"
AHEAD = dt.timedelta(weeks=8)


@transaction.atomic
def save_duty(duty: Duty, *, by: User | None = None) -> None:
    """Store it and bring its shifts in line: what nobody has taken follows the duty, what somebody has stays until it
    is cancelled."""
    is_new = duty.pk is None
    duty.save()
    make_shifts(duty)
    calendar_changed(OWNER, [duty.uid])
    log(instance=duty, action="wagtail.create" if is_new else "wagtail.edit", user=by)


@transaction.atomic
def cancel_duty(duty: Duty, *, by: User | None = None) -> None:
    """All that lies ahead is off, and those who had a shift are told."""
    Duty.objects.select_for_update().get(pk=duty.pk)
    duty.is_cancelled = True
    duty.save(update_fields=["is_cancelled"])
    for shift in duty.shifts.filter(ends__gt=timezone.now(), is_cancelled=False):
        _cancel(shift)
    calendar_changed(OWNER, [duty.uid])
    log(instance=duty, action="volunteers.cancel_duty", user=by)


@transaction.atomic
def cancel_shift(shift: Shift, *, by: User | None = None) -> None:
    """One shift is off: it stays on the calendar as cancelled, and whoever had it is told."""
    shift = Shift.objects.select_for_update(of=("self",)).select_related("duty").get(pk=shift.pk)
    if shift.is_cancelled:
        return
    _cancel(shift)
    calendar_changed(OWNER, [shift.duty.uid])
    log(instance=shift.duty, action="volunteers.cancel_shift", user=by, data={"shift": str(shift)})


def _cancel(shift: Shift) -> None:
    shift.is_cancelled = True
    shift.save(update_fields=["is_cancelled"])
    for claim in shift.claims.select_related("member__community"):
        member = claim.member
        with override(member.language):
            duty = str(shift.duty.names)
        when = shown_time(shift, member.language)
        tell_member(member, messages.SHIFT_CANCELLED, str(shift.pk), duty=duty, when=when)


def make_shifts(duty: Duty, *, now: dt.datetime | None = None) -> int:
    """Make the shifts of the coming weeks that are missing, drop those ahead that no longer fit and nobody has taken;
    how many were made. Idempotent."""
    now = now or timezone.now()
    if duty.is_cancelled:
        return 0
    wanted = dict(spans_of(duty, until=(now + AHEAD).date()))
    ahead = {shift.starts: shift for shift in duty.shifts.filter(ends__gt=now).order_by("pk")}
    for starts, shift in ahead.items():
        if starts not in wanted and not shift.claims.exists() and not shift.is_cancelled:
            shift.delete()
        elif starts in wanted and (shift.ends, shift.capacity) != (wanted[starts], duty.places):
            shift.ends, shift.capacity = wanted[starts], max(duty.places, shift.taken)
            shift.save(update_fields=["ends", "capacity"])
    missing = [(starts, ends) for starts, ends in wanted.items() if starts not in ahead and ends > now]
    for starts, ends in missing:
        Shift.objects.create(duty=duty, starts=starts, ends=ends, capacity=duty.places)
    return len(missing)


def spans_of(duty: Duty, *, until: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """(begin, end) of each shift that begins by `until`, in its order; days that belong together are one."""
    if duty.repeats == Repeats.BLOCK:
        days = duty.block_days
        yield duty.span_on(days[0])[0], duty.span_on(days[-1])[1]
        return
    if duty.repeats == Repeats.ONCE:
        yield duty.span_on(duty.first_day)
        return
    last = min(duty.last_day or until, until)
    for number in range((last - duty.first_day).days + 1):
        day = duty.first_day + dt.timedelta(days=number)
        if day.weekday() in duty.on_weekdays:
            yield duty.span_on(day)


def make_all_shifts() -> int:
    """Each night: what repeats goes on."""
    today = timezone.localdate()
    made = 0
    weekly = Duty.objects.filter(repeats=Repeats.WEEKLY, is_cancelled=False).exclude(last_day__lt=today)
    for duty in weekly:
        with transaction.atomic():
            made += make_shifts(duty)
    return made
