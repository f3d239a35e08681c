"""What classes add to homes, menus and the calendar."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.plugins.api import (
    CalendarEntry,
    CalendarKind,
    Card,
    Community,
    DashboardItem,
    Figure,
    MenuLink,
    PlacesLeft,
    PluginPage,
    Role,
    communities_for,
    home_url,
    hookimpl,
    plugin_url,
)
from portal.plugins.bundled.class_signups.choices import Phase, SignUpFor
from portal.plugins.bundled.class_signups.hours_given import hours_given
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassIndexPage, ClassPage
from portal.plugins.bundled.class_signups.showing import course_links
from portal.plugins.bundled.class_signups.storing import KEY, main_page

SLUG = "classes"


@hookimpl
def menu_links(request: HttpRequest, community: Community | None) -> Iterable[MenuLink]:
    if community is None:
        return []
    return [MenuLink(_("Classes"), f"{home_url(request, community)}{SLUG}/", order=300, icon="school")]


@hookimpl
def home_cards(request: HttpRequest, community: Community | None, settings: Mapping[str, Any]) -> Iterable[Card]:
    """Those that are not over, the next first. One query."""
    if community is None:
        return []
    courses = list(ClassCourse.objects.shown_in(community).not_over()[: settings.get("on_home", 4)])
    if not courses:
        return []
    context = {"courses": course_links(courses, community, request), "url": f"{home_url(request, community)}{SLUG}/"}
    return [Card("classes", _("Classes"), "class_signups/_card.html", 300, context)]


@hookimpl
def community_opened(community: Community) -> Iterable[PluginPage]:
    titles = {"zh-hans": "课程", "en": "Classes"}
    return ClassIndexPage.add_in_every_language(community, titles=titles, slug=SLUG)


@hookimpl
def dashboard_items(user: Any, communities: Any) -> Iterable[DashboardItem]:
    """Children that have not come, families who wait, changes to tell of: in the communities one edits. One query."""
    mine = communities_for(user, Role.EDITOR).filter(pk__in=communities.order_by().values("pk"))
    courses = ClassCourse.objects.filter(community__in=mine.order_by().values("pk")).not_over()
    courses = courses.with_waiting().with_missing().with_proposals()
    courses = courses.filter(Q(waiting__gt=0) | Q(missing__gt=0) | Q(proposed__gt=0))
    found = list(courses.select_related("community"))
    if late := [course for course in found if course.missing]:
        url, count = plugin_url(KEY, "missing", community=late[0].community), sum(course.missing for course in late)
        yield DashboardItem(_("Children of care groups who are not here yet"), url, count, order=50)
    if waited := [course for course in found if course.waiting]:
        url, count = plugin_url(KEY, "staff", community=waited[0].community), sum(course.waiting for course in waited)
        yield DashboardItem(_("Families on waiting lists of classes"), url, count, order=350)
    if proposed := [course for course in found if course.proposed]:
        url = plugin_url(KEY, "changes", community=proposed[0].community)
        yield DashboardItem(_("Changes to tell families of"), url, len(proposed), order=351)


@hookimpl
def figures(communities: Any, first: dt.date, last: dt.date) -> Iterable[Figure]:
    return hours_given(communities, first, last)


@hookimpl
def places_left(communities: Any, pages: Sequence[str] | None) -> Iterable[PlacesLeft]:
    """Of classes one can sign up for now; a draw takes everybody. One query."""
    courses = ClassCourse.objects.filter(is_public=True, community__in=communities.order_by().values("pk"))
    if pages is not None:
        courses = courses.filter(key__in=[key for key in pages if is_key(key)])
    for course in courses.not_over().with_session_places():
        if course.phase() in (Phase.OPEN, Phase.FULL):
            left = None if course.is_undrawn else places_of(course)
            if left != 0 or pages is not None:
                yield PlacesLeft(left, page=str(course.key))


def places_of(course: Any) -> int | None:
    """Of a course read `with_session_places`."""
    if course.is_undrawn:
        return None  # a draw takes everybody
    if course.sign_up_for == SignUpFor.COURSE:
        return course.left
    return None if course.boundless else course.session_places


@hookimpl
def calendar_entries(communities: Any, uids: Sequence[str] | None) -> Iterable[CalendarEntry]:
    """Of courses that are shown; four queries."""
    courses = ClassCourse.objects.filter(is_public=True, community__in=communities.order_by().values("pk"))
    if uids is not None:
        courses = courses.filter(key__in=[uid for uid in uids if is_key(uid)])
    found = {course.key: course for course in courses.select_related("community")}
    pages = ClassPage.objects.live().filter(translation_key__in=found, alias_of=None)
    versions: dict[UUID, dict[str, ClassPage]] = {}
    for page in pages.select_related("locale", "venue").prefetch_related("changes").order_by("path"):
        versions.setdefault(page.translation_key, {})[page.locale.language_code] = page
    for key, by_language in versions.items():
        if entry := entry_of(found[key], by_language):
            yield entry


def entry_of(course: ClassCourse, versions: dict[str, ClassPage]) -> CalendarEntry | None:
    page = main_page(versions)
    if page is None or page.schedule is None:
        return None
    return CalendarEntry(
        uid=str(course.key),
        community=course.community,
        titles={code: each.title for code, each in versions.items()},
        path=course.path,
        starts=page.schedule.starts,
        ends=page.schedule.ends,
        kind=CalendarKind.CLASS,
        recurrence=page.schedule.recurrence,
        summaries={code: each.summary for code, each in versions.items()},
        audiences=tuple(page.audiences or ()),
        venue=page.venue,
        place={code: each.place for code, each in versions.items() if each.place},
        is_free=page.is_free,
        is_cancelled=page.is_cancelled or course.is_called_off,
    )


def is_key(uid: str) -> bool:
    try:
        return str(UUID(uid)) == uid
    except ValueError:
        return False
