"""A member's own shifts for the calendar of a phone."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from portal.participation.privacy_headers import private_page
from portal.volunteers.codes import is_signature
from portal.volunteers.models import Claim, Member

BACK = dt.timedelta(days=60)


@private_page
@require_safe
def own_shifts(request: HttpRequest, pk: str, secret: str) -> HttpResponse:
    """Of somebody who is in the team. Visits to people who live alone are never among them."""
    member = Member.objects.active().select_related("team").filter(pk=pk).first()
    if member is None or not is_signature("feed", f"{member.pk}:{member.token_hash}", secret):
        raise Http404
    claims = Claim.objects.filter(member=member, shift__ends__gt=timezone.now() - BACK)
    claims = claims.select_related("shift__duty__venue").order_by("shift__starts")
    content = calendar_of(member, claims).to_ical()
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="shifts.ics"'
    return response


def calendar_of(member: Member, claims: object) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Linli//Volunteers//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("My shifts: %(team)s") % {"team": member.team})
    for claim in claims:  # type: ignore[attr-defined]  # a queryset of claims
        for event in events_of(claim):
            calendar.add_component(event)
    return calendar


def events_of(claim: Claim) -> list[Event]:
    """One for each day of a duty on several days."""
    shift, events = claim.shift, []
    duty = shift.duty
    days = duty.block_days if duty.repeats == "block" else [timezone.localtime(shift.starts).date()]
    for number, day in enumerate(days):
        starts, ends = duty.span_on(day) if len(days) > 1 else (shift.starts, shift.ends)
        event = Event()
        event.add("uid", f"shift-{shift.pk}-{number}@linli")
        event.add("dtstamp", claim.at.astimezone(dt.UTC))
        event.add("dtstart", starts.astimezone(dt.UTC))
        event.add("dtend", ends.astimezone(dt.UTC))
        event.add("summary", str(duty.names))
        if place := str(duty.place) or str(duty.venue or ""):
            event.add("location", place)
        if duty.notes:
            event.add("description", str(duty.notes))
        if shift.is_cancelled or duty.is_cancelled:
            event.add("status", "CANCELLED")
        events.append(event)
    return events
