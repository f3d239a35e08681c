"""What a family answers to an offer, and what time does to it. Each action is one transaction."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.api import communities_with, hand_over
from portal.plugins.bundled.class_signups.choices import Answer
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassOffer, ClassSignUp
from portal.plugins.bundled.class_signups.telling import tell_family
from portal.plugins.bundled.class_signups.waiting import KEY, close_offer, fill, locked_course
from portal.plugins.bundled.class_signups.waking import waking_end

#: Hours between 8 and 21 to answer in; and how long a family that keeps its position is asked nothing.
HOURS, SITS_OUT = 13, dt.timedelta(days=3)
KIND = "classes.offer"


def open_offer_of(sign_up: ClassSignUp, pk: int) -> tuple[ClassCourse, ClassOffer]:
    """With the course locked. ValidationError where it is answered or its time is over."""
    course = locked_course(sign_up.course_id)
    made = ClassOffer.objects.select_related("sign_up__course").filter(pk=pk, sign_up=sign_up, answer="").first()
    if made is None or made.is_late():
        raise ValidationError(_("This offer is answered already, or its time is over."))
    return course, made


@transaction.atomic
def accept(sign_up: ClassSignUp, pk: int, *, children: Sequence[int] = ()) -> None:
    """For all children, or where fewer places are offered for those of these keys; the others keep their position."""
    course, made = open_offer_of(sign_up, pk)
    waiting = [child for child in made.sign_up.children.all() if not child.has_place]
    chosen = [child for child in waiting if child.pk in children] if made.count < len(waiting) else waiting
    if len(chosen) != made.count:
        raise ValidationError(_("Please choose who gets the place."))
    hand_over(course, holder=made.holder, to=made.sign_up.holder)
    made.sign_up.children.filter(pk__in=[child.pk for child in chosen]).update(has_place=True)
    if len(chosen) == len(waiting):
        ClassSignUp.objects.filter(pk=sign_up.pk).update(queue=None)
    close_offer(made, Answer.ACCEPTED)
    tell_family(made.sign_up, "classes.signed_up", key=f"offer:{made.pk}")


@transaction.atomic
def decline(sign_up: ClassSignUp, pk: int, *, keeps_place: bool = False, only_together: bool = False) -> None:
    """Off the list; or `keeps_place`: asked again later, at the same position; or `only_together`: when there is room
    for all of them."""
    _course, made = open_offer_of(sign_up, pk)
    values: dict[str, Any]
    if only_together:
        values = {"only_together": True}
    elif keeps_place:
        values = {"sits_out_until": timezone.now() + SITS_OUT}
    else:
        values = {"queue": None}
    ClassSignUp.objects.filter(pk=sign_up.pk).update(**values)
    close_offer(made, Answer.KEPT if keeps_place or only_together else Answer.DECLINED)


def start_clock(offer_pk: int, told_at: dt.datetime) -> None:
    """Somebody knows of the offer now: by a text or mail that arrived, or a call that is recorded."""
    made = ClassOffer.objects.filter(pk=offer_pk, answer="", told_at=None).first()
    if made is not None:
        made.told_at, made.ends_at = told_at, waking_end(told_at, HOURS)
        made.save(update_fields=["told_at", "ends_at"])


@transaction.atomic
def end_offer(pk: int) -> bool:
    """Time is over without an answer: the family leaves the line and is told so, the next one is asked."""
    made = ClassOffer.objects.select_related("sign_up__course", "sign_up__community").get(pk=pk)
    locked_course(made.sign_up.course_id)
    made.refresh_from_db(fields=["answer", "ends_at"])
    if made.answer or not made.is_late():
        return False
    ClassSignUp.objects.filter(pk=made.sign_up_id).update(queue=None)
    close_offer(made, Answer.LATE)
    tell_family(made.sign_up, "classes.offer_over", key=str(made.pk))
    return True


def move_lists() -> int:
    """About once a minute: offers whose time is over end, and what is free is offered, where the plugin is on."""
    on = communities_with(KEY).order_by().values("pk")
    late = ClassOffer.objects.filter(answer="", ends_at__lte=timezone.now(), sign_up__course__community__in=on)
    ended = sum(end_offer(pk) for pk in late.order_by("ends_at", "pk").values_list("pk", flat=True))
    waiting = ClassSignUp.objects.filter(queue__isnull=False, withdrawn_at=None, course__community__in=on)
    for pk in sorted(set(waiting.order_by().values_list("course", flat=True))):
        with transaction.atomic():
            fill(locked_course(pk))
    return ended
