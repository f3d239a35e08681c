"""What an activity's page shows: its dates, its place, the way to the calendar."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.activities.addresses import SLUG
from portal.activities.entries import compact
from portal.activities.lunar import lunar_date
from portal.activities.models import Occurrence, Series, venue_names
from portal.activities.queries import next_dates_of, series_of
from portal.activities.views import webcal
from portal.communities.home_urls import home_url
from portal.components import Fact
from portal.home.search_sources import labels_of
from portal.meta import Crumb
from portal.pages import ShareValues
from portal.recurrence import State, day_of
from portal.timetables.wording import day_text, recurrence_text, time_text

if TYPE_CHECKING:
    from portal.activities.models import ActivityPage

OWNER = "activities"
NEXT = 10
#: Dates in a message of two hundred characters.
SHARED = 4


def activity_context(page: "ActivityPage", request: HttpRequest) -> dict[str, Any]:
    """What is published is looked up; a draft or a preview works its dates out."""
    community = page.get_community(request)
    series, rows = published(page, request)
    base = f"{home_url(request, community)}{SLUG}/"
    schedule = page.schedule
    venue = page.venue if community and page.venue and page.venue.community_id == community.pk else None
    return {
        "dates": stored_dates(series, rows, base) if series else worked_out(page),
        "rule_text": recurrence_text(schedule.recurrence, schedule.starts) if schedule else "",
        "venue": venue,
        "venue_names": venue_names(venue) if venue else None,
        "audience_labels": audience_labels(page),
        "calendar_url": base,
        "ics_url": f"{base}ics/{series.pk}/" if series else "",
        "webcal_url": webcal(request, f"{base}ics/{series.pk}/") if series else "",
        "picture": page.picture,
    }


def published(page: "ActivityPage", request: HttpRequest) -> tuple[Series | None, list[Occurrence]]:
    """Its entry in the calendar with the next dates; nothing of a draft or a preview. Two queries, once."""
    if getattr(request, "is_preview", False) or not page.live:
        return None, []
    if "_published" not in page.__dict__:
        series = series_of(OWNER, page.uid)
        page.__dict__["_published"] = (series, next_dates_of(series, count=NEXT) if series else [])
    return page.__dict__["_published"]


def stored_dates(series: Series, rows: list[Occurrence], base: str) -> list[dict[str, Any]]:
    return [
        date_row(row.starts, row.ends, row.state, f"{base}ics/{series.pk}/{compact(row.original)}/") for row in rows
    ]


def worked_out(page: "ActivityPage") -> list[dict[str, Any]]:
    return [date_row(each.starts, each.ends, each.state.value, "") for each in page.next_dates(NEXT)]


def date_row(starts: Any, ends: Any, state: str, ics_url: str) -> dict[str, Any]:
    day = day_of(starts)
    return {
        "iso": day.isoformat(),
        "day": day_text(day),
        "lunar": lunar_date(day, get_language() or ""),
        "time": time_text(starts, ends),
        "is_cancelled": state == State.CANCELLED.value,
        "is_tentative": state == State.TENTATIVE.value,
        "ics_url": ics_url,
    }


def activity_share(page: "ActivityPage", request: HttpRequest) -> ShareValues:
    """When: the rule in words, and the dates themselves, which WeChat cannot open as a file."""
    _series, rows = published(page, request)
    dates = "; ".join(f"{day_text(day_of(row.starts))} {time_text(row.starts, row.ends)}" for row in rows[:SHARED])
    schedule = page.schedule
    rule = recurrence_text(schedule.recurrence, schedule.starts) if schedule else ""
    days = " · ".join(day_text(day_of(row.starts)) for row in rows[:SHARED])
    facts = [
        Fact(str(_("Who it is for")), " · ".join(audience_labels(page))),
        Fact(str(_("Cost")), page.cost or (_("Free of charge") if page.is_free else "")),
        Fact(str(_("Organiser")), f"{page.organiser} {page.phone}".strip()),
    ]
    return ShareValues(
        page.title,
        kind=page.kind_label,
        when=f"{rule} {time_text(rows[0].starts, rows[0].ends)} ({days})" if rule and rows else dates,
        where=" ".join(filter(None, (str(venue_names(page.venue)) if page.venue else "", page.place))),
        text=page.summary,
        facts=tuple(fact for fact in facts if fact.value),
    )


def audience_labels(page: "ActivityPage") -> list[str]:
    labels = labels_of("audience")
    return [labels.get(code, code) for code in page.audiences or ()]


def calendar_crumbs(page: "ActivityPage", request: HttpRequest) -> list[Crumb]:
    community = page.get_community(request)
    if community is None:
        return []
    home = home_url(request, community)
    calendar = page.get_parent()
    return [Crumb(str(community), home), Crumb(calendar.title, f"{home}{SLUG}/")]
