"""`{% load hours_tags %}`: `{% opening_status hours %}` and `{% opening_hours hours %}`, `hours` being
OpeningHours.
"""

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from portal.freshness import bound_freshness
from portal.hours.calendar import work_calendar
from portal.hours.schedule import OpeningHours

register = template.Library()


@register.inclusion_tag("hours/_opening_status.html", takes_context=True)
def opening_status(context: template.Context, hours: OpeningHours) -> dict[str, Any]:
    """One line that holds now. Bounds the page's lifetime in caches (see `portal.freshness`)."""
    status = hours.status_at(timezone.now(), work_calendar())
    request = context.get("request")
    if isinstance(request, HttpRequest):
        bound_freshness(request, status.valid_until)
    return {"status": status, "text_language": status.text.other_language}


@register.inclusion_tag("hours/_opening_hours.html")
def opening_hours(hours: OpeningHours) -> dict[str, Any]:
    """All of the week, what holds on holidays, and the free text."""
    return {
        "lines": hours.lines(),
        "notes": hours.holiday_notes(),
        "text": hours.text,
        "text_language": hours.text.other_language,
    }
