"""The waiting list: who is offered a place that is free, in which order.

The rules, which tests hold against every course of events:

* First come, first offered. A family is one entry; its position is its number in the line, and stays.
* Where fewer places are free than it needs, the family at the head is offered those first: it may take them for some of
  its children, or wait until there is room for all, and is then passed over for as long as there is not.
* A place that is offered is taken until it is answered. A family that keeps its position sits out for a while.
* Where residents come first, only those are offered a place whose residence is confirmed, until that has ended.
* So no place is free and unoffered while somebody waits who would be offered it.

Everything here runs in the caller's transaction with the course's row locked.
"""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from portal.plugins.api import Places, communities_with, give_back, take, take_back
from portal.plugins.bundled.class_signups.choices import Answer, Phase, SignUpFor
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassOffer, ClassSignUp
from portal.plugins.bundled.class_signups.telling import tell_family

KEY = "classes"


def locked_course(pk: int) -> ClassCourse:
    """Its places' row is the lock, as for whoever takes and gives back; then it is read as it is now."""
    Places.objects.select_for_update().get(pk=pk)
    return ClassCourse.objects.get(pk=pk)


def line_of(course: ClassCourse) -> QuerySet[ClassSignUp]:
    """Who waits, the first first."""
    waiting = ClassSignUp.objects.filter(course=course, queue__isnull=False, withdrawn_at=None)
    return waiting.select_related("course", "community").prefetch_related("children", "offers").order_by("queue")


def join_line(course: ClassCourse, sign_up: ClassSignUp) -> None:
    """Behind everybody who ever waited: a number is given once."""
    course.last_queue += 1
    ClassCourse.objects.filter(pk=course.pk).update(last_queue=course.last_queue)
    sign_up.queue = course.last_queue
    ClassSignUp.objects.filter(pk=sign_up.pk).update(queue=sign_up.queue)


def position_of(sign_up: ClassSignUp) -> int:
    """1 is the next; 0 for who does not wait. One query."""
    if sign_up.queue is None or sign_up.withdrawn_at:
        return 0
    before = ClassSignUp.objects.filter(course=sign_up.course_id, withdrawn_at=None, queue__lt=sign_up.queue)
    return before.count() + 1


def fill(course: ClassCourse) -> list[ClassOffer]:
    """Offer what is free to who waits; the offers made or raised. Idempotent."""
    if not gives_places(course):
        return []
    made = []
    line = whom_to_offer(line_of(course), free=course.left, residents_only=course.puts_residents_first)
    for sign_up, count in line:
        made.append(offer(course, sign_up, count))
    return made


def gives_places(course: ClassCourse) -> bool:
    if (
        course.sign_up_for != SignUpFor.COURSE
        or course.phase() in (Phase.CANCELLED, Phase.OVER)
        or not course.is_public
    ):
        return False
    return communities_with(KEY).filter(pk=course.community_id).exists()


def whom_to_offer(
    line: Iterable[ClassSignUp], *, free: int | None, residents_only: bool = False
) -> Iterable[tuple[ClassSignUp, int]]:
    """The rules: (family, how many places it is offered in all). `free` None is without a limit."""
    now = timezone.now()
    for sign_up in line:
        if free is not None and free < 1:
            return
        if residents_only and not sign_up.is_resident:
            continue
        open_offer = sign_up.open_offer()
        offered = open_offer.count if open_offer else 0
        wants = sign_up.wants() - offered
        if wants < 1 or (sign_up.sits_out_until and sign_up.sits_out_until > now):
            continue
        more = wants if free is None else min(wants, free)
        if more < wants and sign_up.only_together:
            continue
        if free is not None:
            free -= more
        yield sign_up, offered + more


def offer(course: ClassCourse, sign_up: ClassSignUp, count: int) -> ClassOffer:
    """Or raise the one that is open. The clock starts when the family knows, see `offers.start_clock`."""
    made = sign_up.open_offer() or ClassOffer(sign_up=sign_up)
    made.count = count
    made.save()
    take(course, holder=made.holder, count=count)
    tell_family(sign_up, "classes.offer", key=f"{made.pk}:{count}")
    return made


def close_offer(made: ClassOffer, answer: Answer) -> None:
    """Answered, and its places free again for the next; what is to be theirs was handed over before."""
    ClassOffer.objects.filter(pk=made.pk).update(answer=answer, answered_at=timezone.now())
    made.answer = answer
    take_back(about=made.sign_up.about, kind="classes.offer")  # who has answered before hearing of it need not hear it
    give_back(made.sign_up.course, holder=made.holder)
