"""What pages show of classes."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.plugins.api import (
    Community,
    Crumb,
    Fact,
    LinkItem,
    ShareValues,
    day_text,
    home_url,
    known_days,
    plugin_url,
    recurrence_text,
    time_text,
)
from portal.plugins.bundled.class_signups.choices import Phase, SeatsBy, SignUpFor
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassIndexPage, ClassPage, ClassSignUp
from portal.plugins.bundled.class_signups.storing import KEY, MOST_DAYS
from portal.plugins.bundled.class_signups.wording import (
    age_text,
    badge_of,
    phase_text,
    places_text,
    residents_text,
    span_text,
)

SHOWN = 60


def class_url(course: ClassCourse, request: HttpRequest) -> str:
    return f"{home_url(request, course.community)}{course.path}"


def index_crumb(page: ClassPage, request: HttpRequest) -> list[Crumb]:
    index = page.get_parent()
    return [Crumb(index.title, index.get_url(request) or "")] if index else []


# The list


def index_context(page: ClassIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What is ahead first, then what was; one query."""
    community = page.get_community(request)
    courses = list(ClassCourse.objects.shown_in(community).order_by("first_day", "pk")) if community else []
    today = timezone.localdate()
    return {
        "ahead": course_links([each for each in courses if each.last_day >= today], community, request),
        "over": course_links([each for each in reversed(courses) if each.last_day < today][:20], community, request),
    }


def course_links(courses: Iterable[ClassCourse], community: Community | None, request: HttpRequest) -> list[LinkItem]:
    """No query."""
    if community is None:
        return []
    home = home_url(request, community)
    return [
        LinkItem(
            str(course.names),
            f"{home}{course.path}",
            summary=" · ".join(filter(None, [span_text(course), age_text(course)])),
            note=" · ".join(filter(None, [phase_text(course), places_text(course)])),
        )
        for course in courses
    ]


# One class


def class_context(page: ClassPage, request: HttpRequest) -> dict[str, Any]:
    """Two queries however many sessions: the course, and where single sessions have places, those."""
    course = ClassCourse.objects.filter(key=page.translation_key).select_related("community", "merged_into").first()
    facts = class_facts(page)
    if course is not None and (first := residents_text(course)):
        facts.append(Fact(_("Residents first"), first, "people"))
    return {
        "course": course,
        "goes_on_in": goes_on_in(course, request),
        "badges": [badge_of(course)] if course else [],
        "facts": facts,
        "sign_up_url": sign_up_url(course, request),
        "draw_url": draw_url(course, request),
        "places": places_text(course) if course else "",
        "sign_up_note": phase_text(course) if course else "",
        "dates": shown_dates(page, course),
    }


def goes_on_in(course: ClassCourse | None, request: HttpRequest) -> LinkItem | None:
    """The class that its families went over to."""
    if course is None or course.merged_into is None:
        return None
    other = course.merged_into
    return LinkItem(str(other.names), f"{home_url(request, course.community)}{other.path}")


def sign_up_url(course: ClassCourse | None, request: HttpRequest) -> str:
    """Empty where nobody can sign up now."""
    if course is None or course.phase() not in (Phase.OPEN, Phase.FULL):
        return ""
    return plugin_url(KEY, "sign_up", community=course.community, request=request, pk=course.pk)


def draw_url(course: ClassCourse | None, request: HttpRequest) -> str:
    if course is None or course.seats_by != SeatsBy.DRAW:
        return ""
    return plugin_url(KEY, "draw", community=course.community, request=request, pk=course.pk)


def links_of_family(sign_up: ClassSignUp, request: HttpRequest) -> list[LinkItem]:
    """From its private page: the class, and where places go by a draw, the draw. No query."""
    course = sign_up.course
    if not course.is_public:
        return []
    links = [LinkItem(_("Page of the class"), class_url(course, request), icon="school")]
    if url := draw_url(course, request):
        links.append(LinkItem(_("The draw"), url, icon="ticket"))
    return links


def class_facts(page: ClassPage) -> list[Fact]:
    facts = [Fact(_("When"), when_text(page), "clock")]
    if page.venue or page.place:
        where = " · ".join(filter(None, [str(page.venue.names) if page.venue else "", page.place]))
        facts.append(Fact(pgettext("class", "Where"), where, "place"))
    if ages := age_text(page):
        facts.append(Fact(_("For whom"), ages, "people"))
    if page.teacher:
        facts.append(Fact(_("Teacher"), page.teacher, "person"))
    facts.append(Fact(_("Cost"), cost_text(page), "fee"))
    if page.bring:
        facts.append(Fact(_("What to bring"), page.bring, "bring"))
    if page.minimum and page.sign_up_for != SignUpFor.NOTHING:
        text = ngettext("Takes place with at least %(count)d.", "Takes place with at least %(count)d.", page.minimum)
        rule = " ".join(filter(None, [text % {"count": page.minimum}, merge_text(page)]))
        facts.append(Fact(pgettext("class", "Minimum"), rule, "info"))
    return facts


def merge_text(page: ClassPage) -> str:
    """What happens with too few, where a class is named for that."""
    if page.merge_into is None:
        return ""
    other = ClassCourse.objects.filter(key=page.merge_into.translation_key).only("names").first()
    return _("With fewer it goes on in %(class)s.") % {"class": other.names} if other else ""


def cost_text(page: ClassPage) -> str:
    free = _("Free of charge") if page.is_free else ""
    return " · ".join(filter(None, [free, page.fee_note])) or _("Ask the organiser")


def when_text(page: ClassPage) -> str:
    schedule = page.schedule
    if schedule is None:
        return _("Not said yet")
    rule = recurrence_text(schedule.recurrence, schedule.starts)
    first = schedule.starts.date() if isinstance(schedule.starts, dt.datetime) else schedule.starts
    hours = time_text(schedule.starts, schedule.ends)
    if not rule:
        return f"{day_text(first)} {hours}"
    return _("%(hours)s, %(rule)s, from %(first)s") % {"hours": hours, "rule": rule, "first": day_text(first)}


def shown_dates(page: ClassPage, course: ClassCourse | None) -> list[dict[str, Any]]:
    """Worked out, so that drafts have them, too; places of single sessions are read."""
    if page.schedule is None or page.starts_on is None:
        return []
    found = page.schedule.between(page.starts_on, page.starts_on + MOST_DAYS, known_days())
    left: dict[Any, int | None] = {}
    if course is not None and course.sign_up_for == SignUpFor.SESSIONS:
        left = {session.original: session.left for session in course.sessions.all()}
    today = timezone.localdate()
    ahead = [each for each in found if _day(each.ends) >= today]
    return [
        {
            "day": day_text(_day(each.starts)),
            "iso": _day(each.starts).isoformat(),
            "time": time_text(each.starts, each.ends),
            "is_cancelled": page.is_cancelled or each.state == "cancelled",
            "is_tentative": each.state == "tentative",
            "left": left.get(each.original),
        }
        for each in ahead[:SHOWN]
    ]


def _day(when: dt.date) -> dt.date:
    return when.date() if isinstance(when, dt.datetime) else when


def class_share(page: ClassPage, request: HttpRequest) -> ShareValues:
    facts = [fact for fact in class_facts(page) if fact.icon in ("people", "fee", "bring")]
    where = " · ".join(filter(None, [str(page.venue.names) if page.venue else "", page.place]))
    return ShareValues(
        title=page.title, kind=_("Class"), when=when_text(page), where=where, text=page.summary, facts=tuple(facts)
    )
