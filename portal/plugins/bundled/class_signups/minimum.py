"""Enough, or not: when sign-up closes, a class with a least number takes place or is called off, and all are told."""

from django.db import transaction
from django.utils import timezone

from portal.plugins.api import calendar_changed, communities_with
from portal.plugins.bundled.class_signups.choices import SeatsBy
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSignUp
from portal.plugins.bundled.class_signups.storing import KEY
from portal.plugins.bundled.class_signups.telling import tell_family
from portal.plugins.bundled.class_signups.waiting import locked_course


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
    keys = list(due.not_over().order_by("pk").values_list("pk", flat=True))
    return sum(decide(pk) for pk in keys)


@transaction.atomic
def decide(pk: int) -> bool:
    """Once: false where somebody else did it, or sign-up was prolonged meanwhile."""
    course = locked_course(pk)
    if course.decided_at or course.minimum is None or course.closes_at is None or course.closes_at > timezone.now():
        return False
    there = ClassSignUp.objects.filter(course=course, withdrawn_at=None).select_related("course", "community")
    placed = ClassChild.objects.filter(sign_up__in=there.order_by().values("pk"), has_place=True).count()
    course.decided_at, course.is_called_off = timezone.now(), placed < course.minimum
    course.save(update_fields=["decided_at", "is_called_off"])
    calendar_changed(KEY, [str(course.key)])
    if course.is_called_off:
        families, kind = there, "classes.called_off"
    else:
        families, kind = there.filter(children__has_place=True).distinct(), "classes.takes_place"
    for sign_up in families:
        tell_family(sign_up, kind, key=f"{sign_up.pk}:{course.closes_at.isoformat()}")
    return True
