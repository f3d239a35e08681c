"""From published pages to what people sign up for. Written in the transaction that publishes."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.plugins.api import Community, calendar_changed, communities_with, community_for_page, known_days
from portal.plugins.bundled.class_signups.announcing import propose
from portal.plugins.bundled.class_signups.choices import SignUpFor
from portal.plugins.bundled.class_signups.differences import COURSE, Row, place_rows, row_of
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassPage
from portal.plugins.bundled.class_signups.residence_matter import open_matter
from portal.plugins.bundled.class_signups.storing_sessions import Dates, store_sessions

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
    course = course or ClassCourse(key=key)
    before = (course.pk, course.is_cancelled, course.places_named)
    course = _filled(course, page, pages, community)
    course.first_day = min(timezone.localdate(starts) for starts, _ends, _off in dates.values())
    course.last_day = max(timezone.localdate(starts) for starts, _ends, _off in dates.values())
    course.save()
    rows = store_sessions(course, page.capacity, dates)
    if before[0] is not None:
        propose(course, [*_course_rows(course, was_off=before[1], place=before[2]), *rows])
    return course


def _course_rows(course: ClassCourse, *, was_off: bool, place: dict[str, str] | None) -> list[Row]:
    """What changed for the whole class."""
    rows = [row_of(COURSE, not was_off, not course.is_cancelled)] if was_off != course.is_cancelled else []
    return rows + place_rows(place, course.places_named or {})


def live_pages(key: UUID) -> dict[str, ClassPage]:
    """{language: page}"""
    pages = ClassPage.objects.live().filter(translation_key=key, alias_of=None)
    return {
        page.locale.language_code: page
        for page in pages.select_related("locale", "venue", "merge_into").prefetch_related("changes")
    }


def main_page(pages: Mapping[str, ClassPage]) -> ClassPage | None:
    """The one that says when it is: the first in the order of LANGUAGES."""
    return next((pages[code] for code, _label in settings.LANGUAGES if code in pages), None)


def _filled(course: ClassCourse, page: ClassPage, pages: Mapping[str, ClassPage], community: Community) -> ClassCourse:
    course.community, course.is_public = community, True
    course.names = {code: each.title for code, each in pages.items()}
    course.path = path_below_community(page)
    course.places_named = {code: place_text(each, code) for code, each in pages.items()}
    for name in COPIED:
        setattr(course, name, getattr(page, name))
    if course.closes_at is None or course.closes_at > timezone.now():
        # Prolonged: the least number is asked for again.
        course.decided_at, course.is_called_off, course.merged_into = None, False, None
    course.merge_into = _other_course(page, course)
    _set_priority(course, page.residents_until)
    whole = page.sign_up_for == SignUpFor.COURSE
    course.capacity = max(page.capacity, course.taken) if whole and page.capacity is not None else None
    return course


def _set_priority(course: ClassCourse, until: dt.datetime | None) -> None:
    """Of residents. Prolonged, it goes on; taken away while it lasts, it ends now, and those who waited are seated."""
    now = timezone.now()
    if until is None and course.puts_residents_first:
        until = now
    elif until is None or until > now:
        course.residents_ended_at = None
    course.residents_until = until
    if course.puts_residents_first:
        open_matter(course)


def place_text(page: ClassPage, language: str) -> str:
    venue = page.venue.names.in_language(language) if page.venue else ""
    return " · ".join(filter(None, [venue, page.place]))


def _other_course(page: ClassPage, course: ClassCourse) -> ClassCourse | None:
    """Where it goes on with too few: of the same community, whichever language's page was chosen."""
    if page.merge_into is None:
        return None
    others = ClassCourse.objects.filter(key=page.merge_into.translation_key, community=course.community)
    return others.exclude(key=course.key).first()


def path_below_community(page: ClassPage) -> str:
    """`classes/painting/`: of the tree's path the city's and the community's own part go."""
    return page.url_path.split("/", 3)[3]


def dates_of(page: ClassPage) -> Dates:
    """{when the rule has it begin: (starts, ends, is it called off)}; empty where nothing can be worked out."""
    if page.schedule is None or page.starts_on is None or page.start_time is None:
        return {}
    found = page.schedule.between(page.starts_on, page.starts_on + MOST_DAYS, known_days())
    return {each.original: (each.starts, each.ends, each.state == "cancelled") for each in found}  # type: ignore[misc]  # times, as the page has one


def follow_all() -> int:
    """Each night, and when holidays change: courses that are not over follow their pages, where the plugin is on."""
    on = communities_with(KEY).order_by().values("pk")
    keys = list(ClassCourse.objects.filter(community__in=on, is_public=True).not_over().values_list("key", flat=True))
    for key in keys:
        store_course(key)
    return len(keys)
