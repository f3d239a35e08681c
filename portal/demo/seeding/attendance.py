"""Who came to the demo's care groups on the last days, and how it stands today: invented, and the same each time."""

from datetime import datetime, timedelta
from itertools import cycle

from django.utils import timezone

from portal.plugins.bundled.class_signups.choices import AbsenceSaid, LeftWith
from portal.plugins.bundled.class_signups.collecting import allowed_names
from portal.plugins.bundled.class_signups.models import ClassAttendance, ClassChild, ClassCourse, ClassSession

DAYS = 10


def seed_attendance() -> None:
    """Some days full of children who came and went; on the next one, or the one that is on, a child is absent."""
    now = timezone.now()
    for course in ClassCourse.objects.filter(is_care_group=True, is_public=True):
        children = list(ClassChild.objects.with_place().filter(sign_up__course=course).select_related("sign_up"))
        sessions = course.sessions.filter(is_cancelled=False)
        past = sessions.filter(ends__lt=now).order_by("-starts")[:DAYS]
        rows = [row for number, session in enumerate(past) for row in day_that_was(session, children, number)]
        coming = sessions.filter(ends__gte=now).order_by("starts").first()
        if coming and children:
            rows += day_that_is(coming, children, now)
        ClassAttendance.objects.bulk_create(rows)


def day_that_was(session: ClassSession, children: list[ClassChild], number: int) -> list[ClassAttendance]:
    """All but one came within ten minutes, and left in the last half hour."""
    rows = []
    for place, (child, minutes) in enumerate(zip(children, cycle((2, 5, 0, 9, 7)), strict=False)):
        if place == number % (len(children) + 2):
            rows.append(absent(child, session, session.starts - timedelta(hours=3)))
            continue
        came, left = session.starts + timedelta(minutes=minutes), session.ends - timedelta(minutes=3 * minutes)
        with_whom, name = who_collects(child, number)
        rows.append(
            ClassAttendance(
                child=child, session=session, in_at=came, out_at=left, left_with=with_whom, collected_by=name
            )
        )
    return rows


def day_that_is(session: ClassSession, children: list[ClassChild], now: datetime) -> list[ClassAttendance]:
    """One is absent; once it has begun the others are there, but for the last one."""
    first, *others = children
    rows = [absent(first, session, min(now, session.starts - timedelta(hours=1)))]
    if session.starts <= now:
        rows += [ClassAttendance(child=child, session=session, in_at=session.starts) for child in others[:-1]]
    return rows


def absent(child: ClassChild, session: ClassSession, told: datetime) -> ClassAttendance:
    return ClassAttendance(child=child, session=session, absent_at=told, absent_said=AbsenceSaid.PAGE)


def who_collects(child: ClassChild, number: int) -> tuple[LeftWith, str]:
    family = child.sign_up
    if family.may_go_alone:
        return LeftWith.ALONE, ""
    names = ["", *allowed_names(family.collectors)]
    name = names[number % len(names)]
    return (LeftWith.LISTED, name) if name else (LeftWith.GUARDIAN, "")
