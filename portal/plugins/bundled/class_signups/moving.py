"""Moving a family to another class of its community. Its reference and its private link stay what they are.

Its places there are taken before those it leaves are free, in one transaction with both courses locked: it never stands
without a place between, and neither class is oversold.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.api import give_back, take, take_back
from portal.plugins.bundled.class_signups.ages import age_problem
from portal.plugins.bundled.class_signups.choices import Answer, Phase, SignUpFor
from portal.plugins.bundled.class_signups.locking import locked_courses, locked_sign_up
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSignUp, identity_of
from portal.plugins.bundled.class_signups.signing_up import already_in, known_identities, places_of
from portal.plugins.bundled.class_signups.telling import tell_family
from portal.plugins.bundled.class_signups.waiting import fill, locked_course


def takes_families(course: ClassCourse) -> bool:
    """Whether families of other classes may come into it, sign-up open or not."""
    is_whole = course.is_public and course.sign_up_for == SignUpFor.COURSE and not course.is_undrawn
    return is_whole and course.phase() not in (Phase.CANCELLED, Phase.OVER)


def classes_with_room(sign_up: ClassSignUp) -> list[ClassCourse]:
    """Where all its children have room. One query, and one for the children."""
    wants = len(sign_up.children.all())
    others = ClassCourse.objects.filter(community=sign_up.community_id).not_over().exclude(pk=sign_up.course_id)
    return [each for each in others if takes_families(each) and (each.left is None or each.left >= wants)]


def age_problems(course: ClassCourse, children: Iterable[ClassChild]) -> list[str]:
    """What is wrong with whose age."""
    found = [(child, age_problem(course, child.born)) for child in children if child.born]
    return [f"{child.name}: {problem}" for child, problem in found if problem]


@transaction.atomic
def move(sign_up: ClassSignUp, to: ClassCourse, *, by: User, why: str, age_why: str = "") -> bool:
    """With all its children, whether it had places or waited; whoever waits for what it leaves is asked. False where it
    is there already. ValidationError where there is no room, or an age does not fit and `age_why` is empty."""
    row = locked_sign_up(sign_up.pk)
    if row.withdrawn_at or row.erased_at:
        raise ValidationError(_("This family has cancelled meanwhile."))
    if row.course_id == to.pk:
        return False
    courses = locked_courses(row.course_id, to.pk)
    left, to = courses[row.course_id], courses[to.pk]
    if to.community_id != row.community_id or not takes_families(to):
        raise ValidationError(_("Nobody can come into this class now."))
    children = list(row.children.all())
    problems = age_problems(to, children)
    if problems and not age_why:
        raise ValidationError({"age_why": problems})
    refuse_twice(to, children)
    take(to, holder=row.holder, count=len(children))
    go_over(row, left, to)
    row.children.update(has_place=True)
    tell_moved(row, left, "classes.moved")
    fill(locked_course(left.pk))
    data = {"from": str(left), "to": str(to), "from_pk": left.pk, "to_pk": to.pk, "why": why, "age_why": age_why}
    log(instance=row, action="class_signups.move", user=by, data=data)
    return True


def refuse_twice(to: ClassCourse, children: Iterable[ClassChild]) -> None:
    """A child that somebody signed up there already does not come in once more."""
    by_identity = {identity_of(to, child.name, child.born): child.name for child in children}
    for identity in known_identities(to, by_identity):
        raise ValidationError(already_in(by_identity[identity]))


def go_over(row: ClassSignUp, left: ClassCourse, to: ClassCourse) -> None:
    """Of locked rows: it is a sign-up for `to`, and has nothing of the course it left any more."""
    made, places = row.open_offer(), places_of(left, list(row.sessions.all()))
    row.course, row.queue, row.sits_out_until, row.only_together = to, None, None, False
    row.household_mark = None  # it was of that class; that the residence is confirmed stays
    row.save(update_fields=["course", "queue", "sits_out_until", "only_together", "household_mark"])
    row.sessions.clear()
    for child in row.children.all():
        child.identity, child.has_place = identity_of(to, child.name, child.born), False
        child.save(update_fields=["identity", "has_place"])
    if made is not None:
        made.answer, made.answered_at = Answer.GONE, timezone.now()
        made.save(update_fields=["answer", "answered_at"])
        give_back(left, holder=made.holder)
    give_back(places, holder=row.holder)


def tell_moved(row: ClassSignUp, left: ClassCourse, kind: str) -> None:
    """What it was not told yet of the class it left is no longer true."""
    take_back(about=row.about)
    key = f"{row.pk}:{left.pk}:{timezone.now().isoformat()}"
    tell_family(row, kind, key=key, before=left.names.in_language(row.language))
