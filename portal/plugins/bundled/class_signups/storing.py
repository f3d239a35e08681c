"""From published pages to what people sign up for. Written in the transaction that publishes."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.plugins.api import Community, calendar_changed, communities_with, community_for_page, known_days
from portal.plugins.bundled.class_signups.choices import SignUpFor
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassPage, ClassSession

KEY = "classes"
MOST_DAYS = dt.timedelta(days=731)
COPIED = (
    "opens_at",
    "closes_at",
    "age_from",
    "age_to",
    "minimum",
    "is_cancelled",
    "sign_up_for",
    "seats_by",
    "is_care_group",
    "late_after",
)


@transaction.atomic
def store_course(key: UUID) -> ClassCourse | None:
    """Bring the course in line with its live pages; None where there is none. Idempotent.

    Never fewer places than are taken by now: the form says so, and what is published later must not fail.
    """
    calendar_changed(KEY, [str(key)])
    pages = live_pages(key)
    page = main_page(pages)
    course = ClassCourse.objects.filter(key=key).first()
    community = community_for_page(page) if page else None
    if page is None or community is None or not (dates := dates_of(page)):
        if course is not None and course.is_public:
            course.is_public = False
            course.save(update_fields=["is_public"])
        return None
    course = _filled(course or ClassCourse(key=key), page, pages, community)
    course.first_day = min(timezone.localdate(starts) for starts, _ends, _off in dates.values())
    course.last_day = max(timezone.localdate(starts) for starts, _ends, _off in dates.values())
    course.save()
    _store_sessions(course, page, dates)
    return course


def live_pages(key: UUID) -> dict[str, ClassPage]:
    """{language: page}"""
    pages = ClassPage.objects.live().filter(translation_key=key, alias_of=None)
    return {
        page.locale.language_code: page for page in pages.select_related("locale", "venue").prefetch_related("changes")
    }


def main_page(pages: Mapping[str, ClassPage]) -> ClassPage | None:
    """The one that says when it is: the first in the order of LANGUAGES."""
    return next((pages[code] for code, _label in settings.LANGUAGES if code in pages), None)


def _filled(course: ClassCourse, page: ClassPage, pages: Mapping[str, ClassPage], community: Community) -> ClassCourse:
    course.community, course.is_public = community, True
    course.names = {code: each.title for code, each in pages.items()}
    course.path = path_below_community(page)
    for name in COPIED:
        setattr(course, name, getattr(page, name))
    if course.closes_at is None or course.closes_at > timezone.now():
        course.decided_at, course.is_called_off = None, False  # prolonged: the least number is asked for again
    whole = page.sign_up_for == SignUpFor.COURSE
    course.capacity = max(page.capacity, course.taken) if whole and page.capacity is not None else None
    return course


def path_below_community(page: ClassPage) -> str:
    """`classes/painting/`: of the tree's path the city's and the community's own part go."""
    return page.url_path.split("/", 3)[3]


Dates = dict[dt.datetime, tuple[dt.datetime, dt.datetime, bool]]


def dates_of(page: ClassPage) -> Dates:
    """{when the rule has it begin: (starts, ends, is it called off)}; empty where nothing can be worked out."""
    if page.schedule is None or page.starts_on is None or page.start_time is None:
        return {}
    found = page.schedule.between(page.starts_on, page.starts_on + MOST_DAYS, known_days())
    return {each.original: (each.starts, each.ends, each.state == "cancelled") for each in found}  # type: ignore[misc]  # times, as the page has one


def _store_sessions(course: ClassCourse, page: ClassPage, dates: Dates) -> None:
    """What is over stays; what is ahead and no longer takes place goes, or is called off where somebody had a place."""
    now = timezone.now()
    capacity = page.capacity if course.sign_up_for == SignUpFor.SESSIONS else None
    known = {session.original: session for session in course.sessions.all()}
    for original, (starts, ends, is_off) in dates.items():
        session = known.get(original) or ClassSession(course=course, original=original)
        before = (session.pk, session.starts, session.ends, session.is_cancelled, session.capacity)
        session.starts, session.ends, session.is_cancelled = starts, ends, is_off
        session.capacity = max(capacity, session.taken) if capacity is not None else None
        if before != (session.pk, starts, ends, is_off, session.capacity) or session.pk is None:
            session.save()
    for original, session in known.items():
        if original in dates or session.starts < now:
            continue
        if session.taken:
            session.is_cancelled = True
            session.save(update_fields=["is_cancelled"])
        else:
            session.delete()


def follow_all() -> int:
    """Each night, and when holidays change: courses that are not over follow their pages, where the plugin is on."""
    on = communities_with(KEY).order_by().values("pk")
    keys = list(ClassCourse.objects.filter(community__in=on, is_public=True).not_over().values_list("key", flat=True))
    for key in keys:
        store_course(key)
    return len(keys)
