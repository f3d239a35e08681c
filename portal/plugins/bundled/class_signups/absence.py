"""A family says on its private page that a child does not come, today or on a day ahead, and takes it back."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.bundled.class_signups.choices import AbsenceSaid, DayState, SignUpFor
from portal.plugins.bundled.class_signups.models import ClassAttendance, ClassChild, ClassSession, ClassSignUp
from portal.plugins.bundled.class_signups.wording import session_text

SHOWN = 10
#: After its end a day still says when the child came and left.
SHOWN_FOR = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class FamilyDay:
    """A child on a day ahead; `key` is what its button says."""

    child: ClassChild
    session: ClassSession
    row: ClassAttendance | None

    @property
    def key(self) -> str:
        return f"{self.child.pk}-{self.session.pk}"

    @property
    def text(self) -> str:
        return session_text(self.session)

    @property
    def is_today(self) -> bool:
        return timezone.localdate(self.session.starts) == timezone.localdate()

    @property
    def state(self) -> DayState:
        return self.row.state if self.row else DayState.EXPECTED

    @property
    def can_be_told(self) -> bool:
        return self.state == DayState.EXPECTED and self.session.ends > timezone.now()

    @property
    def can_be_taken_back(self) -> bool:
        return self.state == DayState.ABSENT and self.session.starts > timezone.now()


def days_of_family(sign_up: ClassSignUp) -> list[FamilyDay]:
    """The next days of those who have a place. At most three queries."""
    course = sign_up.course
    children = [child for child in sign_up.children.all() if child.has_place and child.name]
    if not course.is_care_group or sign_up.withdrawn_at or not children:
        return []
    of_day = sign_up.sessions if course.sign_up_for == SignUpFor.SESSIONS else course.sessions
    sessions = list(of_day.filter(ends__gt=timezone.now() - SHOWN_FOR, is_cancelled=False).order_by("starts")[:SHOWN])
    rows = ClassAttendance.objects.filter(child__in=children, session__in=sessions)
    known = {(row.child_id, row.session_id): row for row in rows}
    return [FamilyDay(child, session, known.get((child.pk, session.pk))) for session in sessions for child in children]


@transaction.atomic
def answer_absence(sign_up: ClassSignUp, action: str, argument: str) -> bool:
    """`absent` or `comes`, of "CHILD-SESSION". The same again changes nothing; False with `refusal` if it is late."""
    # The child's row first: staff may check it in at this moment.
    list(ClassChild.objects.select_for_update(of=("self",)).filter(sign_up=sign_up.pk).order_by("pk"))
    day = next((each for each in days_of_family(sign_up) if each.key == argument), None)
    if day is None:
        sign_up.refusal = _("This day is not ahead any more.")
        return False
    wanted = DayState.ABSENT if action == "absent" else DayState.EXPECTED
    if day.state == wanted:
        return True
    if action == "absent" and day.can_be_told:
        values = {"absent_at": timezone.now(), "absent_said": AbsenceSaid.PAGE, "absent_by": None}
        ClassAttendance.objects.update_or_create(child=day.child, session=day.session, defaults=values)
        return True
    if action == "comes" and day.can_be_taken_back:
        ClassAttendance.objects.filter(pk=day.row.pk).update(absent_at=None, absent_said="", absent_by=None)  # type: ignore[union-attr]  # it has a state
        return True
    sign_up.refusal = refusal_of(day)
    return False


def refusal_of(day: FamilyDay) -> str:
    if day.state in (DayState.THERE, DayState.LEFT):
        return _("%(name)s is there already.") % {"name": day.child.name}
    return _("The group has begun. Please ring up.")
