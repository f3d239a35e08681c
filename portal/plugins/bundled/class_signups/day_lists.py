"""What staff see of a day: who is expected, there, absent, missing, and what was said on the phone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from portal.plugins.bundled.class_signups.ages import age_on
from portal.plugins.bundled.class_signups.choices import CallResult, DayState, SignUpFor
from portal.plugins.bundled.class_signups.collecting import allowed_names
from portal.plugins.bundled.class_signups.models import (
    ClassAttendance,
    ClassCall,
    ClassChild,
    ClassCourse,
    ClassSession,
    ClassSignUp,
)


@dataclass(frozen=True, slots=True)
class DayLine:
    """A child on a day."""

    child: ClassChild
    session: ClassSession
    row: ClassAttendance | None = None
    calls: list[ClassCall] = field(default_factory=list)
    is_missing: bool = False
    #: A place is offered to its family, for a sister or brother.
    is_offered: bool = False

    @property
    def sign_up(self) -> ClassSignUp:
        return self.child.sign_up

    @property
    def age(self) -> int | None:
        return age_on(self.child.born, timezone.localdate(self.session.starts)) if self.child.born else None

    @property
    def state(self) -> DayState:
        return self.row.state if self.row else DayState.EXPECTED

    @property
    def last_call(self) -> ClassCall | None:
        return self.calls[-1] if self.calls else None

    @property
    def said_to_come(self) -> bool:
        return self.state == DayState.EXPECTED and bool(self.calls) and self.calls[-1].result == CallResult.COMES

    @property
    def collectors(self) -> list[str]:
        return allowed_names(self.sign_up.collectors)


def session_to_show(sessions: Iterable[ClassSession], now: dt.datetime | None = None) -> ClassSession | None:
    """Today's, that is on or comes next; else the next one; else the last that was."""
    now = now or timezone.now()
    there = [each for each in sessions if not each.is_cancelled]
    today = [each for each in there if timezone.localdate(each.starts) == timezone.localdate(now)]
    on_or_next = [each for each in today if each.ends > now] or today[-1:]
    ahead = [each for each in there if each.starts > now]
    return next(iter(on_or_next or ahead or there[-1:]), None)


def expected_children(session: ClassSession) -> Q:
    """With a place, at that session; `course` is read already."""
    chosen = Q(sign_up__sessions=session) if session.course.sign_up_for == SignUpFor.SESSIONS else Q()
    return Q(sign_up__course=session.course, sign_up__withdrawn_at=None, has_place=True) & chosen


def day_of(session: ClassSession) -> list[DayLine]:
    """By name: who is expected, and whoever came. Four queries, however many."""
    rows = {row.child_id: row for row in session.attendances.select_related("in_by", "out_by", "absent_by")}
    came = [pk for pk, row in rows.items() if pk and row.in_at]
    children = ClassChild.objects.filter(expected_children(session) | Q(pk__in=came)).exclude(name="").distinct()
    calls: dict[int, list[ClassCall]] = {}
    for call in session.calls.select_related("by"):
        calls.setdefault(call.child_id, []).append(call)
    missing = set(missing_at(session)) if session.course.is_care_group else set()
    return [
        DayLine(child, session, rows.get(child.pk), calls.get(child.pk, []), child.pk in missing, child.is_offered)
        for child in children.with_offer().select_related("sign_up").order_by("name", "pk")
    ]


def missing_at(session: ClassSession) -> list[int]:
    found = ClassChild.objects.missing(sign_up__course=session.course_id).filter(missed=session.pk)
    return list(found.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class DayCounts:
    expected: int
    there: int
    left: int
    absent: int
    missing: int


def counts_of(lines: Iterable[DayLine]) -> DayCounts:
    lines = list(lines)
    states = [line.state for line in lines]
    return DayCounts(
        expected=states.count(DayState.EXPECTED),
        there=states.count(DayState.THERE),
        left=states.count(DayState.LEFT),
        absent=states.count(DayState.ABSENT),
        missing=sum(line.is_missing for line in lines),
    )


def missing_now(courses: Iterable[ClassCourse]) -> list[DayLine]:
    """Over all care groups, the longest expected first. Two queries."""
    found = ClassChild.objects.missing(sign_up__course__in=courses).select_related("sign_up__course")
    children = list(found.with_offer().order_by("name", "pk"))
    sessions = ClassSession.objects.select_related("course").in_bulk({child.missed for child in children})
    lines = [DayLine(child, sessions[child.missed], is_missing=True, is_offered=child.is_offered) for child in children]
    return sorted(lines, key=lambda line: line.session.starts)
