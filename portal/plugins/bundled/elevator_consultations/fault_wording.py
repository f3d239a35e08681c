"""The fault line in words, in the active language."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.plugins.api import Names
from portal.plugins.bundled.elevator_consultations.faults import time_to_mend
from portal.plugins.bundled.elevator_consultations.models import Case, Fault

SHOWN = 5


@dataclass(frozen=True, slots=True)
class ShownFault:
    """What everybody may read of a fault: never what was typed when it was reported."""

    state: str
    lines: tuple[str, ...]
    notes: Names
    is_mended: bool


@dataclass(frozen=True, slots=True)
class FaultLine:
    open: tuple[ShownFault, ...]
    mended: tuple[ShownFault, ...]
    usual: str


def fault_line(case: Case) -> FaultLine:
    """One query."""
    faults = list(case.faults.all()[:200])
    usual = time_to_mend(faults)
    return FaultLine(
        tuple(shown(each) for each in faults if not each.mended_at),
        tuple(shown(each) for each in faults if each.mended_at)[:SHOWN],
        duration_text(usual) if usual is not None else "",
    )


def shown(fault: Fault) -> ShownFault:
    lines = [_("Reported %(at)s") % {"at": moment_text(fault.reported_at)}]
    state = _("Nobody is there yet")
    if fault.seen_at:
        state = _("Somebody is seeing to it")
        lines.append(_("Seen to %(at)s") % {"at": moment_text(fault.seen_at)})
    if fault.mended_at:
        state = _("Mended after %(time)s") % {"time": duration_text(fault.mended_at - fault.reported_at)}
        lines.append(_("Mended %(at)s") % {"at": moment_text(fault.mended_at)})
    return ShownFault(state, tuple(lines), Names(fault.notes), fault.mended_at is not None)


def moment_text(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def duration_text(span: dt.timedelta) -> str:
    """The two largest parts of it: 3 hours 20 minutes."""
    minutes = max(1, round(span.total_seconds() / 60))
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        (days, ngettext("%(count)d day", "%(count)d days", days) % {"count": days}),
        (hours, ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}),
        (minutes, ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}),
    ]
    said = [text for count, text in parts if count][:2]
    return _("%(larger)s %(smaller)s") % {"larger": said[0], "smaller": said[1]} if len(said) == 2 else said[0]
