"""What a family changes on its private page. Each is one transaction and a POST."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.plugins.api import Places, give_back, take, withdraw
from portal.plugins.bundled.class_signups.absence import answer_absence
from portal.plugins.bundled.class_signups.changing_sessions import change_sessions
from portal.plugins.bundled.class_signups.choices import Answer
from portal.plugins.bundled.class_signups.collecting import change_collectors
from portal.plugins.bundled.class_signups.contact import change_contact
from portal.plugins.bundled.class_signups.locking import locked_sign_up
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSignUp
from portal.plugins.bundled.class_signups.models.attendance import forget_days
from portal.plugins.bundled.class_signups.offers import accept, decline
from portal.plugins.bundled.class_signups.signing_up import places_of
from portal.plugins.bundled.class_signups.waiting import close_offer, fill, locked_course


def act(sign_up: ClassSignUp, action: str, argument: str, values: Mapping[str, str]) -> bool:
    """A button of the private page. False with `refusal` where it did nothing."""
    if sign_up.withdrawn_at or sign_up.course.is_over():
        sign_up.refusal = _("This class is over, or you have cancelled.")
        return False
    if action == "contact":
        return change_contact(sign_up, values)
    if action in ("accept", "decline", "keep", "together") and argument.isdecimal():
        return answer_offer(sign_up, action, int(argument), values)
    if action == "collectors" and sign_up.course.is_care_group:
        return change_collectors(sign_up, values)
    if action in ("absent", "comes"):
        return answer_absence(sign_up, action, argument)
    if action == "sessions":
        chosen = values.getlist("session") if hasattr(values, "getlist") else []
        return change_sessions(sign_up, chosen)
    if action == "child" and argument.isdecimal():
        return withdraw_child(sign_up, int(argument))
    return False


@transaction.atomic
def withdraw_child(sign_up: ClassSignUp, pk: int) -> bool:
    """One of several; with the last one the whole sign-up is taken back."""
    row = locked_sign_up(sign_up.pk)
    course = locked_course(row.course_id)
    children = [] if row.withdrawn_at else list(row.children.all())
    child = next((each for each in children if each.pk == pk), None)
    if child is None:
        sign_up.refusal = _("This child is not signed up any more.")
        return False
    if len(children) == 1:
        return withdraw(sign_up)
    forget_days([pk])
    ClassChild.objects.filter(pk=pk).delete()
    children.remove(child)
    places = places_of(course, list(row.sessions.all()))
    _keep(places, row, sum(1 for each in children if each.has_place))
    _want(course, row)
    fill(locked_course(course.pk))
    return True


def _keep(places: Sequence[Places], row: ClassSignUp, count: int) -> None:
    if count:
        take(places, holder=row.holder, count=count)
    else:
        give_back(places, holder=row.holder)


def _want(course: ClassCourse, row: ClassSignUp) -> None:
    """What is offered is not more than the family still wants; who wants nothing leaves the line."""
    wants, made = row.wants(), row.open_offer()
    if wants == 0:
        ClassSignUp.objects.filter(pk=row.pk).update(queue=None)
    if made is None or made.count <= wants:
        return
    if wants == 0:
        close_offer(made, Answer.GONE)
    else:
        made.count = wants
        made.save(update_fields=["count"])
        take(course, holder=made.holder, count=wants)


def answer_offer(sign_up: ClassSignUp, action: str, pk: int, values: Mapping[str, str]) -> bool:
    chosen = values.getlist("child") if hasattr(values, "getlist") else []
    try:
        if action == "accept":
            accept(sign_up, pk, children=[child.pk for child in sign_up.children.all() if str(child.pk) in chosen])
        else:
            decline(sign_up, pk, keeps_place=action == "keep", only_together=action == "together")
    except ValidationError as error:
        sign_up.refusal = " ".join(error.messages)
        return False
    return True
