"""An activity as schema.org events: its next date, and the schedule it follows."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from portal.activities.models import venue_names
from portal.activities.showing import published

if TYPE_CHECKING:
    from portal.activities.models import ActivityPage

EVENTS = 5


def activity_json_ld(page: "ActivityPage", request: HttpRequest) -> list[dict[str, Any]]:
    """One Event for each of the next dates: what search engines show is a date."""
    _series, rows = published(page, request)
    address = page.get_canonical(request)
    return [_event(page, address, row.starts, row.ends, row.is_cancelled) for row in rows[:EVENTS]]


def _event(page: "ActivityPage", address: str, starts: Any, ends: Any, is_cancelled: bool) -> dict[str, Any]:
    status = "EventCancelled" if is_cancelled else "EventScheduled"
    place = str(venue_names(page.venue)) if page.venue else page.place
    event = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{address}#{starts:%Y%m%d}",
        "name": page.title,
        "description": page.summary,
        "url": address,
        "startDate": starts.isoformat(),
        "endDate": (ends if isinstance(ends, dt.datetime) else ends - dt.timedelta(days=1)).isoformat(),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": page.language_code,
        "isAccessibleForFree": page.is_free,
    }
    if place:
        event["location"] = {"@type": "Place", "name": place, "address": place}
    if page.organiser:
        event["organizer"] = {"@type": "Organization", "name": page.organiser}
    return event
