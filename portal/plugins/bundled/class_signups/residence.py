"""Residents first: where a family lives is said by itself, and confirmed by a worker or by its household's code.

Until the class's date only those have places whose residence is confirmed; all others wait in the order in which they
came. Whoever is confirmed in that time gets a place at once where there is one. When it ends, the line is seated from
its head, as long as the next family fits whole; from there on it is a waiting list as any.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from portal.plugins.api import Household, communities_with, take
from portal.plugins.bundled.class_signups.choices import ConfirmedBy
from portal.plugins.bundled.class_signups.locking import locked_sign_up
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSignUp
from portal.plugins.bundled.class_signups.residence_matter import lock_visiting
from portal.plugins.bundled.class_signups.telling import tell_family
from portal.plugins.bundled.class_signups.waiting import KEY, fill, line_of, locked_course, whom_to_offer
from portal.plugins.bundled.class_signups.wording import moment_text


@dataclass(frozen=True, slots=True)
class NewResidence:
    """Of a sign-up that is not stored yet: it is known where the family lives."""

    how: ConfirmedBy
    household: Household | None = None


def must_wait(course: ClassCourse, sign_up: ClassSignUp) -> bool:
    return course.puts_residents_first and not sign_up.is_resident and sign_up.new_residence is None


def until_text(course: ClassCourse, language: str) -> str:
    if course.residents_until is None:
        return ""
    with override(language):
        return moment_text(course.residents_until)


def confirm_new(sign_up: ClassSignUp) -> bool:
    """In the transaction that stores it. False where its residence is not confirmed, or its household confirmed
    another sign-up for this class already."""
    known = sign_up.new_residence
    if known is None:
        return False
    if known.household is not None and not can_confirm(sign_up, known.household):
        return False
    store_confirmed(sign_up, known.how, household=known.household)
    return True


def can_confirm(sign_up: ClassSignUp, household: Household) -> bool:
    """Of a locked course: its code still counts, and confirmed nobody else there."""
    return lock_visiting(household, sign_up.community) and not has_confirmed(sign_up.course_id, household)


def has_confirmed(course: int, household: Household) -> bool:
    return ClassSignUp.objects.filter(household_mark=mark_of(course, household)).exists()


def mark_of(course: int, household: Household) -> str:
    """The same for the same door and class; of no use without the portal's key."""
    return salted_hmac("class_signups.household", f"{course}|{household.pk}", algorithm="sha256").hexdigest()


def store_confirmed(row: ClassSignUp, how: ConfirmedBy, *, household: Household | None) -> None:
    row.confirmed_at, row.confirmed_how = timezone.now(), how
    row.household_mark = mark_of(row.course_id, household) if household is not None else None
    row.save(update_fields=["confirmed_at", "confirmed_how", "household_mark", "building"])


@transaction.atomic
def confirm_residence(sign_up: ClassSignUp, *, by: User | None = None, household: Household | None = None) -> bool:
    """`by` a worker, or by the code of its `household`. False where it is confirmed already. ValidationError where it
    did not say where it lives, or the household is another one."""
    row = locked_sign_up(sign_up.pk)
    course = locked_course(row.course_id)
    if row.withdrawn_at or row.erased_at:
        raise ValidationError(_("This family has cancelled meanwhile."))
    if row.is_resident:
        return False
    if household is not None:
        refuse_household(row, household)
        row.building = row.building or household.stairwell.building
    if row.building is None:
        raise ValidationError(_("The family has not said where it lives."))
    store_confirmed(row, ConfirmedBy.CODE if household else ConfirmedBy.WORKER, household=household)
    if by is not None:
        log(instance=row, action="class_signups.confirm_residence", user=by)
    if course.puts_residents_first and not course.is_undrawn:
        seat_next(course.pk)
        fill(locked_course(course.pk))
    return True


def refuse_household(row: ClassSignUp, household: Household) -> None:
    if row.building_id is not None and row.building_id != household.stairwell.building_id:
        raise ValidationError(_("This code is of another building than the sign-up says. Please ask at the counter."))
    if not lock_visiting(household, row.community):
        raise ValidationError(_("This code counts no more. Please type it again, or ask at the counter."))
    if has_confirmed(row.course_id, household):
        text = _("With this code somebody was confirmed for this class already. Please ask at the counter.")
        raise ValidationError(text)


def seat_next(pk: int) -> bool:
    """Of a locked course: whoever would be offered places next has them at once, where there are enough for all and it
    waited for nothing but the residents' time. Who was offered some before answers to offers."""
    course = locked_course(pk)
    line = whom_to_offer(line_of(course), free=course.left, residents_only=course.puts_residents_first)
    row, _count = next(iter(line), (None, 0))
    if row is None or row.offers.all() or (course.left is not None and course.left < row.wants()):
        return False
    take(course, holder=row.holder, count=len(row.children.all()))
    row.children.update(has_place=True)
    ClassSignUp.objects.filter(pk=row.pk).update(queue=None)
    tell_family(row, "classes.signed_up", key=f"{row.pk}:residents")
    return True


def end_priorities() -> int:
    """About once a minute, where the plugin is on; of how many classes the residents' time ended."""
    on = communities_with(KEY).order_by().values("pk")
    due = ClassCourse.objects.filter(
        residents_until__lte=timezone.now(), residents_ended_at=None, community__in=on, is_public=True
    )
    return sum(end_priority(pk) for pk in due.exclude(seats_by="draw").order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def end_priority(pk: int) -> bool:
    """Once. Those who waited for it are seated from the head of the line while the next one fits whole."""
    course = locked_course(pk)
    until = course.residents_until
    if not course.puts_residents_first or until is None or until > timezone.now():
        return False
    course.residents_ended_at = timezone.now()
    course.save(update_fields=["residents_ended_at"])
    while seat_next(pk):
        pass
    fill(locked_course(pk))
    return True
