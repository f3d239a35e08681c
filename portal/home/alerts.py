"""Alerts as pages show them. Each process keeps those of the city and of the communities it serves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from portal.communities.current import community_path
from portal.communities.models import Community
from portal.home.choices import AlertPlace
from portal.home.models import Alert
from portal.keeping import PAGES, kept
from portal.names import Names
from portal.pages import path_below_home, path_in_language
from portal.plugins.choices import Severity
from portal.plugins.contracts import PageNotice, changing_key


@dataclass(frozen=True, slots=True)
class AlertEntry:
    """`streets` and `communities` are ids; an alert without any reaches all. `paths` are below a home page's address,
    None standing for all pages; `""` is the home page alone."""

    alert: Alert
    key: str
    streets: frozenset[int]
    communities: frozenset[int]
    paths: tuple[str, ...] | None

    def reaches(self, community: Community | None) -> bool:
        if not (self.streets or self.communities):
            return True
        return community is not None and (community.street_id in self.streets or community.pk in self.communities)

    def stands_on(self, path: str) -> bool:
        return self.paths is None or any(path.startswith(part) if part else not path for part in self.paths)


def alerts_on(request: HttpRequest, community: Community | None) -> Iterator[PageNotice]:
    """Those of this page, also the ones that are yet to start."""
    path = path_on_page(request)
    for entry in (*city_alerts(), *(community_alerts(community.pk) if community else ())):
        if entry.reaches(community) and entry.stands_on(path):
            yield notice_of(entry)


def path_on_page(request: HttpRequest) -> str:
    """The page's address below the home page it belongs to: `guides/permit/`, and `` for the home page itself."""
    return request.path.removeprefix(community_path(request) or f"/{get_language()}/")


def notice_of(entry: AlertEntry) -> PageNotice:
    alert = entry.alert
    return PageNotice(
        entry.key,
        str(alert.titles),
        text=str(alert.texts),
        url=in_readers_language(alert.url),
        severity=Severity(alert.severity),
        starts=alert.starts_at,
        ends=alert.ends_at,
        language=alert.titles.other_language,
        is_dismissible=alert.is_dismissible,
        order=100,
    )


@kept(PAGES)
def city_alerts() -> tuple[AlertEntry, ...]:
    return _entries(community=None)


@kept(PAGES)
def community_alerts(community: int) -> tuple[AlertEntry, ...]:
    return _entries(community=community)


def _entries(community: int | None) -> tuple[AlertEntry, ...]:
    """Those that are not over; one query where there are none, five more where there are."""
    alerts = Alert.objects.filter(community=community, ends_at__gt=timezone.now()).order_by("pk")
    related = ("districts__streets", "streets", "communities", "page_rows__page")
    found = alerts.select_related("community").prefetch_related(*related)
    return tuple(entry_of(alert) for alert in found)


def entry_of(alert: Alert) -> AlertEntry:
    of_districts = {street.pk for district in alert.districts.all() for street in district.streets.all()}
    return AlertEntry(
        alert=alert,
        key=changing_key(f"alert-{alert.pk}", alert.severity, *texts_of(alert.titles), *texts_of(alert.texts)),
        streets=frozenset({street.pk for street in alert.streets.all()} | of_districts),
        communities=frozenset(community.pk for community in alert.communities.all()),
        paths=paths_of(alert),
    )


def paths_of(alert: Alert) -> tuple[str, ...] | None:
    if alert.shown_on == AlertPlace.ALL:
        return None
    if alert.shown_on == AlertPlace.HOME:
        return ("",)
    above = f"{alert.community.slug}/" if alert.community else ""
    return tuple(path_below_home(row.page).removeprefix(above) for row in alert.page_rows.all())


def in_readers_language(url: str) -> str:
    """A page of this site answers in every language below its prefix; editors paste the address they see."""
    first = url.split("/")[1] if url.startswith("/") else ""
    return path_in_language(url, get_language() or first) if first in dict(settings.LANGUAGES) else url


def texts_of(names: Names) -> Iterable[str]:
    """In every language, so that a key is the same in all of them and changes with each."""
    return [f"{code}:{names[code]}" for code in sorted(names)]
