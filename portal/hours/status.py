"""Is it open? What a schedule and a calendar say of one moment, and until when that stays true."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal.hours.days import POSSIBLE_KINDS, Calendar, DayKind
from portal.hours.weekly import DAY_MINUTES, Span
from portal.hours.wording import clock_text, date_text, weekday_name
from portal.names import Names

if TYPE_CHECKING:
    from portal.hours.schedule import OpeningHours

# How far ahead the next opening is looked for: a seasonal counter opens again within a year.
LOOK_AHEAD_DAYS = 370
# Open without a break for longer than this reads "day and night", not "until 3 February".
LONG_DAYS = 8


class OpeningState(StrEnum):
    OPEN = "open"
    ALWAYS_OPEN = "always-open"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    UNKNOWN = "unknown"
    TEXT = "text"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OpeningStatus:
    """The state at `moment` (local time).

    `closes_at` and `opens_at` are the next certain change, None if there is none within a year or an
    unannounced day lies before it; `unannounced_year` names that day's year. `holiday` is today's. What
    `message` says holds until `valid_until` (None: until the hours or the calendar are changed), so a page
    that shows it is cached no longer.
    """

    state: OpeningState
    moment: dt.datetime
    closes_at: dt.datetime | None = None
    opens_at: dt.datetime | None = None
    holiday: Names = field(default_factory=Names)
    unannounced_year: int | None = None
    text: Names = field(default_factory=Names)
    valid_until: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        """Certainly open; False may also mean that nobody knows."""
        return self.state in (OpeningState.OPEN, OpeningState.ALWAYS_OPEN)

    @property
    def message(self) -> str:
        return self.message_in(None)

    def message_in(self, language: str | None) -> str:
        """One line in `language` (None: the active one). Empty when there are no hours."""
        if language is None:
            return _MESSAGES[self.state](self)
        with translation.override(language):
            return _MESSAGES[self.state](self)

    def __str__(self) -> str:
        return self.message


def _open_message(status: OpeningStatus) -> str:
    if status.closes_at is None:
        return _("Open now, day and night")
    ends, time = status.closes_at, clock_text(status.closes_at)
    if (ends.hour, ends.minute) == (0, 0):
        ends, time = ends - dt.timedelta(days=1), "24:00"
    if (ends.date() - status.moment.date()).days > 1:
        return _("Open now until %(day)s %(time)s") % {"day": _day_text(ends, status), "time": time}
    if ends.date() > status.moment.date():
        return _("Open now until %(time)s tomorrow") % {"time": time}
    return _("Open now until %(time)s") % {"time": time}


def _next_message(status: OpeningStatus) -> str:
    """When it opens next, or that nobody can say; empty when it does not open within a year."""
    opens = status.opens_at
    if opens is None:
        return _unknown_message(status) if status.unannounced_year else ""
    if opens.date() == status.moment.date():
        return _("Opens at %(time)s") % {"time": clock_text(opens)}
    if (opens.date() - status.moment.date()).days == 1:
        return _("Opens tomorrow at %(time)s") % {"time": clock_text(opens)}
    return _("Opens %(day)s at %(time)s") % {"day": _day_text(opens, status), "time": clock_text(opens)}


def _day_text(then: dt.datetime, status: OpeningStatus) -> str:
    """A weekday within a week, a date after that."""
    if (then.date() - status.moment.date()).days < 7:
        return weekday_name(then.weekday())
    return date_text(then.month, then.day)


def _closed_message(status: OpeningStatus) -> str:
    later = _next_message(status)
    if not later:
        return _("Closed now")
    if status.opens_at and status.opens_at.date() == status.moment.date():
        return later
    return _("Closed now. %(later)s") % {"later": later}


def _holiday_message(status: OpeningStatus) -> str:
    message = _("Closed for the holiday: %(holiday)s") % {"holiday": status.holiday}
    later = _next_message(status)
    return _("%(message)s. %(later)s") % {"message": message, "later": later} if later else message


def _unknown_message(status: OpeningStatus) -> str:
    year = {"year": status.unannounced_year}
    return _("Holidays for %(year)d are not announced yet: please call first") % year


_MESSAGES = {
    OpeningState.OPEN: _open_message,
    OpeningState.ALWAYS_OPEN: lambda status: _("Open day and night"),
    OpeningState.CLOSED: _closed_message,
    OpeningState.HOLIDAY: _holiday_message,
    OpeningState.UNKNOWN: _unknown_message,
    OpeningState.TEXT: lambda status: str(status.text),
    OpeningState.NONE: lambda status: "",
}


def reckon_status(hours: "OpeningHours", moment: dt.datetime, calendar: Calendar) -> OpeningStatus:
    """`moment` is aware, or naive local time."""
    zone = ZoneInfo(settings.TIME_ZONE)
    local = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    if not hours.rules:
        state = OpeningState.TEXT if hours.text else OpeningState.NONE
        return OpeningStatus(state, local, text=hours.text)
    if hours.is_always_open:
        return OpeningStatus(OpeningState.ALWAYS_OPEN, local, text=hours.text)
    return _Reckoning(hours, local, calendar).status()


class _Reckoning:
    """Minutes count from the midnight before the moment. The wall clock is taken literally: a zone whose
    clocks are put back or forward would be an hour off on that night (China has kept one time since 1991).
    """

    def __init__(self, hours: "OpeningHours", local: dt.datetime, calendar: Calendar) -> None:
        self.hours, self.local, self.calendar = hours, local, calendar
        self.now = local.hour * 60 + local.minute

    def status(self) -> OpeningStatus:
        closes = self._open_until()
        if closes is not None:
            ends = self._moment(closes) if closes < LONG_DAYS * DAY_MINUTES else None
            return self._status(OpeningState.OPEN, [closes], closes_at=ends)
        doubt = self._doubt()
        if doubt:
            unannounced, changes = doubt
            return self._status(OpeningState.UNKNOWN, changes, unannounced_year=unannounced)
        opens, year = self._next_opening()
        today = self.calendar.day(self._date(0))
        holiday = today.kind == DayKind.HOLIDAY and not self.hours.spans_on(today.date, today.kind)
        return self._status(
            OpeningState.HOLIDAY if holiday and today.names else OpeningState.CLOSED,
            [] if opens is None else [opens],
            opens_at=None if opens is None else self._moment(opens),
            unannounced_year=year,
            holiday=today.names if holiday else Names(),
        )

    def _status(self, state: OpeningState, changes: list[int], **values: Any) -> OpeningStatus:
        """Messages speak of today and tomorrow, so none outlives the day."""
        until = self._moment(min([*changes, DAY_MINUTES]))
        return OpeningStatus(state, self.local, valid_until=until, text=self.hours.text, **values)

    def _date(self, offset: int) -> dt.date:
        return self.local.date() + dt.timedelta(days=offset)

    def _moment(self, minutes: int) -> dt.datetime:
        midnight = self.local.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + dt.timedelta(minutes=minutes)

    def _certain_spans(self, offset: int) -> tuple[Span, ...] | None:
        """Of the day `offset` days from today; None if it depends on holidays nobody knows yet."""
        day = self.calendar.day(self._date(offset))
        return None if self.hours.is_uncertain_on(day.date, day.kind) else self.hours.spans_on(day.date, day.kind)

    def _end_of_span_at(self, minute: int) -> int | None:
        offset = minute // DAY_MINUTES
        ends = [
            day * DAY_MINUTES + span.closes
            for day in (offset - 1, offset)
            for span in self._certain_spans(day) or ()
            if day * DAY_MINUTES + span.opens <= minute < day * DAY_MINUTES + span.closes
        ]
        return max(ends, default=None)

    def _open_until(self) -> int | None:
        """Spans that touch are one; what goes on for more than LONG_DAYS is not followed further."""
        end = self._end_of_span_at(self.now)
        while end is not None and end < LONG_DAYS * DAY_MINUTES:
            further = self._end_of_span_at(end)
            if further is None:
                break
            end = further
        return end

    def _doubt(self) -> tuple[int, list[int]] | None:
        """The unannounced year that leaves this moment open, and the minutes when that may end."""
        if self._certain_spans(0) is None:
            return self._date(0).year, []
        before = self._date(-1)
        if self._certain_spans(-1) is not None:
            return None
        late = [
            span.closes - DAY_MINUTES
            for kind in POSSIBLE_KINDS
            for span in self.hours.spans_on(before, kind)
            if span.opens - DAY_MINUTES <= self.now < span.closes - DAY_MINUTES
        ]
        opens = [span.opens for span in self._certain_spans(0) or () if span.opens > self.now]
        return (before.year, late + opens) if late else None

    def _next_opening(self) -> tuple[int | None, int | None]:
        """The minute of the next opening, or the unannounced year that comes before one is certain."""
        for offset in range(LOOK_AHEAD_DAYS):
            spans = self._certain_spans(offset)
            if spans is None:
                return None, self._date(offset).year
            for span in spans:
                if offset * DAY_MINUTES + span.opens > self.now:
                    return offset * DAY_MINUTES + span.opens, None
        return None, None
