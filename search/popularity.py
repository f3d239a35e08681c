"""From views to rank: what is read much stands before what is alike. Timed work, never a page's request."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from search.marks import mark_changed
from search.models import SearchCount, ViewCount

#: A view counts half after two months: the sum of all is about that of the last ninety days.
HALF_LIFE_DAYS = 62
#: At one time; the others follow at the next.
MOST_SETTLED = 500
#: How long questions are kept that hardly anybody asked, and all others.
_RARE, _ALL = timedelta(days=30), timedelta(days=400)
RARE_VISITS = 3


def views_of(ids: Iterable[str]) -> dict[str, int]:
    """How often these entries were read in about ninety days, as search last heard; those without views are left out.
    One query."""
    return dict(ViewCount.objects.filter(entry_id__in=list(ids), shown__gt=0).values_list("entry_id", "shown"))


def settle() -> int:
    """Tell the index of entries whose views have doubled or halved since it last heard; how many.

    A smaller change moves nothing in a list, since rank grows with the logarithm; and what lies between has no edge at
    which one view more would index a page again and again.
    """
    doubled = Q(weight__gte=F("shown") * 2 + 1)
    halved = Q(weight__lte=F("shown") * 0.5 - 0.5) | Q(weight__lt=0.5, shown__gt=0)
    with transaction.atomic():
        rows = list(ViewCount.objects.select_for_update().filter(doubled | halved).order_by("pk")[:MOST_SETTLED])
        for row in rows:
            row.shown = round(row.weight)
        ViewCount.objects.bulk_update(rows, ["shown"])
        mark_changed(row.entry_id for row in rows)
    return len(rows)


def fade() -> None:
    """Once a day: older views weigh less, what nobody reads any more goes, and so do old counts of questions."""
    today = timezone.localdate()
    for day in ViewCount.objects.filter(faded_on__lt=today).values_list("faded_on", flat=True).distinct():
        left = 0.5 ** ((today - day).days / HALF_LIFE_DAYS)
        ViewCount.objects.filter(faded_on=day).update(weight=F("weight") * left, faded_on=today)
    ViewCount.objects.filter(weight__lt=0.5, shown=0).delete()
    SearchCount.objects.filter(day__lt=today - _RARE, visits__lt=RARE_VISITS).delete()
    SearchCount.objects.filter(day__lt=today - _ALL).delete()
