"""What renovation adds to homes, menus, calendars and the lines above pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.home.actions import add_index_pages
from portal.plugins.calendar import CalendarKind
from portal.plugins.choices import Severity
from portal.plugins.contracts import CalendarEntry, Card, MenuLink, PageNotice, changing_key
from portal.plugins.hookspecs import hookimpl
from portal.renovation.addresses import RENOVATION_SLUG, renovation_url
from portal.renovation.catalogue import projects_shown
from portal.renovation.choices import Stage
from portal.renovation.listings import project_links, works_links
from portal.renovation.models import RenovationIndexPage
from portal.renovation.works_entries import WorksEntry, entries_of, titles_by_language, works_ahead

ON_HOME, ON_CITY_HOME = 4, 5
ICON = "building-works"


@hookimpl
def menu_links(request: HttpRequest, community: Community | None) -> Iterable[MenuLink]:
    """Only where something is or was renovated."""
    if not projects_shown(community):
        return []
    return [MenuLink(label=_("Renovation"), url=renovation_url(community, request), order=550, icon=ICON)]


@hookimpl
def home_cards(request: HttpRequest, community: Community | None) -> Iterable[Card]:
    """How far each project is, and in a community what is switched off next."""
    projects = [project for project in projects_shown(community) if community is None or project.stage != Stage.DONE]
    projects = projects or list(projects_shown(community))
    if not projects:
        return []
    shown = projects[: ON_HOME if community else ON_CITY_HOME]
    works = works_ahead(community) if community else []
    context = {
        "projects": project_links(shown, request, with_community=community is None),
        "works": works_links(works, request)[:ON_HOME],
        "url": renovation_url(community, request),
    }
    return [Card("renovation", _("Renovation: how far it is"), "renovation/_projects_card.html", 550, context)]


@hookimpl
def page_notices(request: HttpRequest, community: Community | None) -> Iterable[PageNotice]:
    """Works that are on, or begin soon; on the pages of the community they disturb."""
    if community is None:
        return []
    return [notice_of(entry, request) for entry in works_ahead(community) if not entry.notice.is_cancelled]


def notice_of(entry: WorksEntry, request: HttpRequest) -> PageNotice:
    notice = entry.notice
    said = (*notice.titles.values(), *notice.texts.values(), notice.starts.isoformat(), notice.ends.isoformat())
    return PageNotice(
        key=changing_key(entry.uid, *said),
        title=entry.title,
        text=" · ".join(part for part in (entry.when, entry.place) if part),
        url=f"{home_url(request, entry.community)}{entry.path}",
        severity=Severity(notice.severity),
        starts=notice.warns_from,
        ends=notice.ends,
        language=entry.language,
    )


@hookimpl
def calendar_entries(communities: CommunityQuerySet, uids: Sequence[str] | None) -> Iterable[CalendarEntry]:
    """Two queries, however many."""
    which: dict[str, Any] = {"project__community__in": communities.order_by().values("pk")}
    if uids is not None:
        which["pk__in"] = [int(uid.removeprefix("works-")) for uid in uids if uid.removeprefix("works-").isdecimal()]
    return [calendar_entry(entry) for entry in entries_of(**which)]


def calendar_entry(entry: WorksEntry) -> CalendarEntry:
    titles = titles_by_language(entry)
    return CalendarEntry(
        uid=entry.uid,
        community=entry.community,
        titles=titles,
        path=entry.path,
        starts=entry.notice.starts,
        ends=entry.notice.ends,
        kind=CalendarKind.WORKS,
        summaries={code: entry.notice.texts.get(code, "") for code in titles if entry.notice.texts.get(code)},
        place={code: place for code in titles if (place := entry.place_in(code))},
        is_cancelled=entry.notice.is_cancelled,
    )


@hookimpl
def city_created() -> Iterable[Page]:
    return add_index_pages(RenovationIndexPage, title=gettext_lazy("Renovation"), slug=RENOVATION_SLUG)


@hookimpl
def community_opened(community: Community) -> Iterable[Page]:
    title = gettext_lazy("Renovation")
    return add_index_pages(RenovationIndexPage, title=title, slug=RENOVATION_SLUG, community=community)
