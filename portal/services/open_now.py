"""Which guides can be done at this moment: those whose counter is open, in the reader's community."""

from dataclasses import dataclass

from django.utils import timezone

from portal.home.models import PageKey
from portal.home.search_sources import Reader
from portal.hours.calendar import work_calendar
from portal.hours.schedule import OpeningHours
from portal.keeping import PAGES, kept
from portal.services.catalogue import overlays_in
from portal.services.models import GuidePage


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a guide is done: at hours of its own, or (`is_communitys`) at those of whatever community shows it."""

    key: str
    guide_key: str
    hours: OpeningHours
    is_communitys: bool


def keys_open_now(reader: Reader) -> frozenset[str]:
    """Search keys of guides whose counter is certainly open. Two queries for the city, two here, then none."""
    community = reader.community
    now, calendar = timezone.localtime(), work_calendar()
    known: dict[OpeningHours, bool] = {}
    overlays = {str(key): overlay for key, overlay in overlays_in(community.pk).items()} if community else {}
    found = set()
    for counter in [*counters_of(None), *(counters_of(community.pk) if community else ())]:
        overlay = overlays.get(counter.guide_key)
        hours = counter.hours
        if overlay and overlay.hours:
            hours = overlay.hours
        elif counter.is_communitys and community and not hours:
            hours = community.hours
        if hours not in known:
            known[hours] = hours.status_at(now, calendar).is_open
        if known[hours]:
            found.add(counter.key)
    return frozenset(found)


@kept(PAGES)
def counters_of(owner: int | None) -> tuple[Counter, ...]:
    """Of the live guides of the city or of one community, a row a guide; the same in all its languages."""
    guides = list(GuidePage.objects.live().filter(community=owner).order_by("translation_key", "pk"))
    by_key = {guide.translation_key: guide for guide in guides}
    names = dict(PageKey.objects.filter(translation_key__in=by_key).values_list("translation_key", "key"))
    return tuple(_counter(guide, names.get(key) or str(key)) for key, guide in by_key.items())


def _counter(guide: GuidePage, key: str) -> Counter:
    at = next((child.value for child in guide.channels if child.block_type == "counter"), None)
    hours = at.get("hours") if at else None
    is_communitys = bool(at and at.get("at_community"))
    return Counter(key, str(guide.translation_key), hours or OpeningHours(), is_communitys)
