"""The calendar as a list, a week and a month, and how to subscribe to it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.activities.entries import ShownDate, shown_dates
from portal.activities.filters import Filters, choices_in, groups_of
from portal.activities.lunar import lunar_date, lunar_text
from portal.activities.queries import dates_between, midnight, next_dates
from portal.activities.storing import KEPT_AHEAD, KEPT_BEHIND
from portal.activities.wanted import shown_owners
from portal.communities.home_urls import home_url
from portal.components import Tab
from portal.freshness import bound_freshness
from portal.hours.wording import weekday_name
from portal.pages import absolute_url
from portal.timetables.wording import day_text, month_text

if TYPE_CHECKING:
    from portal.activities.models import ActivityCalendarPage

LISTED = dt.timedelta(days=21)
WEEK = dt.timedelta(days=7)
#: What goes on for longer stands above the days, once.
LONG = dt.timedelta(days=3)


@dataclass(slots=True)
class ShownDay:
    day: dt.date
    text: str
    lunar: str
    lunar_whole: str
    is_today: bool
    is_beside: bool = False
    dates: list[ShownDate] = field(default_factory=list)

    @property
    def iso(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Span:
    """The days a view shows, and the names of those before and after in its address."""

    view: str
    first: dt.date
    last: dt.date
    title: str
    before: str = ""
    after: str = ""
    month: int = 0


def calendar_context(request: HttpRequest, page: "ActivityCalendarPage") -> dict[str, Any]:
    filters = Filters.from_query(request.GET)
    base = f"{home_url(request, page.community)}{page.slug}/"
    feed = f"{base}ics/{filters.query}"
    links = {"feed_url": feed, "webcal_url": webcal(request, feed), "feed_address": absolute_url(request, feed)}
    if page.section == "subscribe":
        return {**links, "calendar_url": f"{base}{filters.query}", "filters": filters}
    today = timezone.localdate()
    bound_freshness(request, midnight(today + dt.timedelta(days=1)))
    span = span_of(page.section, page.asked, today)
    rows = dates_between(page.community, span.first, span.last, filters=filters, request=request)
    dates = shown_dates(rows, page.community, request)
    choices = choices_in(page.community, list(shown_owners(page.community, request)))
    is_empty = not dates
    later = (
        next_dates(
            page.community,
            after=midnight(max(today, span.last + dt.timedelta(days=1))),
            count=3,
            filters=filters,
            request=request,
        )
        if is_empty
        else []
    )
    return {
        **links,
        "filters": filters,
        "groups": groups_of(choices, filters, f"{base}{own_path(page)}"),
        "clear_url": f"{base}{own_path(page)}",
        "tabs": tabs_of(base, span, filters),
        "span": span,
        "calendar_url": f"{base}{filters.query}",
        "before_url": f"{base}{span.before}{filters.query}" if span.before else "",
        "after_url": f"{base}{span.after}{filters.query}" if span.after else "",
        "today_url": f"{base}{'' if span.view == 'list' else span.view + '/'}{filters.query}",
        "shows_today": span.first <= today <= span.last,
        "subscribe_url": f"{base}subscribe/{filters.query}",
        "is_whole": page.section == "list" and not page.asked,
        "is_empty": is_empty,
        "later": shown_dates(later, page.community, request),
        "has_any": bool(choices["kind"]),
        **days_of(span, dates, today),
    }


def own_path(page: "ActivityCalendarPage") -> str:
    if page.section == "list" and not page.asked:
        return ""
    return "".join(f"{part}/" for part in (page.section, *page.asked.values()))


def webcal(request: HttpRequest, path: str) -> str:
    return "webcal:" + absolute_url(request, path).partition(":")[2]


# Which days


def span_of(view: str, asked: Mapping[str, str], today: dt.date) -> Span:
    """Raises Http404 for days that are none, or not kept."""
    if view == "month":
        first = day_from(f"{asked['month']}-01", today) if asked.get("month") else today.replace(day=1)
        return month_of(first, today)
    day = day_from(asked["day"], today) if asked.get("day") else today
    if view == "week":
        monday = day - dt.timedelta(days=day.weekday())
        title = _("%(first)s to %(last)s") % {
            "first": day_text(monday),
            "last": day_text(monday + dt.timedelta(days=6)),
        }
        return Span(
            "week",
            monday,
            monday + dt.timedelta(days=6),
            title,
            named("week", monday - WEEK, today),
            named("week", monday + WEEK, today),
        )
    last = day + LISTED - dt.timedelta(days=1)
    title = _("From %(day)s") % {"day": day_text(day)} if asked.get("day") else ""
    return Span("list", day, last, title, named("list", day - LISTED, today), named("list", day + LISTED, today))


def month_of(first: dt.date, today: dt.date) -> Span:
    """Whole weeks, so a few days of the months beside it."""
    after = (first + dt.timedelta(days=32)).replace(day=1)
    before = (first - dt.timedelta(days=1)).replace(day=1)
    start = first - dt.timedelta(days=first.weekday())
    end = after - dt.timedelta(days=1)
    return Span(
        "month",
        start,
        end + dt.timedelta(days=6 - end.weekday()),
        month_text(first),
        f"month/{before:%Y-%m}/" if is_kept(first - dt.timedelta(days=1), today) else "",
        f"month/{after:%Y-%m}/" if is_kept(after, today) else "",
        month=first.month,
    )


def named(view: str, day: dt.date, today: dt.date) -> str:
    return f"{view}/{day.isoformat()}/" if is_kept(day, today) else ""


def day_from(text: str, today: dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not is_kept(day, today):
        raise Http404
    return day


def is_kept(day: dt.date, today: dt.date) -> bool:
    return today - KEPT_BEHIND <= day <= today + KEPT_AHEAD


# What stands on them


def days_of(span: Span, dates: Iterable[ShownDate], today: dt.date) -> dict[str, Any]:
    """`long` is what goes on for days, once; `days` the others by day; for a month in `weeks` of seven."""
    language = get_language() or ""
    days = {}
    for number in range((span.last - span.first).days + 1):
        day = span.first + dt.timedelta(days=number)
        beside = bool(span.month) and day.month != span.month
        days[day] = ShownDay(
            day, day_text(day), lunar_text(day, language), lunar_date(day, language), day == today, beside
        )
    long = []
    for date in dates:
        if date.last_day - date.first_day >= LONG:
            long.append(date)
            continue
        for number in range((date.last_day - date.first_day).days + 1):
            shown = days.get(date.first_day + dt.timedelta(days=number))
            if shown is not None:
                shown.dates.append(date)
    every = list(days.values())
    weeks = [every[start : start + 7] for start in range(0, len(every), 7)] if span.view == "month" else []
    return {
        "long": long,
        "days": every if span.view == "week" else [day for day in every if day.dates],
        "weeks": weeks,
        "weekdays": [weekday_name(number) for number in range(7)],
    }


def tabs_of(base: str, span: Span, filters: Filters) -> list[Tab]:
    labels = {"list": (_("List"), ""), "week": (_("Week"), "week/"), "month": (_("Month"), "month/")}
    return [Tab(label, f"{base}{path}{filters.query}", view == span.view) for view, (label, path) in labels.items()]
