"""Rows in the order in which everybody locks them: a family's sign-up, then courses by their number, then sessions.
So two never wait for each other."""

from collections.abc import Iterable

from portal.plugins.api import Entry, Places
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSignUp
from portal.plugins.bundled.class_signups.waiting import locked_course


def locked_sign_up(pk: int) -> ClassSignUp:
    """As it is now; nobody takes it back, moves or changes it until the transaction ends."""
    Entry.objects.select_for_update().get(pk=pk)
    return ClassSignUp.objects.select_related("course", "community").get(pk=pk)


def locked_courses(*pks: int) -> dict[int, ClassCourse]:
    return {pk: locked_course(pk) for pk in sorted(set(pks))}


def lock_places(places: Iterable[Places]) -> None:
    """All that are taken and given back in what follows, lowest first, as `take` locks them."""
    keys = [each.pk for each in places]
    list(Places.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
