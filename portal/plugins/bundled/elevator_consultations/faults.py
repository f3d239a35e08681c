"""The fault line of an elevator in use: reported by anybody, seen to and mended by staff."""

import datetime as dt
from statistics import median
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from portal.plugins.bundled.elevator_consultations.models import Case, Fault

#: The city's elevator rescue, for whoever is shut in.
RESCUE = "96333"
YEAR = dt.timedelta(days=365)


def report_fault(case: Case, what: str, *, once: UUID) -> Fault:
    """Sent again with the same `once` it is the one that is there."""
    values = {"case": case, "what": what, "reported_at": timezone.now()}
    fault, _is_new = Fault.objects.get_or_create(once=once, defaults=values)
    return fault


@transaction.atomic
def see_to(fault: Fault, *, by: AbstractBaseUser | None) -> None:
    """Somebody is there now. Pressed twice, the first time counts."""
    row = Fault.objects.select_for_update().get(pk=fault.pk)
    if row.seen_at is None:
        row.seen_at = timezone.now()
        save_times(row, by=by)


@transaction.atomic
def mend(fault: Fault, *, by: AbstractBaseUser | None) -> None:
    """It runs again now; whoever mends it has seen to it."""
    row = Fault.objects.select_for_update().get(pk=fault.pk)
    if row.mended_at is None:
        row.mended_at = timezone.now()
        row.seen_at = row.seen_at or row.mended_at
        save_times(row, by=by)


def save_times(fault: Fault, *, by: AbstractBaseUser | None) -> None:
    fault.save(update_fields=["seen_at", "mended_at", "notes"])
    log(instance=fault.case, action="elevators.fault", user=by, data={"fault": fault.pk})


def time_to_mend(faults: list[Fault]) -> dt.timedelta | None:
    """The median of the last year's; None where nothing was mended."""
    since = timezone.now() - YEAR
    took = [each.mended_at - each.reported_at for each in faults if each.mended_at and each.reported_at >= since]
    return dt.timedelta(seconds=median(each.total_seconds() for each in took)) if took else None
