"""`{% load volunteers %}`: times of shifts, hours, and what a member's page shows."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from portal.volunteers.addresses import certificate_url, feed_path
from portal.volunteers.models import Claim, Member, ServiceRecord, Shift
from portal.volunteers.wording import hours_sentence, hours_text

register = template.Library()
#: How many shifts are offered at a time.
FREE = 8


@register.filter
def hours(minutes: int) -> str:
    return hours_text(minutes)


@register.filter
def shift_time(shift: Shift) -> str:
    """Day, weekday and time; the days of a duty on several days."""
    starts, ends = timezone.localtime(shift.starts), timezone.localtime(shift.ends)
    times = f"{time_format(shift.duty.starts_at, 'H:i')}–{time_format(shift.duty.ends_at, 'H:i')}"
    first = f"{date_format(starts, 'MONTH_DAY_FORMAT')} {date_format(starts, 'D')}"
    if shift.duty.repeats == "block" and starts.date() != ends.date():
        return f"{first} – {date_format(ends, 'MONTH_DAY_FORMAT')} {date_format(ends, 'D')}, {times}"
    return f"{first} {times}"


@register.simple_tag
def member_area(member: Member) -> dict[str, Any]:
    """What somebody in the team has and may take. Four queries."""
    now = timezone.now()
    claims = list(
        Claim.objects.filter(member=member, shift__ends__gt=now, shift__is_cancelled=False)
        .select_related("shift__duty__venue")
        .order_by("shift__starts")
    )
    for claim in claims:
        claim.can_be_dropped = claim.shift.is_open(now)  # type: ignore[attr-defined]  # for the template
    taken = {claim.shift_id for claim in claims}
    shifts = Shift.objects.filter(duty__team=member.team_id).ahead(now).exclude(pk__in=taken)[: FREE * 4]
    return {
        "claims": claims,
        "free": [shift for shift in shifts if shift.is_open(now)][:FREE],
        "feed": feed_path(member),
        "visits": member.is_vetted and member.visits.exists(),
    }


@register.simple_tag
def member_hours(member: Member) -> dict[str, Any]:
    records = list(member.records.all())
    certificates = member.certificates.filter(revoked_at=None)
    return {
        "records": records,
        "total": hours_sentence(sum(record.minutes for record in records)),
        "certificates": [{"number": each.number, "url": certificate_url(each)} for each in certificates],
        **record_rows(records),
    }


@register.simple_tag
def record_rows(records: Iterable[ServiceRecord]) -> dict[str, Any]:
    return {
        "headers": [_("Day"), _("What"), _("Hours"), _("Confirmed by")],
        "rows": [
            [date_format(each.day, "SHORT_DATE_FORMAT"), str(each.names), hours_text(each.minutes), each.confirmed_by]
            for each in records
        ],
    }
