"""Hours in words, in the active language. Callers choose the language with `translation.override`."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from portal.hours.days import EVERY_DAY, PUBLIC_HOLIDAY
from portal.hours.weekly import DAY_MINUTES, Season, Span

WEEKDAYS = (
    pgettext_lazy("opening hours", "Mon"),
    pgettext_lazy("opening hours", "Tue"),
    pgettext_lazy("opening hours", "Wed"),
    pgettext_lazy("opening hours", "Thu"),
    pgettext_lazy("opening hours", "Fri"),
    pgettext_lazy("opening hours", "Sat"),
    pgettext_lazy("opening hours", "Sun"),
    gettext_lazy("public holidays"),
)
MONTHS = (
    pgettext_lazy("opening hours", "Jan"),
    pgettext_lazy("opening hours", "Feb"),
    pgettext_lazy("opening hours", "Mar"),
    pgettext_lazy("opening hours", "Apr"),
    pgettext_lazy("opening hours", "May"),
    pgettext_lazy("opening hours", "Jun"),
    pgettext_lazy("opening hours", "Jul"),
    pgettext_lazy("opening hours", "Aug"),
    pgettext_lazy("opening hours", "Sep"),
    pgettext_lazy("opening hours", "Oct"),
    pgettext_lazy("opening hours", "Nov"),
    pgettext_lazy("opening hours", "Dec"),
)


def weekday_name(day: int) -> str:
    return str(WEEKDAYS[day])


def month_name(month: int) -> str:
    return str(MONTHS[month - 1])


def _range(first: str, last: str) -> str:
    return pgettext("opening hours, a range of days or months", "%(first)s–%(last)s") % {
        "first": first,
        "last": last,
    }


def _list(words: Iterable[str]) -> str:
    return pgettext("between the items of a list", ", ").join(words)


def days_text(days: Iterable[int]) -> str:
    """Mon–Wed, Fri, public holidays. Three days or more in a row become a range."""
    wanted = set(days)
    words: list[str] = []
    if wanted >= EVERY_DAY:
        words.append(pgettext("opening hours", "every day"))
    else:
        run: list[int] = []
        for day in range(PUBLIC_HOLIDAY + 1):
            if day in wanted and day != PUBLIC_HOLIDAY:
                run.append(day)
                continue
            if len(run) > 2:
                words.append(_range(weekday_name(run[0]), weekday_name(run[-1])))
            else:
                words += [weekday_name(one) for one in run]
            run = []
    if PUBLIC_HOLIDAY in wanted:
        words.append(weekday_name(PUBLIC_HOLIDAY))
    return _list(words)


def time_text(minutes: int) -> str:
    """9:00; what lies past midnight names the next day. 24:00 stays 24:00."""
    if minutes > DAY_MINUTES:
        clock = minutes - DAY_MINUTES
        return _("%(time)s the next day") % {"time": f"{clock // 60}:{clock % 60:02}"}
    return f"{minutes // 60}:{minutes % 60:02}"


def clock_text(moment: dt.datetime) -> str:
    return f"{moment.hour}:{moment.minute:02}"


def spans_text(spans: Iterable[Span]) -> str:
    words = [
        _("24 hours") if span.is_whole_day else f"{time_text(span.opens)}–{time_text(span.closes)}" for span in spans
    ]
    return _list(words) if words else pgettext("opening hours", "closed")


def date_text(month: int, day: int) -> str:
    return _("%(month)s %(day)d") % {"month": month_name(month), "day": day}


def season_text(season: Season) -> str:
    """Jul–Aug for whole months, Jul 15–Aug 31 otherwise."""
    if season.is_whole_months:
        if season.first[0] == season.last[0]:
            return month_name(season.first[0])
        return _range(month_name(season.first[0]), month_name(season.last[0]))
    return _range(date_text(*season.first), date_text(*season.last))


def on_holidays_text(holds: bool) -> str:
    return _("also on public holidays") if holds else _("not on public holidays")


def on_makeup_days_text(holds: bool) -> str:
    return _("also on make-up working days") if holds else _("not on make-up working days")
