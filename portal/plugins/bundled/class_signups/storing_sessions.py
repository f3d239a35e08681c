"""The sessions of a course follow its page. What changes for who has a place is handed back, to be proposed."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from portal.plugins.bundled.class_signups.choices import SignUpFor
from portal.plugins.bundled.class_signups.differences import Row, row_of, span_of
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSession

#: {when the rule has it begin: (starts, ends, is it called off)}
Dates = dict[dt.datetime, tuple[dt.datetime, dt.datetime, bool]]


def store_sessions(course: ClassCourse, capacity: int | None, dates: Dates) -> list[Row]:
    """What is over stays; what is ahead and no longer takes place goes, or is called off where somebody had a place."""
    capacity = capacity if course.sign_up_for == SignUpFor.SESSIONS else None
    known = {session.original: session for session in course.sessions.all()}
    rows = [*_end(known, dates), *_move(course, known, dates, capacity)]
    return [row for row in rows if row["before"] != row["after"]]


def _end(known: dict[dt.datetime, ClassSession], dates: Dates) -> Iterator[Row]:
    """Those that have no date any more. One whose day has another time in the rule now is moved to it, not ended."""
    now = timezone.now()
    free = {_day(original): original for original in dates if original not in known}
    for original, session in list(known.items()):
        if original in dates or session.starts < now:
            continue
        if (other := free.pop(_day(original), None)) is not None:
            known[other] = known.pop(original)
            continue
        yield row_of(original.isoformat(), _span(session), None, session=session.pk)
        if session.taken:
            session.is_cancelled = True
            session.save(update_fields=["is_cancelled"])
        else:
            session.delete()


def _move(
    course: ClassCourse, known: dict[dt.datetime, ClassSession], dates: Dates, capacity: int | None
) -> Iterator[Row]:
    for original, (starts, ends, is_off) in dates.items():
        session = known.get(original) or ClassSession(course=course, original=original)
        stored = (session.original, session.starts, session.ends, session.is_cancelled, session.capacity)
        before = _span(session)
        key = session.original.isoformat()
        session.original, session.starts, session.ends, session.is_cancelled = original, starts, ends, is_off
        session.capacity = max(capacity, session.taken) if capacity is not None else None
        if session.pk is None or stored != (original, starts, ends, is_off, session.capacity):
            session.save()
        yield row_of(key, before, _span(session), session=session.pk)


def _span(session: ClassSession) -> list[str] | None:
    """None where it does not take place."""
    if session.starts is None or session.is_cancelled:
        return None
    return span_of(session.starts, session.ends)


def _day(moment: dt.datetime) -> dt.date:
    return timezone.localdate(moment)
