"""A class with too few goes on in another one: its families go over in order, in the transaction that calls it off.

Those who had a place come first, in the order in which they signed up, then those who waited, in the order of the line.
Who fits whole gets places. From the first one that does not, they wait, behind everybody who waits there already, and
what is left is offered as ever. Whose age does not fit, or who is there already, stays behind and hears that their
class is called off.
"""

from django.db.models import Exists, OuterRef

from portal.plugins.api import Entry, NoPlaceLeft, take
from portal.plugins.bundled.class_signups.models import ClassChild, ClassCourse, ClassSignUp, identity_of
from portal.plugins.bundled.class_signups.moving import age_problems, go_over, takes_families, tell_moved
from portal.plugins.bundled.class_signups.residence import must_wait
from portal.plugins.bundled.class_signups.signing_up import known_identities
from portal.plugins.bundled.class_signups.waiting import fill, join_line, locked_course


def can_take_over(to: ClassCourse | None, left: ClassCourse) -> bool:
    """Of locked courses. A class that is itself called off or over takes nobody."""
    return to is not None and to.community_id == left.community_id and takes_families(to)


def lock_families(left_pk: int) -> None:
    """Before their courses, as `locking` says: nobody cancels or is moved while they go over."""
    keys = Entry.objects.filter(pk__in=ClassSignUp.objects.filter(course=left_pk).values("pk"))
    list(keys.select_for_update().order_by("pk").values_list("pk", flat=True))


def merge(left: ClassCourse, to: ClassCourse) -> set[int]:
    """Of locked rows; the sign-ups that went over."""
    went: set[int] = set()
    is_line = False
    for row in in_order(left):
        if not fits(row, to):
            continue
        is_held_back = must_wait(to, row)
        is_line = is_line or (not is_held_back and not has_room(to, row, len(row.children.all())))
        go_over(row, left, to)
        if is_line or is_held_back:
            join_line(to, row)
        else:
            row.children.update(has_place=True)
        tell_moved(row, left, "classes.merged_waiting" if row.queue else "classes.merged")
        went.add(row.pk)
    fill(locked_course(to.pk))
    return went


def in_order(left: ClassCourse) -> list[ClassSignUp]:
    placed = ClassChild.objects.filter(sign_up=OuterRef("pk"), has_place=True)
    rows = ClassSignUp.objects.kept().filter(course=left, withdrawn_at=None).annotate(is_placed=Exists(placed))
    rows = rows.select_related("course", "community").prefetch_related("children", "offers")
    return sorted(rows, key=lambda row: (not row.is_placed, row.queue or 0, row.created_at, row.pk))


def fits(row: ClassSignUp, to: ClassCourse) -> bool:
    children = list(row.children.all())
    identities = [identity_of(to, child.name, child.born) for child in children]
    return not age_problems(to, children) and not known_identities(to, identities)


def has_room(to: ClassCourse, row: ClassSignUp, count: int) -> bool:
    """Takes it."""
    try:
        take(to, holder=row.holder, count=count)
    except NoPlaceLeft:
        return False
    return True
