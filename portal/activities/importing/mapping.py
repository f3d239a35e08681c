"""An event of a calendar file as an activity, and what of it cannot be carried."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from icalendar import Event

from portal.activities.importing.reading import Group
from portal.activities.importing.times import Refused, local_when, rule_values, span_of
from portal.recurrence import Days, When, day_of
from portal.timetables.choices import Change, Repeats
from portal.timetables.plan import DateChange, Plan, PlanError, check_dates, schedule_of

#: Of changes to single dates, those further back say nothing any more.
KEPT = dt.timedelta(days=400)
MOST_CHANGES = 200
#: Properties that activities have a field for, or that say nothing to residents.
CARRIED = {
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "SUMMARY", "DESCRIPTION",
    "LOCATION", "ORGANIZER", "STATUS", "RRULE", "EXDATE", "RDATE", "EXRULE", "RECURRENCE-ID", "TRANSP", "CLASS",
    "PRIORITY",
}  # fmt: skip


@dataclass
class Record:
    """An activity to write; `values` are fields of the page, `notes` what was not carried or was assumed."""

    uid: str
    title: str
    values: dict[str, Any]
    changes: list[DateChange]
    notes: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        said = (self.title, sorted(self.values.items(), key=lambda item: item[0]), self.changes)
        return hashlib.sha256(repr(said).encode()).hexdigest()


def record_from(group: Group) -> Record:
    """Raises Refused, saying why."""
    try:
        return _record(group)
    except Refused:
        raise
    except Exception as error:  # whatever the library meets when it is asked for a broken property
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise Refused(_("It cannot be read: %(reason)s") % {"reason": reason}) from error


def _record(group: Group) -> Record:
    if group.master is None:
        raise Refused(_("It is one date of a series that is not in the file."))
    if not group.uid:
        raise Refused(_("It has no UID, so importing it again would double it."))
    if len(group.uid) > 500:
        raise Refused(_("Its UID is too long."))
    event = group.master
    notes: list[str] = []
    title = text_of(event, "summary")[:255]
    if not title:
        raise Refused(_("It has no title (SUMMARY)."))
    if str(event.get("class", "PUBLIC")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        raise Refused(_("It is marked as private."))
    starts, ends = span_of(event, notes)
    values = {**words_of(event), **times_of(starts, ends), **rule_values(event, starts, notes)}
    changes = [*dates_left_out(event, starts), *dates_added(event, starts, ends), *overridden(group, starts, notes)]
    if group.doubles:
        notes.append(_("the file has it more than once: the newest was taken"))
    if unknown := sorted({name.upper() for name in event} - CARRIED):
        notes.append(_("not carried: %(names)s") % {"names": ", ".join(unknown)})
    if event.subcomponents:
        notes.append(_("not carried: reminders"))
    plan, changes = checked(values, changes, notes)
    return Record(group.uid, title, values, list(plan.changes), notes)


def text_of(event: Event, name: str) -> str:
    found = event.get(name)
    return str(found[0] if isinstance(found, list) else found).strip() if found else ""


def words_of(event: Event) -> dict[str, Any]:
    description = text_of(event, "description")
    organizer = event.get("organizer")
    name = str(getattr(organizer, "params", {}).get("CN", "")) if organizer and not isinstance(organizer, list) else ""
    paragraphs = [line.strip() for line in description.splitlines() if line.strip()]
    is_short = len(paragraphs) <= 1 and len(description) <= 300
    return {
        "summary": (paragraphs[0] if paragraphs else text_of(event, "summary"))[:300],
        "body": "" if is_short else str(format_html_join("", "<p>{}</p>", ((line,) for line in paragraphs))),
        "place": " ".join(text_of(event, "location").split())[:200],
        "organiser": name[:200],
        "is_cancelled": text_of(event, "status").upper() == "CANCELLED",
    }


def times_of(starts: When, ends: When) -> dict[str, Any]:
    if not isinstance(starts, dt.datetime) or not isinstance(ends, dt.datetime):
        last = ends - dt.timedelta(days=1)
        return {"starts_on": starts, "start_time": None, "end_time": None, "ends_on": last if last != starts else None}
    other_day = ends.date() if ends.date() != starts.date() else None
    return {"starts_on": starts.date(), "start_time": starts.time(), "end_time": ends.time(), "ends_on": other_day}


# Single dates


def values_in(event: Event, name: str) -> Iterator[Any]:
    found = event.get(name)
    for each in found if isinstance(found, list) else [found] if found is not None else []:
        for value in getattr(each, "dts", ()):
            yield value.dt


def dates_left_out(event: Event, starts: When) -> Iterator[DateChange]:
    for value in values_in(event, "exdate"):
        yield DateChange(day_of(local_when(value, "exdate")), Change.LEFT_OUT)


def dates_added(event: Event, starts: When, ends: When) -> Iterator[DateChange]:
    for value in values_in(event, "rdate"):
        begins = local_when(value, "rdate")
        if not isinstance(starts, dt.datetime) or not isinstance(begins, dt.datetime):
            if begins != starts:
                yield DateChange(day_of(begins), Change.EXTRA)
            continue
        over: When = begins + (ends - starts)
        if isinstance(value, tuple):
            over = begins + value[1] if isinstance(value[1], dt.timedelta) else local_when(value[1], "rdate")
        if begins != starts:
            yield DateChange(begins.date(), Change.EXTRA, None, begins.time(), end_time_of(begins, over))


def overridden(group: Group, starts: When, notes: list[str]) -> Iterator[DateChange]:
    seen = set()
    for event in group.overrides:
        value = getattr(event.get("recurrence-id"), "dt", None)
        if value is None:
            raise Refused(_("%(name)s cannot be read.") % {"name": "RECURRENCE-ID"})
        original = day_of(local_when(value, "recurrence-id"))
        if original in seen:
            continue
        seen.add(original)
        if "RANGE" in event["recurrence-id"].params:
            notes.append(_("%(day)s: changed for that date alone, not for all after it") % {"day": original})
        if text_of(event, "status").upper() == "CANCELLED":
            yield DateChange(original, Change.CANCELLED)
            continue
        begins, over = span_of(event, [])
        if group.master and text_of(event, "summary") != text_of(group.master, "summary"):
            notes.append(_("%(day)s: other words of a single date are not carried") % {"day": original})
        if isinstance(starts, dt.datetime) != isinstance(begins, dt.datetime):
            raise Refused(_("Some of its dates are whole days, others have times."))
        if not isinstance(begins, dt.datetime):
            if begins != original:
                yield DateChange(original, Change.MOVED, begins)
            continue
        change = DateChange(original, Change.MOVED, begins.date(), begins.time(), end_time_of(begins, over))
        yield change


def end_time_of(begins: dt.datetime, over: When) -> dt.time | None:
    """None where it ends on another day: it is then as long as usual."""
    same_day = isinstance(over, dt.datetime) and over.date() == begins.date() and over > begins
    return over.time() if same_day else None  # type: ignore[union-attr]  # as just looked at


def checked(values: Mapping[str, Any], changes: list[DateChange], notes: list[str]) -> tuple[Plan, list[DateChange]]:
    """A plan that works out; changes of dates that the rule does not have are left out and noted."""
    early = timezone.localdate() - KEPT
    kept = [each for each in dict.fromkeys(changes) if max(each.date, each.to_date or each.date) >= early]
    if len(kept) > MOST_CHANGES:
        raise Refused(_("More than %(count)d of its dates are different from its rule.") % {"count": MOST_CHANGES})
    names = ("starts_on", "start_time", "end_time", "ends_on", "until", "times", "rule", "every", "repeats")
    plan = Plan(
        **{name: values[name] for name in names if name in values},
        weekdays=tuple(values.get("weekdays", ())),
        changes=tuple(kept),
    )
    if plan.repeats == Repeats.NEVER and any(each.change != Change.EXTRA for each in kept):
        notes.append(_("it does not come back: what is said of single dates was left out"))
        plan = replace(plan, changes=tuple(each for each in kept if each.change == Change.EXTRA))
    while True:
        try:
            check_dates(plan, schedule_of(plan), Days())
        except PlanError as error:
            if error.row is None:
                raise Refused(error.message) from None
            gone = plan.changes[error.row]
            notes.append(_("%(day)s: %(problem)s") % {"day": gone.date, "problem": error.message})
            plan = replace(plan, changes=tuple(each for each in plan.changes if each is not gone))
        except (ValueError, OverflowError) as error:
            raise Refused(str(error)) from None
        else:
            return plan, list(plan.changes)
