"""Enough, or not: when sign-up closes, a class with a least number takes place, goes on in another one, or is called
off, and all are told."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from portal.plugins.api import calendar_changed, communities_with
from portal.plugins.bundled.class_signups.choices import SeatsBy
from portal.plugins.bundled.class_signups.locking import locked_courses
from portal.plugins.bundled.class_signups.merging import can_take_over, lock_families, merge
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSignUp
from portal.plugins.bundled.class_signups.storing import KEY
from portal.plugins.bundled.class_signups.telling import tell_family


def decide_minimums() -> int:
    """About once a minute, where the plugin is on; how many classes were decided."""
    on = communities_with(KEY).order_by().values("pk")
    due = ClassCourse.objects.filter(
        minimum__isnull=False,
        decided_at=None,
        closes_at__lte=timezone.now(),
        is_public=True,
        is_cancelled=False,
        community__in=on,
    )
    due = due.exclude(seats_by=SeatsBy.DRAW, drawn_at=None)  # only then it is known who comes
    due = due.exclude(residents_until__isnull=False, residents_ended_at=None)
    return sum(decide(pk) for pk in merging_first(dict(due.not_over().order_by("pk").values_list("pk", "merge_into"))))


def merging_first(due: dict[int, int | None]) -> Iterable[int]:
    """Each before the one it would go on in: whose number is asked for once all have come."""
    while due:
        awaited = {into for pk, into in due.items() if into != pk}
        ready = [pk for pk in due if pk not in awaited] or [min(due)]  # in a ring somebody has to be first
        yield from ready
        due = {pk: into for pk, into in due.items() if pk not in ready}


@transaction.atomic
def decide(pk: int) -> bool:
    """Once: false where somebody else did it, or sign-up was prolonged meanwhile. All of it or nothing: families that
    go over, and what they are told."""
    into = ClassCourse.objects.values_list("merge_into", flat=True).get(pk=pk)
    if into is not None:
        lock_families(pk)
    courses = locked_courses(pk, *([into] if into else []))
    course = courses[pk]
    if course.decided_at or course.minimum is None or course.closes_at is None or course.closes_at > timezone.now():
        return False
    there = ClassSignUp.objects.filter(course=course, withdrawn_at=None).order_by().values("pk")
    placed = ClassChild.objects.filter(sign_up__in=there, has_place=True).count()
    course.decided_at, course.is_called_off = timezone.now(), placed < course.minimum
    other = courses.get(into) if into else None
    if course.is_called_off and other is not None and can_take_over(other, course):
        course.merged_into = other
    course.save(update_fields=["decided_at", "is_called_off", "merged_into"])
    calendar_changed(KEY, [str(course.key)])
    went = merge(course, course.merged_into) if course.merged_into else set()
    tell_decided(course, went)
    return True


def tell_decided(course: ClassCourse, went: Collection[int]) -> None:
    """Those who are still of this class; who went over was told of the other one."""
    there = ClassSignUp.objects.filter(course=course, withdrawn_at=None).select_related("course", "community")
    families, kind = there.exclude(pk__in=went), "classes.called_off"
    if not course.is_called_off:
        families, kind = there.filter(children__has_place=True).distinct(), "classes.takes_place"
    for sign_up in families:
        tell_family(sign_up, kind, key=f"{sign_up.pk}:{course.closes_at:%Y-%m-%dT%H:%M:%S%z}")
