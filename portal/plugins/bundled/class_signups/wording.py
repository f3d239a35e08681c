"""How a class stands, in words, in the active language."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.plugins.api import Badge, Building, Fact, day_text, time_text
from portal.plugins.bundled.class_signups.choices import Phase, SeatsBy, SignUpFor
from portal.plugins.bundled.class_signups.draw_codes import code_of
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSession, ClassSignUp
from portal.plugins.bundled.class_signups.waiting import position_of

KINDS = {
    Phase.OPEN: "good",
    Phase.JUST_COME: "good",
    Phase.FULL: "warn",
    Phase.BEFORE: "info",
    Phase.CANCELLED: "danger",
}


def moment_text(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def phase_text(course: ClassCourse) -> str:
    match course.phase():
        case Phase.CANCELLED:
            return _("Called off")
        case Phase.OVER:
            return _("Over")
        case Phase.JUST_COME:
            return _("No sign-up: just come")
        case Phase.BEFORE:
            return _("Sign-up opens %(at)s") % {"at": moment_text(course.opens_at)}
        case Phase.CLOSED:
            return _("Sign-up is closed")
        case Phase.FULL:
            return _("Full")
    if course.closes_at:
        return _("Sign-up open until %(at)s") % {"at": moment_text(course.closes_at)}
    return _("Sign-up open")


def badge_of(course: ClassCourse) -> Badge:
    labels = {
        Phase.CANCELLED: _("Called off"),
        Phase.OVER: _("Over"),
        Phase.JUST_COME: _("Just come"),
        Phase.BEFORE: _("Not open yet"),
        Phase.CLOSED: _("Closed"),
        Phase.FULL: _("Full"),
        Phase.OPEN: _("Sign-up open"),
    }
    phase = course.phase()
    return Badge(labels[phase], KINDS.get(phase, "neutral"))


def places_text(course: ClassCourse) -> str:
    """Read when it is shown. Nothing where places do not run out, or nobody can sign up."""
    if course.is_undrawn and course.phase() == Phase.OPEN and course.capacity is not None:
        text = ngettext("%(all)d place, by a draw", "%(all)d places, by a draw", course.capacity)
        return text % {"all": course.capacity}
    if course.phase() != Phase.OPEN or course.sign_up_for != SignUpFor.COURSE or course.left is None:
        return ""
    text = ngettext("%(left)d of %(all)d places left", "%(left)d of %(all)d places left", course.left)
    return text % {"left": course.left, "all": course.capacity}


def age_text(course: Any) -> str:
    """Of a course or a page."""
    low, high = course.age_from, course.age_to
    if low is not None and high is not None:
        return _("%(low)d to %(high)d years") % {"low": low, "high": high}
    if low is not None:
        return _("from %(low)d years") % {"low": low}
    return _("up to %(high)d years") % {"high": high} if high is not None else ""


def span_text(course: ClassCourse) -> str:
    if course.first_day == course.last_day:
        return day_text(course.first_day)
    return _("%(first)s to %(last)s") % {"first": day_text(course.first_day), "last": day_text(course.last_day)}


# A family's sign-up


def status_text(sign_up: ClassSignUp) -> str:
    if sign_up.withdrawn_at:
        return _("Cancelled by you or for you")
    if sign_up.course.phase() == Phase.CANCELLED:
        return _("The class is called off")
    made = sign_up.open_offer()
    if made is not None:
        text = ngettext("%(count)d place is offered to you", "%(count)d places are offered to you", made.count)
        until = _(", please answer until %(at)s") % {"at": moment_text(made.ends_at)} if made.ends_at else ""
        return text % {"count": made.count} + until
    if sign_up.queue is None and sign_up.course.is_undrawn:
        return _("In the draw, as %(code)s") % {"code": code_of(sign_up.pk)}
    if sign_up.queue is not None:
        text = _("On the waiting list, at position %(position)d")
        place = text % {"position": position_of(sign_up)}
        return f"{place} · {residents_text(sign_up.course)}" if is_held_back(sign_up) else place
    if sign_up.wants():
        return _("No longer on the waiting list")
    return _("You have a place")


def is_held_back(sign_up: ClassSignUp) -> bool:
    return sign_up.course.puts_residents_first and not sign_up.is_resident


def residents_text(course: ClassCourse) -> str:
    """Empty where nobody comes first (any more)."""
    if course.residents_until is None or not course.puts_residents_first:
        return ""
    if course.seats_by == SeatsBy.DRAW:
        return _("residents whose residence is confirmed come first in the draw")
    return _("residents come first until %(until)s") % {"until": moment_text(course.residents_until)}


def sign_up_facts(sign_up: ClassSignUp) -> list[Fact]:
    """Two queries: who comes, and to which sessions."""
    course = sign_up.course
    facts = [Fact(_("Begins"), day_text(course.first_day))]
    sessions = list(sign_up.sessions.all()) if course.sign_up_for == SignUpFor.SESSIONS else []
    if sessions:
        facts.append(Fact(pgettext("class", "Sessions"), "; ".join(own_session_text(each) for each in sessions)))
    if sign_up.building is not None:
        facts.append(Fact(_("Lives in"), residence_text(sign_up)))
    label = _("Child") if course.is_for_children else _("Who comes")
    children = [child for child in sign_up.children.all() if child.name]
    is_mixed = len({child.has_place for child in children}) > 1
    facts += [Fact(label, f"{child.shown}{place_note(child) if is_mixed else ''}") for child in children]
    return facts


def building_text(building: Building) -> str:
    """With its compound: a number alone says nothing."""
    return f"{building.compound} {building}"


def residence_text(sign_up: ClassSignUp) -> str:
    if sign_up.building is None:
        return ""
    state = _("confirmed") if sign_up.is_resident else _("not yet confirmed")
    return f"{building_text(sign_up.building)} ({state})"


def place_note(child: ClassChild) -> str:
    note = _("has a place") if child.has_place else _("waits")
    return f" · {note}"


def own_session_text(session: ClassSession) -> str:
    note = _("called off")
    return f"{session_text(session)} ({note})" if session.is_cancelled else session_text(session)


def session_text(session: ClassSession) -> str:
    starts, ends = timezone.localtime(session.starts), timezone.localtime(session.ends)
    return f"{day_text(starts.date())} {time_text(starts, ends)}"
