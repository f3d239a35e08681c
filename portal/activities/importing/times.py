"""Dates, times and rules of calendar files, by the city's clock."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event

from portal.recurrence import FREQUENCIES, When, day_of, parts_of, until_of
from portal.timetables.choices import Repeats
from portal.timetables.plan import BYDAY

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
#: Parts of a rule that name times within a day, or another calendar.
TOO_FINE = ("BYHOUR", "BYMINUTE", "BYSECOND", "RSCALE", "SKIP")


class Refused(ValueError):
    """Why an entry cannot be an activity."""


def value_of(event: Event, name: str) -> Any:
    """The decoded value of a property; None where it is not there. Raises Refused for one that is none."""
    found = event.get(name)
    if isinstance(found, list):
        raise Refused(_("%(name)s stands in it more than once.") % {"name": name.upper()})
    value = getattr(found, "dt", None)
    if found is not None and value is None:
        raise Refused(_("%(name)s cannot be read.") % {"name": name.upper()})
    return value


def local_when(value: Any, name: str) -> When:
    """By the city's wall clock; what names no zone is meant so."""
    if isinstance(value, tuple):
        value = value[0]
    if isinstance(value, dt.datetime):
        here = timezone.get_default_timezone()
        try:
            moved = value.replace(tzinfo=here) if value.tzinfo is None else value.astimezone(here)
        except (OverflowError, ValueError) as error:
            raise Refused(_("%(name)s cannot be read.") % {"name": name.upper()}) from error
        return moved.replace(second=0, microsecond=0)
    if isinstance(value, dt.date):
        return value
    raise Refused(_("%(name)s is no date.") % {"name": name.upper()})


def span_of(event: Event, notes: list[str]) -> tuple[When, When]:
    """Start and end. What has no end lasts an hour, a date without one its day."""
    value = value_of(event, "dtstart")
    if value is None:
        raise Refused(_("It has no beginning (DTSTART)."))
    starts = local_when(value, "dtstart")
    if other_zone(value):
        notes.append(_("its times (%(zone)s) became those of the city") % {"zone": value.tzinfo})
    ends: When
    if (end := value_of(event, "dtend")) is not None:
        ends = local_when(end, "dtend")
    elif isinstance(length := value_of(event, "duration"), dt.timedelta):
        ends = starts + length
    else:
        ends = starts + (HOUR if isinstance(starts, dt.datetime) else DAY)
        if isinstance(starts, dt.datetime):
            notes.append(_("it has no end: an hour was assumed"))
    if isinstance(starts, dt.datetime) != isinstance(ends, dt.datetime):
        raise Refused(_("It begins with a time and ends with a date, or the other way round."))
    if ends == starts:
        ends = starts + (HOUR if isinstance(starts, dt.datetime) else DAY)
        notes.append(_("it takes no time: an hour or the day was assumed"))
    if ends < starts:
        raise Refused(_("It ends before it begins."))
    if ends - starts > dt.timedelta(days=366):
        raise Refused(_("One date lasts more than a year."))
    return starts, ends


def other_zone(value: Any) -> bool:
    if not isinstance(value, dt.datetime) or value.tzinfo is None:
        return False
    here = timezone.get_default_timezone()
    return value.utcoffset() != value.replace(tzinfo=here).utcoffset()


def rule_values(event: Event, starts: When, notes: list[str]) -> dict[str, Any]:
    """Fields of an activity for the rule: in plain words where they say the same, else the rule itself."""
    rule = event.get("rrule")
    if "exrule" in event:
        raise Refused(_("It leaves dates out by a rule (EXRULE)."))
    if rule is None:
        return {"repeats": Repeats.NEVER}
    if isinstance(rule, list):
        raise Refused(_("It has more than one rule."))
    try:
        text = rule.to_ical().decode()
        parts = parts_of(text)
        until = until_of(parts["UNTIL"], timezone.get_default_timezone()).date() if "UNTIL" in parts else None
    except (ValueError, UnicodeDecodeError) as error:
        raise Refused(_("Its rule cannot be read: %(reason)s") % {"reason": str(error)[:150]}) from None
    if "FREQ" not in parts:
        raise Refused(_("Its rule cannot be read: %(reason)s") % {"reason": text})
    if parts["FREQ"] not in FREQUENCIES:
        raise Refused(_("It comes back within a day (%(rule)s).") % {"rule": text})
    if named := [name for name in TOO_FINE if name in parts]:
        raise Refused(_("Its rule has %(names)s, which activities do not have.") % {"names": ", ".join(named)})
    value = value_of(event, "dtstart")
    if other_zone(value):
        notes.append(_("it comes back by the city's days, not by those of its own zone"))
    plain = plain_words(parts, starts)
    times = int(parts["COUNT"]) if "COUNT" in parts else None
    if times is not None and times > 1_000:
        raise Refused(_("It has more than %(count)d dates.") % {"count": 1_000})
    if plain is None:
        return {"repeats": Repeats.RULE, "rule": text, "until": until, "times": times}
    return {**plain, "until": until, "times": times, "every": int(parts.get("INTERVAL", "1"))}


def plain_words(parts: dict[str, str], starts: When) -> dict[str, Any] | None:
    """Without interval and end; None for what the form has no words for."""
    if int(parts.get("INTERVAL", "1")) > 99:
        return None
    said = parts.keys() - {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST"}
    weekly = parts["FREQ"] == "WEEKLY"
    if "WKST" in parts and parts["WKST"] != "MO" and weekly and parts.get("INTERVAL", "1") != "1":
        return None
    day = day_of(starts)
    if parts["FREQ"] == "DAILY" and not said:
        return {"repeats": Repeats.DAILY}
    if weekly and said <= {"BYDAY"}:
        days = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
        if set(days) <= set(BYDAY):
            return {"repeats": Repeats.WEEKLY, "weekdays": sorted(BYDAY.index(day) for day in set(days))}
    if parts["FREQ"] == "MONTHLY" and said <= {"BYMONTHDAY"} and parts.get("BYMONTHDAY", str(day.day)) == str(day.day):
        return {"repeats": Repeats.MONTHLY}
    if parts["FREQ"] == "YEARLY" and not said:
        return {"repeats": Repeats.YEARLY}
    return None
