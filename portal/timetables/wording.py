"""When something takes place, in words, in the active language."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.hours.wording import clock_text, days_text, weekday_name
from portal.recurrence import Recurrence, When, parts_of, until_of
from portal.timetables.plan import BYDAY


def day_text(day: dt.date) -> str:
    """Tue 24 November; with the year where it is not this one."""
    this_year = day.year == timezone.localdate().year
    form = pgettext("format of a date without year", "j F") if this_year else pgettext("format of a date", "j F Y")
    return _("%(weekday)s %(date)s") % {"weekday": weekday_name(day.weekday()), "date": date_format(day, form)}


def plain_date(day: dt.date) -> str:
    return date_format(day, pgettext("format of a date", "j F Y"))


def month_text(day: dt.date) -> str:
    return date_format(day, pgettext("format of a month", "F Y"))


def time_text(starts: When, ends: When) -> str:
    """16:30–18:00; what ends on another day says which; whole days say so."""
    if not isinstance(starts, dt.datetime) or not isinstance(ends, dt.datetime):
        last = ends - dt.timedelta(days=1)
        if last == starts:
            return _("all day")
        return _("all day, until %(day)s") % {"day": day_text(last)}
    if ends == starts:
        return clock_text(starts)
    if ends.date() == starts.date():
        return f"{clock_text(starts)}–{clock_text(ends)}"
    if ends.date() == starts.date() + dt.timedelta(days=1) and ends - starts < dt.timedelta(days=1):
        return f"{clock_text(starts)}–" + _("%(time)s the next day") % {"time": clock_text(ends)}
    return f"{clock_text(starts)} – {day_text(ends.date())} {clock_text(ends)}"


def recurrence_text(recurrence: Recurrence | None, starts: When) -> str:
    """Every week on Tue, Thu, until 30 June 2027, not on public holidays. Empty for what comes once, or what the
    words do not say."""
    if recurrence is None or not recurrence.rule:
        return ""
    parts = parts_of(recurrence.rule)
    words = [_how_often(parts, starts)]
    if not words[0]:
        return ""
    if "UNTIL" in parts:
        until = until_of(parts["UNTIL"], timezone.get_default_timezone()).date()
        words.append(_("until %(day)s") % {"day": plain_date(until)})
    elif "COUNT" in parts:
        count = int(parts["COUNT"])
        words.append(ngettext("%(count)d time", "%(count)d times", count) % {"count": count})
    if recurrence.not_on_holidays:
        words.append(_("not on public holidays"))
    if recurrence.on_makeup_days:
        words.append(_("also on make-up working days"))
    if recurrence.in_term_only:
        words.append(_("in school terms only"))
    return pgettext("between the items of a list", ", ").join(words)


def _how_often(parts: Mapping[str, str], starts: When) -> str:
    every = int(parts.get("INTERVAL", "1"))
    said = parts.keys() - {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST"}
    frequency, days = parts["FREQ"], parts.get("BYDAY", "")
    values: dict[str, Any] = {"count": every}
    if frequency == "DAILY" and not said:
        return (_("every day") if every == 1 else _("every %(count)d days")) % values
    if frequency == "WEEKLY" and said <= {"BYDAY"}:
        plain = [BYDAY.index(day) for day in days.split(",") if day in BYDAY] or [starts.weekday()]
        values["days"] = days_text(plain)
        return (_("every week on %(days)s") if every == 1 else _("every %(count)d weeks on %(days)s")) % values
    if frequency == "MONTHLY" and said <= {"BYMONTHDAY"}:
        values["day"] = parts.get("BYMONTHDAY", str(starts.day))
        if values["day"].isdecimal():
            return (
                _("every month on day %(day)s") if every == 1 else _("every %(count)d months on day %(day)s")
            ) % values
    if frequency == "MONTHLY" and said == {"BYDAY"} and days[-2:] in BYDAY and (nth := _ordinal(days[:-2])):
        values["day"] = f"{nth}{weekday_name(BYDAY.index(days[-2:]))}"
        return (_("every month on the %(day)s") if every == 1 else _("every %(count)d months on the %(day)s")) % values
    if frequency == "YEARLY" and not said:
        return (_("every year") if every == 1 else _("every %(count)d years")) % values
    return ""


def _ordinal(number: str) -> str:
    words = {
        "1": pgettext("first weekday of a month", "first "),
        "2": pgettext("second weekday of a month", "second "),
        "3": pgettext("third weekday of a month", "third "),
        "4": pgettext("fourth weekday of a month", "fourth "),
        "-1": pgettext("last weekday of a month", "last "),
    }
    return words.get(number.lstrip("+"), "")
