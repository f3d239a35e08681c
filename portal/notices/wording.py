"""What a notice says of its dates and of whom it is for, in the reader's language."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.communities.models import Building, Compound
from portal.components import Fact

if TYPE_CHECKING:
    from portal.notices.models import NoticePage

SUMMARY_LENGTH = 120


def targets_text(compounds: Iterable[Compound], buildings: Iterable[Building]) -> str:
    """`Lake Garden; Heping Li: buildings 3, 4`."""
    parts = [str(compound) for compound in compounds]
    parts += [_of_compound(compound, list(group)) for compound, group in groupby(buildings, lambda each: each.compound)]
    return _("; ").join(parts)


def _of_compound(compound: Compound, buildings: list[Building]) -> str:
    numbers = pgettext("between numbers", ", ").join(building.number for building in buildings)
    text = ngettext("%(compound)s: building %(numbers)s", "%(compound)s: buildings %(numbers)s", len(buildings))
    return text % {"compound": compound, "numbers": numbers}


def shortened(text: str) -> str:
    """How a text begins, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY_LENGTH else f"{line[: SUMMARY_LENGTH - 1].rstrip()}…"


def day(value: dt.date) -> str:
    return date_format(value, "DATE_FORMAT")


def span_of_days(first: dt.date | None, last: dt.date | None) -> str:
    if first and last and first != last:
        return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
    known = first or last
    return day(known) if known else ""


def span_of_times(begins: dt.datetime | None, ends: dt.datetime | None) -> str:
    """`3 December 2026, 9:00 to 17:00`, the day of the end being said where it is another one."""
    if begins is None:
        return ""
    begins = timezone.localtime(begins)
    said = _("%(day)s, %(time)s") % {"day": day(begins), "time": clock(begins)}
    if ends is None:
        return said
    ends = timezone.localtime(ends)
    last = clock(ends) if ends.date() == begins.date() else f"{day(ends)}, {clock(ends)}"
    return _("%(first)s to %(last)s") % {"first": said, "last": last}


def clock(moment: dt.datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def facts_of(notice: "NoticePage") -> list[Fact]:
    """What the page shows as terms: time and place of what it announces, period and way of objecting."""
    objections_until = notice.objections_until or notice.period_until
    objecting = notice.objections_to or notice.objections_phone
    facts = [
        Fact(_("When"), span_of_times(notice.takes_place_from, notice.takes_place_until), "clock"),
        Fact(_("Period"), span_of_days(notice.period_from, notice.period_until), "calendar"),
        Fact(_("Object until"), day(objections_until) if objecting and objections_until else "", "waiting"),
    ]
    return [fact for fact in facts if fact.value]
