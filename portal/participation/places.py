"""Taking places and giving them back. Places are locked while they are counted, several always in the same order."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.participation.models import Places, Taking
from portal.participation.signals import places_freed


class NoPlaceLeft(ValidationError):
    """There are not as many places left. A ValidationError, so that a form says it; `left` of `places`."""

    def __init__(self, places: Places, left: int) -> None:
        few = ngettext("Only %(left)d place is left.", "Only %(left)d places are left.", left) % {"left": left}
        super().__init__(few if left else _("There is no place left."), code="full")
        self.places, self.left = places, left


@transaction.atomic
def take(
    places: Places | Iterable[Places], *, holder: str, count: int = 1, until: datetime | None = None
) -> list[Taking]:
    """`holder` has `count` places from now on, in each of `places` or in none. Asked again, nothing is taken twice.

    `holder` is a stable text, `Entry.holder` or `"volunteers.member:12"`. With `until` the places are only held, and
    free again after that time. A holder who has another number of places gets this one. Raises NoPlaceLeft.
    """
    if count < 1:
        raise ValueError("somebody takes at least one place")
    return [_take(one, holder=holder, count=count, until=until) for one in locked(places)]


def _take(places: Places, *, holder: str, count: int, until: datetime | None) -> Taking:
    _free([places], places.takings.run_out().exclude(holder=holder))
    held = places.takings.filter(holder=holder).first()
    before = held.count if held else 0
    left = None if places.capacity is None else places.capacity - places.taken
    if left is not None and count - before > left:
        raise NoPlaceLeft(places, left)
    taking = held or Taking(places_id=places.pk, holder=holder)
    taking.count, taking.until = count, until
    taking.save()
    recount([places.pk])
    return taking


@transaction.atomic
def hold(places: Places | Iterable[Places], *, holder: str, count: int, until: datetime, share: int = 3) -> bool:
    """Places for somebody who still fills in a form, `until` then; all of `places` or none. False where none are left,
    or others hold more than one in `share` already: who only looks around keeps nobody out."""
    wanted = [places] if isinstance(places, Places) else list(places)
    for one in locked(wanted):
        _free([one], one.takings.run_out().exclude(holder=holder))
        others = one.takings.filter(until__isnull=False).exclude(holder=holder).aggregate(count=Sum("count"))["count"]
        if one.capacity is not None and others and others + count > one.capacity // share:
            return False
    try:
        take(wanted, holder=holder, count=count, until=until)
    except NoPlaceLeft:
        return False
    return True


@transaction.atomic
def hand_over(places: Places | Iterable[Places], *, holder: str, to: str) -> None:
    """What `holder` has is `to`'s for good, without being free in between."""
    rows = locked(places)
    for taking in Taking.objects.filter(places__in=[one.pk for one in rows], holder=holder):
        theirs = Taking.objects.filter(places=taking.places_id, holder=to).first()
        if theirs is not None:
            taking.delete()
            theirs.count += taking.count
        else:
            theirs = taking
            theirs.holder = to
        theirs.until = None
        theirs.save()


@transaction.atomic
def give_back(places: Places | Iterable[Places], *, holder: str) -> int:
    """How many places the holder gave back; 0 for one who had none."""
    rows = locked(places)
    return _free(rows, Taking.objects.filter(places__in=[one.pk for one in rows], holder=holder))


@transaction.atomic
def give_back_all(*holders: str) -> int:
    """Likewise, wherever these holders have places."""
    theirs = Taking.objects.filter(holder__in=holders)
    rows = locked(Places.objects.filter(pk__in=theirs.values("places")))
    return _free(rows, theirs.filter(places__in=[one.pk for one in rows]))


def _free(rows: Iterable[Places], takings: QuerySet[Taking]) -> int:
    """Of locked rows. Their waiting lists are told."""
    going = list(takings.values_list("pk", "places", "count"))
    if not going:
        return 0
    Taking.objects.filter(pk__in=[pk for pk, _places, _count in going]).delete()
    freed = {places for _pk, places, _count in going}
    recount(freed)
    for one in rows:
        if one.pk in freed:
            one.refresh_from_db(fields=["taken"])
            places_freed.send(sender=Places, places=one)
    return sum(count for _pk, _places, count in going)


@transaction.atomic
def set_capacity(places: Places, capacity: int | None) -> None:
    """Raises ValidationError where more places are taken. Saving the model with another `capacity` does the same."""
    places.capacity = capacity
    places.save(update_fields=["capacity"])


def locked(places: Places | Iterable[Places]) -> Sequence[Places]:
    """The rows as they are now, ours until the transaction ends. Lowest first: two never wait for each other."""
    wanted = [places] if isinstance(places, Places) else places
    rows = Places.objects.select_for_update().filter(pk__in=[one.pk for one in wanted])
    return list(rows.order_by("pk"))


def recount(keys: Iterable[int]) -> None:
    """The counters of locked rows say what their takings say; the database refuses more than there are places."""
    each = Taking.objects.filter(places=OuterRef("pk")).order_by().values("places")
    total = Subquery(each.annotate(total=Sum("count")).values("total"))
    Places.objects.filter(pk__in=keys).update(taken=Coalesce(total, 0))


def end_holds() -> int:
    """Free all places that were held for a time that is over; how many places that were."""
    freed = 0
    for places in Places.objects.filter(takings__in=Taking.objects.run_out()).distinct():
        with transaction.atomic():
            freed += _free(locked(places), places.takings.run_out())
    return freed
