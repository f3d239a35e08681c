"""Duties on the community's calendar. Visits to people who live alone are never among them."""

from collections.abc import Iterable, Sequence
from typing import Any

from portal.communities.querysets import CommunityQuerySet
from portal.plugins.calendar import CalendarKind
from portal.plugins.contracts import CalendarEntry
from portal.recurrence import Recurrence
from portal.volunteers.addresses import TEAMS_SLUG
from portal.volunteers.choices import Repeats
from portal.volunteers.models import Duty, Shift, VolunteerTeamPage

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def entries(communities: CommunityQuerySet, uids: Sequence[str] | None) -> Iterable[CalendarEntry]:
    """Of teams that have a live page; four queries."""
    duties = Duty.objects.filter(team__community__in=communities).select_related("team__community", "venue")
    if uids is not None:
        duties = duties.filter(pk__in=[int(uid.removeprefix("duty-")) for uid in uids if uid.startswith("duty-")])
    found = list(duties.order_by("pk"))
    slugs = dict(
        VolunteerTeamPage.objects.live()
        .filter(translation_key__in={duty.team.key for duty in found})
        .values_list("translation_key", "slug")
    )
    cancelled: dict[int, list[Any]] = {}
    for pk, starts in Shift.objects.filter(duty__in=found, is_cancelled=True).values_list("duty", "starts"):
        cancelled.setdefault(pk, []).append(starts)
    for duty in found:
        if duty.team.key in slugs:
            yield entry_of(duty, slugs[duty.team.key], cancelled.get(duty.pk, []))


def entry_of(duty: Duty, slug: str, cancelled: Sequence[Any]) -> CalendarEntry:
    days = duty.block_days if duty.repeats == Repeats.BLOCK else [duty.first_day]
    starts, ends = duty.span_on(days[0])
    rule = rule_of(duty)
    return CalendarEntry(
        uid=duty.uid,
        community=duty.team.community,
        titles=dict(duty.names),
        summaries={language: text for language, text in duty.notes.items() if language in duty.names},
        path=f"{TEAMS_SLUG}/{slug}/",
        starts=starts,
        ends=ends,
        kind=CalendarKind.DUTY,
        recurrence=Recurrence(rule=rule, cancelled=dates_off(duty, cancelled)) if rule else None,
        venue=duty.venue,
        place=dict(duty.place),
        team=slug,
        team_names=dict(duty.team.names),
        is_free=True,
        is_cancelled=duty.is_cancelled or bool(cancelled and duty.repeats != Repeats.WEEKLY),
    )


def rule_of(duty: Duty) -> str:
    if duty.repeats == Repeats.ONCE:
        return ""
    until = f";UNTIL={duty.last_day:%Y%m%d}" if duty.last_day else ""
    if duty.repeats == Repeats.BLOCK:
        on = f";BYDAY={by_day(duty.weekdays)}" if duty.weekdays else ""
        return f"FREQ=DAILY{on}{until}"
    return f"FREQ=WEEKLY;BYDAY={by_day(duty.on_weekdays)}{until}"


def by_day(weekdays: Sequence[int]) -> str:
    return ",".join(DAYS[day] for day in weekdays)


def dates_off(duty: Duty, cancelled: Sequence[Any]) -> frozenset[Any]:
    if duty.repeats != Repeats.WEEKLY:
        return frozenset()
    return frozenset(starts.astimezone(duty.span_on(duty.first_day)[0].tzinfo) for starts in cancelled)
