"""What activities add to homes, menus, communities and the calendar."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from portal.activities.addresses import SLUG, calendar_url
from portal.activities.entries import shown_dates
from portal.activities.filters import Filters
from portal.activities.models import ActivityCalendarPage, ActivityPage
from portal.activities.queries import next_dates
from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.home.actions import add_index_pages
from portal.home.queries import public_pages
from portal.names import Names
from portal.plugins.calendar import CalendarKind
from portal.plugins.contracts import CalendarEntry, Card, MenuLink
from portal.plugins.hookspecs import hookimpl

ON_HOME = 5


@hookimpl
def menu_links(request: HttpRequest, community: Community | None) -> Iterable[MenuLink]:
    if community is None:
        return []
    return [MenuLink(label=_("Calendar"), url=calendar_url(community, request), order=150, icon="calendar")]


@hookimpl
def home_cards(request: HttpRequest, community: Community | None) -> Iterable[Card]:
    """What is on now and comes next."""
    if community is None:
        return []
    rows = next_dates(community, after=timezone.now(), count=ON_HOME, filters=Filters(), request=request)
    if not rows:
        return []
    dates = shown_dates(rows, community, request)
    today = timezone.localdate()
    context = {"dates": dates, "url": calendar_url(community, request), "today": today}
    return [Card("calendar", _("What is on"), "activities/_card.html", 150, context)]


@hookimpl
def community_opened(community: Community) -> Iterable[Page]:
    return add_index_pages(ActivityCalendarPage, title=gettext_lazy("Calendar"), slug=SLUG, community=community)


@hookimpl
def calendar_entries(communities: CommunityQuerySet, uids: Sequence[str] | None) -> Iterable[CalendarEntry]:
    """Published activities, the languages of each together. Six queries."""
    pages = ActivityPage.objects.live().filter(alias_of__isnull=True)
    if uids is not None:
        pages = pages.filter(translation_key__in=list(map(UUID, filter(is_key, uids))))
    pages = pages.select_related("locale", "venue").prefetch_related("changes").order_by("path")
    versions: dict[UUID, dict[str, ActivityPage]] = {}
    places: dict[UUID, Community] = {}
    for public in public_pages(pages):
        if public.community is not None:
            versions.setdefault(public.page.translation_key, {})[public.page.locale.language_code] = public.page
            places[public.page.translation_key] = public.community
    wanted = set(
        communities.order_by().filter(pk__in={place.pk for place in places.values()}).values_list("pk", flat=True)
    )
    for key, pages_of in versions.items():
        if places[key].pk in wanted and (entry := entry_of(pages_of, places[key])):
            yield entry


def entry_of(versions: dict[str, ActivityPage], community: Community) -> CalendarEntry | None:
    """When it is says the page that is translated from: the first in the order of LANGUAGES. None without a time."""
    page = next(versions[code] for code, _label in settings.LANGUAGES if code in versions)
    if page.schedule is None:
        return None
    return CalendarEntry(
        uid=page.uid,
        community=community,
        titles={code: each.title for code, each in versions.items()},
        path={code: f"{SLUG}/{each.slug}/" for code, each in versions.items()},
        starts=page.schedule.starts,
        ends=page.schedule.ends,
        kind=CalendarKind(page.kind),
        recurrence=page.schedule.recurrence,
        summaries={code: each.summary for code, each in versions.items()},
        audiences=tuple(page.audiences or ()),
        venue=page.venue,
        place=Names({code: each.place for code, each in versions.items() if each.place}),
        is_free=page.is_free,
        is_cancelled=page.is_cancelled,
    )


def is_key(uid: str) -> bool:
    try:
        return str(UUID(uid)) == uid
    except ValueError:
        return False
