"""A family takes other sessions, or gives some up: all of the change or nothing."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.api import NoPlaceLeft, give_back, take
from portal.plugins.bundled.class_signups.choices import Phase, SignUpFor
from portal.plugins.bundled.class_signups.forms import session_label
from portal.plugins.bundled.class_signups.locking import lock_places, locked_sign_up
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSession, ClassSignUp
from portal.plugins.bundled.class_signups.waiting import locked_course
from portal.plugins.bundled.class_signups.wording import phase_text, session_text


class Refused(Exception):
    """Says why, in the family's language."""


@dataclass(frozen=True, slots=True)
class SessionChoice:
    value: str
    label: str
    is_chosen: bool


def session_choices(sign_up: ClassSignUp) -> list[SessionChoice]:
    """Those ahead that have room, and the family's own; none where the whole course is signed up for. As ticked last
    where that was refused."""
    if sign_up.course.sign_up_for != SignUpFor.SESSIONS:
        return []
    own = {session.pk for session in sign_up.sessions.all()}
    chosen = set(sign_up.refused_sessions) or {str(pk) for pk in own}
    wants = len(sign_up.children.all())
    ahead = [each for each in sessions_ahead(sign_up.course) if each.pk in own or has_room(each, wants)]
    return [
        SessionChoice(str(each.pk), label_of(each, is_own=each.pk in own), str(each.pk) in chosen) for each in ahead
    ]


def label_of(session: ClassSession, *, is_own: bool) -> str:
    """What is left matters for those one does not have yet."""
    return session_text(session) if is_own else session_label(session)


def sessions_ahead(course: ClassCourse) -> list[ClassSession]:
    return list(course.sessions.filter(starts__gt=timezone.now(), is_cancelled=False))


def has_room(session: ClassSession, count: int) -> bool:
    return session.left is None or session.left >= count


def change_sessions(sign_up: ClassSignUp, chosen: Collection[str]) -> bool:
    try:
        exchange(sign_up.pk, frozenset(chosen))
    except Refused as refused:
        sign_up.refusal = str(refused)
        sign_up.refused_sessions = tuple(chosen)
        return False
    return True


@transaction.atomic
def exchange(pk: int, chosen: Collection[str]) -> None:
    """Raises Refused, and then nothing has changed. Sessions that were, or are called off, stay as they are."""
    row = locked_sign_up(pk)
    course = locked_course(row.course_id)
    if row.withdrawn_at or course.sign_up_for != SignUpFor.SESSIONS:
        raise Refused(_("This cannot be changed any more."))
    ahead = {str(each.pk): each for each in sessions_ahead(course)}
    if not set(chosen) <= ahead.keys():
        raise Refused(_("One of these sessions was called off just now. Please choose again."))
    own = list(row.sessions.all())
    if not chosen and all(str(each.pk) in ahead for each in own):
        raise Refused(_("Please keep at least one session. To give up all of them, cancel below."))
    new = [each for key, each in ahead.items() if key in chosen and each not in own]
    gone = [each for each in own if str(each.pk) in ahead and str(each.pk) not in chosen]
    if new and course.phase() != Phase.OPEN:
        why = phase_text(course)
        raise Refused(_("You can give up sessions now, but not take others: %(why)s.") % {"why": why})
    lock_places([*new, *gone])
    take_all(row, new)
    give_back(gone, holder=row.holder)
    row.sessions.add(*new)
    row.sessions.remove(*gone)


def take_all(row: ClassSignUp, new: list[ClassSession]) -> None:
    try:
        take(new, holder=row.holder, count=len(row.children.all()))
    except NoPlaceLeft as full:
        session = next(each for each in new if each.pk == full.places.pk)
        text = _("%(session)s is full by now. Nothing was changed: please choose again.")
        raise Refused(text % {"session": session_text(session)}) from None
