"""Calendar files (RFC 5545): of a community, of any filtered view, of one entry, of one date.

A series is one event with its rule, the dates left out and added, and an event of its own for each date that is moved
or cancelled. What depends on holidays is written out as dates: no calendar program knows them.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone
from icalendar.prop import vRecur

from portal.activities.entries import compact, words_of
from portal.activities.feed_dates import from_feed_dates
from portal.activities.filters import Filters
from portal.activities.models import Occurrence, Series
from portal.activities.wanted import shown_owners
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.names import fallback_order
from portal.pages import absolute_url
from portal.recurrence import State, When, parts_of

if TYPE_CHECKING:
    from portal.activities.models import ActivityCalendarPage

CONTENT_TYPE = "text/calendar; charset=utf-8"
#: A feed keeps what is over for so long: a calendar program forgets what a feed no longer has.
KEPT = dt.timedelta(days=60)
REFRESH = dt.timedelta(hours=6)


def feed_response(request: HttpRequest, page: "ActivityCalendarPage") -> HttpResponse:
    """What the address asks for; 404 where there is no such entry or date, or its plugin is off."""
    community, language = page.community, get_language() or ""
    series = Series.objects.shown_in(community, shown_owners(community, request)).select_related(
        "venue__parent", "community"
    )
    number = page.asked.get("series")
    home = absolute_url(request, home_url(request, community))
    writer = Writer(community, language, home)
    if number is None:
        filters = Filters.from_query(request.GET)
        recent = Occurrence.objects.filter(series=OuterRef("pk"), ends_at__gt=timezone.now() - KEPT)
        found = list(series.filter(filters.condition()).filter(Exists(recent)).order_by("pk"))
        name = _("%(place)s: calendar") % {"place": community}
        return respond(writer.calendar(name, found), found, f"{community.slug}.ics")
    one = series.filter(pk=number).first()
    if one is None:
        raise Http404
    if original := page.asked.get("original"):
        row = next((row for row in one.occurrences.all() if compact(local_of(row, one)) == original), None)
        if row is None:
            raise Http404
        row.series = one
        return respond(writer.single(row), [one], f"{community.slug}-{original[:8]}.ics", attachment=True)
    return respond(writer.calendar(str(one), [one]), [one], f"{community.slug}-{one.pk}.ics", attachment=True)


def local_of(row: Occurrence, series: Series) -> When:
    row.series = series
    return row.original


def respond(calendar: Calendar, series: Iterable[Series], name: str, *, attachment: bool = False) -> HttpResponse:
    """With an ETag of what it says, so that programs that ask every hour get an empty answer."""
    content = calendar.to_ical()
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'{"attachment" if attachment else "inline"}; filename="{name}"'
    response.headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    if changed := max((each.changed_at for each in series), default=None):
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    return response


class Writer:
    """Events of a community in one language; `home` is the absolute address of its home page."""

    def __init__(self, community: Community, language: str, home: str) -> None:
        self.community, self.language, self.home = community, language, home
        self.order = fallback_order(language)

    def calendar(self, name: str, series: Iterable[Series]) -> Calendar:
        calendar = empty_calendar(name)
        for each in series:
            for event in self.events(each):
                calendar.add_component(event)
        return calendar

    def single(self, row: Occurrence) -> Calendar:
        """One date alone: whoever puts it in a calendar does not want the others."""
        calendar = empty_calendar(str(row.series))
        event = self.event(row.series, row.starts, row.ends, is_cancelled=row.is_cancelled)
        if row.series.plain_recurrence:
            event.add("recurrence-id", row.original)
        calendar.add_component(event)
        return calendar

    def events(self, series: Series) -> Iterator[Event]:
        master = self.event(series, series.starts, series.ends, is_cancelled=series.is_cancelled)
        found = from_feed_dates(series.feed_dates)
        rule = series.plain_recurrence.get("rule", "")
        if rule:
            master.add("rrule", vRecur.from_ical(rule_text(rule, series)))
        if found.left_out:
            master.add("exdate", list(found.left_out))
        if found.added:
            master.add("rdate", list(found.added))
        yield master
        for each in found.changed:
            cancelled = series.is_cancelled or each.state == State.CANCELLED
            event = self.event(series, each.starts, each.ends, is_cancelled=cancelled)
            event.add("recurrence-id", each.original)
            yield event

    def event(self, series: Series, starts: When, ends: When, *, is_cancelled: bool) -> Event:
        title, _other, path, place, summary = words_of(series, self.order, self.language)
        event = Event()
        event.add("uid", uid_of(series, self.community))
        event.add("dtstamp", series.changed_at.astimezone(dt.UTC))
        event.add("last-modified", series.changed_at.astimezone(dt.UTC))
        event.add("sequence", series.sequence)
        event.add("dtstart", starts)
        event.add("dtend", ends)
        event.add("summary", title)
        if summary:
            event.add("description", f"{summary}\n{self.home}{path}")
        if place:
            event.add("location", place)
        event.add("url", f"{self.home}{path}")
        event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
        event.add("categories", [series.get_kind_display()])
        event.add("transp", "TRANSPARENT" if series.all_day else "OPAQUE")
        return event


def uid_of(series: Series, community: Community) -> str:
    """The same in every language, view and file, for as long as the entry is that entry."""
    return f"{series.uid}.{series.owner}@{community.code}"


def rule_text(rule: str, series: Series) -> str:
    """As RFC 5545 wants UNTIL: a date for whole days, UTC for times."""
    parts = parts_of(rule)
    until = parts.get("UNTIL", "")
    if until and series.all_day:
        parts["UNTIL"] = until[:8]
    elif until and not until.endswith("Z"):
        text = until if "T" in until else f"{until}T235959"
        local = dt.datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=timezone.get_default_timezone())
        parts["UNTIL"] = f"{local.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def empty_calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Linli//Community calendar//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", str(timezone.get_default_timezone()))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(city_timezone())
    return calendar


@lru_cache(maxsize=4)
def _timezone(name: str) -> Timezone:
    return Timezone.from_tzid(name)


def city_timezone() -> Any:
    return _timezone(str(timezone.get_default_timezone()))
