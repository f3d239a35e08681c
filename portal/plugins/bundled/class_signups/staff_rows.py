"""What staff see of a course: who comes, who waits, and a file of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.plugins.api import Community, day_text
from portal.plugins.bundled.class_signups.ages import age_on
from portal.plugins.bundled.class_signups.choices import DayState
from portal.plugins.bundled.class_signups.collecting import allowed_names
from portal.plugins.bundled.class_signups.models import (
    ClassAttendance,
    ClassChild,
    ClassCourse,
    ClassSession,
    ClassSignUp,
)


class Shown(StrEnum):
    """What a list is narrowed to."""

    ALL = ""
    PLACED = "placed"
    WAITING = "waiting"
    OFFERED = "offered"
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"


LABELS = {
    Shown.ALL: gettext_lazy("All that are signed up"),
    Shown.PLACED: gettext_lazy("With a place"),
    Shown.WAITING: gettext_lazy("Waiting"),
    Shown.OFFERED: gettext_lazy("Offered a place"),
    Shown.UNCONFIRMED: gettext_lazy("Residence not confirmed"),
    Shown.CANCELLED: gettext_lazy("Cancelled"),
}
CONDITIONS = {
    Shown.ALL: Q(withdrawn_at=None),
    Shown.PLACED: Q(withdrawn_at=None, children__has_place=True),
    Shown.WAITING: Q(withdrawn_at=None, queue__isnull=False),
    Shown.OFFERED: Q(withdrawn_at=None, offers__answer="", offers__isnull=False),
    Shown.UNCONFIRMED: Q(withdrawn_at=None, building__isnull=False, confirmed_at=None),
    Shown.CANCELLED: Q(withdrawn_at__isnull=False),
}


def courses_for_staff(community: Community) -> QuerySet[ClassCourse]:
    return ClassCourse.objects.filter(community=community).with_waiting().order_by("-last_day", "-pk")


def sign_ups_of(course: ClassCourse, shown: Shown = Shown.ALL) -> list[ClassSignUp]:
    """Those with a place first, then the line in its order. Four queries, however many."""
    rows = ClassSignUp.objects.kept().filter(CONDITIONS[shown], course=course).distinct()
    rows = rows.select_related("course", "community", "building__compound")
    rows = rows.prefetch_related("children", "offers", "sessions")
    return sorted(rows, key=lambda row: (row.queue or 0, row.created_at, row.pk))


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A child as the teacher needs it."""

    child: ClassChild
    age: int | None
    row: ClassAttendance | None = None

    @property
    def sign_up(self) -> ClassSignUp:
        return self.child.sign_up

    @property
    def collectors(self) -> list[str]:
        """Who may take the child home from a care group."""
        return allowed_names(self.sign_up.collectors)

    @property
    def state(self) -> str:
        return self.row.state if self.row else DayState.EXPECTED


def register_of(course: ClassCourse, session: ClassSession | None = None) -> list[RegisterLine]:
    """Who has a place, by name; with a session also how each stands on that day. At most two queries."""
    children = ClassChild.objects.filter(sign_up__course=course, sign_up__withdrawn_at=None, has_place=True)
    children = children.exclude(name="").select_related("sign_up__course")
    if session is not None and course.sign_up_for == "sessions":
        children = children.filter(sign_up__sessions=session)
    day = timezone.localdate(session.starts) if session else course.first_day
    rows = {row.child_id: row for row in session.attendances.all()} if session else {}
    return [
        RegisterLine(each, age_on(each.born, day) if each.born else None, rows.get(each.pk))
        for each in children.order_by("name", "pk")
    ]


def rows_for_file(sign_ups: Iterable[ClassSignUp]) -> Iterator[list[str]]:
    """A line a child. Health needs are on the register only: files are passed on."""
    yield [
        _("Reference"),
        _("Child"),
        _("Date of birth"),
        _("How it stands"),
        _("Guardian"),
        _("Phone"),
        _("Mail"),
        _("Signed up at"),
        _("How it came in"),
    ]
    for each in sign_ups:
        for child in each.children.all():
            yield [
                each.shown_reference,
                child.name,
                child.born.isoformat() if child.born else "",
                state_text(each, child),
                each.name,
                each.phone,
                each.email,
                f"{timezone.localtime(each.created_at):%Y-%m-%d %H:%M}",
                str(each.get_handed_in_by_display()),
            ]


def state_text(sign_up: ClassSignUp, child: ClassChild) -> str:
    if sign_up.withdrawn_at:
        return _("cancelled")
    if child.has_place:
        return _("has a place")
    if sign_up.open_offer():
        return _("offered a place")
    if sign_up.queue is None and sign_up.course.is_undrawn:
        return _("in the draw")
    return _("waits, number %(number)d") % {"number": sign_up.queue} if sign_up.queue else _("without a place")


def title_of(course: ClassCourse) -> str:
    return f"{course} {day_text(course.first_day)}"
