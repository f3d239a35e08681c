"""A draw that anybody can recompute: a published list, a public value named beforehand, and sha256sum.

1. Until sign-up closes everybody enters; nothing is held, and who was first does not matter.
2. When it closes, the entries' codes are published in ascending order, a line each, with the list's SHA-256.
3. The seed is a public value that was named before (the winning numbers of a lottery on a day) and is known only after.
4. The order is that of SHA-256(seed + ":" + code), ascending. Places go by it; the others wait in it. Where residents
   come first, codes begin with 1- or 2-, and all that begin with 1- come before.
"""

import datetime as dt

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.api import communities_with, take
from portal.plugins.bundled.class_signups.choices import SeatsBy
from portal.plugins.bundled.class_signups.draw_codes import (
    SEED,
    code_in,
    code_of,
    digest_of,
    drawn_order,
    entry_of,
    list_text,
)
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSignUp
from portal.plugins.bundled.class_signups.storing import KEY
from portal.plugins.bundled.class_signups.telling import tell_family
from portal.plugins.bundled.class_signups.waiting import fill, join_line, line_of, locked_course


def publish_lists() -> int:
    """About once a minute: the lists of draws whose sign-up is closed, where the plugin is on."""
    on = communities_with(KEY).order_by().values("pk")
    due = ClassCourse.objects.filter(
        seats_by=SeatsBy.DRAW, closes_at__lte=timezone.now(), draw_list="", is_public=True, community__in=on
    )
    return sum(publish_list(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def publish_list(pk: int) -> bool:
    """From now on the list does not change: whoever comes later waits behind all of it."""
    course = locked_course(pk)
    entries = ClassSignUp.objects.filter(course=course, withdrawn_at=None, erased_at=None)
    text = list_text(listed(course, pk, confirmed) for pk, confirmed in entries.values_list("pk", "confirmed_at"))
    if course.draw_list or not text:
        return False
    course.draw_list, course.draw_digest = text, digest_of(text)
    course.save(update_fields=["draw_list", "draw_digest"])
    return True


def listed(course: ClassCourse, entry: int, confirmed_at: dt.datetime | None) -> str:
    """Where residents come first, the list says whose residence is confirmed when it is published."""
    code = code_of(entry)
    return entry_of(code, is_resident=confirmed_at is not None) if course.puts_residents_first else code


@transaction.atomic
def draw(course: ClassCourse, seed: str, *, by: User | None) -> int:
    """Fix the seed, once, and give the places in the order it makes; how many families got them all."""
    row = locked_course(course.pk)
    seed = seed.strip()
    if not row.draw_list:
        raise ValidationError(_("The list is not published yet."))
    if row.drawn_at:
        raise ValidationError(_("It is drawn already."))
    if not SEED.fullmatch(seed):
        raise ValidationError(_("Letters, digits, blanks and . , : - only."))
    row.draw_seed, row.drawn_at = seed, timezone.now()
    if row.puts_residents_first:
        row.residents_ended_at = row.drawn_at
    row.save(update_fields=["draw_seed", "drawn_at", "residents_ended_at"])
    log(instance=row, action="class_signups.draw", user=by, data={"seed": seed, "list": row.draw_digest})
    there = ClassSignUp.objects.filter(course=row, withdrawn_at=None, erased_at=None)
    by_code = {code_of(entry.pk): entry for entry in there.select_related("course", "community")}
    order = drawn_order(seed, row.draw_list.split())
    late = [entry.pk for entry in line_of(row)]
    ClassSignUp.objects.filter(pk__in=late).update(queue=None)
    placed = sum(_seat(row, by_code[code]) for code in map(code_in, order) if code in by_code)
    for entry in ClassSignUp.objects.filter(pk__in=late).order_by("pk"):
        join_line(row, entry)  # whoever came after the list waits behind all of it
    fill(locked_course(row.pk))
    return placed


def _seat(course: ClassCourse, entry: ClassSignUp) -> bool:
    """Of the locked course. A family that does not fit whole waits at its place, and is offered what is left."""
    wants = entry.children.count()
    left = ClassCourse.objects.values_list("capacity", "taken").get(pk=course.pk)
    is_someone_waiting = ClassSignUp.objects.filter(course=course, queue__isnull=False, withdrawn_at=None).exists()
    if is_someone_waiting or (left[0] is not None and left[0] - left[1] < wants):
        join_line(course, entry)
        tell_family(entry, "classes.waiting")
        return False
    take(course, holder=entry.holder, count=wants)
    entry.children.update(has_place=True)
    tell_family(entry, "classes.signed_up")
    return True
