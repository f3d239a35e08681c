"""Signing up: places are held from the first step, taken with the last one, and never oversold."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.api import (
    HandedInBy,
    NoPlaceLeft,
    Places,
    Throttle,
    give_back,
    hand_over,
    hold,
    take,
)
from portal.plugins.bundled.class_signups.choices import Phase, SignUpFor
from portal.plugins.bundled.class_signups.models import (
    ClassChild,
    ClassCourse,
    ClassSession,
    ClassSignUp,
    identity_of,
)
from portal.plugins.bundled.class_signups.residence import confirm_new, until_text
from portal.plugins.bundled.class_signups.telling import tell_family
from portal.plugins.bundled.class_signups.waiting import fill, join_line, locked_course
from portal.plugins.bundled.class_signups.wording import phase_text

HELD_FOR = dt.timedelta(minutes=10)
#: From one network in ten minutes; a whole estate may share one. Beyond it people sign up without a hold.
HOLDS = Throttle("class-holds", 20, 600)


def holder_of(once: uuid.UUID | None) -> str:
    """Of what a form holds that is not sent yet."""
    return f"class_signups.form:{once}"


def places_of(course: ClassCourse, sessions: Sequence[ClassSession]) -> list[Places]:
    return list(sessions) if course.sign_up_for == SignUpFor.SESSIONS else [course]


def hold_places(
    course: ClassCourse, sessions: Sequence[ClassSession], *, once: uuid.UUID, count: int, request: HttpRequest
) -> dt.datetime | None:
    """Until when the family's places are held while it looks at what it typed; None where they are not."""
    if HOLDS.is_too_many(request):
        return None
    if course.is_undrawn:
        return None
    until = timezone.now() + HELD_FOR
    places = places_of(course, sessions)
    return until if hold(places, holder=holder_of(once), count=count, until=until) else None


def settle(sign_up: ClassSignUp) -> None:
    """In the transaction that stores it: its children, its places or its place in the line, and a message.
    ValidationError undoes all."""
    course = locked_course(sign_up.course_id)
    phase = course.phase()
    if phase in (Phase.CANCELLED, Phase.OVER):
        raise ValidationError(phase_text(course))
    if sign_up.handed_in_by == HandedInBy.WEB and phase not in (Phase.OPEN, Phase.FULL):
        raise ValidationError(phase_text(course))
    _store_children(sign_up)
    sign_up.sessions.set(sign_up.new_sessions)
    if course.is_undrawn:
        confirm_new(sign_up)
        _enter_draw(course, sign_up)
        return
    places = places_of(course, sign_up.new_sessions)
    hand_over(places, holder=holder_of(sign_up.once), to=sign_up.holder)
    if confirm_new(sign_up) is False and course.puts_residents_first:
        _wait(course, sign_up, "classes.waiting_residents")
        return
    try:
        take(places, holder=sign_up.holder, count=len(sign_up.new_children))
    except NoPlaceLeft:
        if course.sign_up_for != SignUpFor.COURSE:
            raise
        _wait(course, sign_up)
        return
    sign_up.children.update(has_place=True)
    tell_family(sign_up, "classes.signed_up")


def _enter_draw(course: ClassCourse, sign_up: ClassSignUp) -> None:
    """Who comes after the list is published waits behind all of it."""
    if course.draw_list:
        join_line(course, sign_up)
    tell_family(sign_up, "classes.waiting" if course.draw_list else "classes.in_draw")


def _wait(course: ClassCourse, sign_up: ClassSignUp, kind: str = "classes.waiting") -> None:
    """What it had held goes back into the pot: who waits longer is asked first."""
    join_line(course, sign_up)
    tell_family(sign_up, kind, until=until_text(course, sign_up.language))
    give_back(course, holder=sign_up.holder)
    fill(locked_course(course.pk))


def _store_children(sign_up: ClassSignUp) -> None:
    for number, child in enumerate(sign_up.new_children):
        child.pk, child.sign_up, child.number = None, sign_up, number
        child.identity = identity_of(sign_up.course, child.name, child.born)
        try:
            with transaction.atomic():
                child.save(force_insert=True)
        except IntegrityError:
            raise ValidationError(already_in(child.name)) from None


def already_in(name: str) -> str:
    text = _("%(name)s is signed up for this class already. If that was not you, please ask at the counter.")
    return text % {"name": name}


def known_identities(course: ClassCourse, identities: Iterable[str]) -> set[str]:
    found = ClassChild.objects.filter(sign_up__course=course, identity__in=list(identities))
    return {str(identity) for identity in found.values_list("identity", flat=True)}
