"""Dates as pages show them: one line each, with its address."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.activities.models import Occurrence, Series
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.names import Names, fallback_order
from portal.plugins.calendar import CalendarKind
from portal.timetables.wording import day_text, time_text


@dataclass(frozen=True, slots=True)
class ShownDate:
    """`language` is the title's where it is not the reader's. `last_day` is the last it has a part of."""

    title: str
    url: str
    language: str
    kind: str
    kind_label: str
    time: str
    place: str
    first_day: dt.date
    last_day: dt.date
    is_cancelled: bool
    is_tentative: bool
    is_free: bool
    ics_url: str
    summary: str = ""

    @property
    def day(self) -> str:
        return day_text(self.first_day)

    @property
    def iso_day(self) -> str:
        return self.first_day.isoformat()


def shown_dates(rows: Iterable[Occurrence], community: Community, request: HttpRequest) -> list[ShownDate]:
    """No query: the rows come with their series and venues."""
    home = home_url(request, community)
    language = get_language() or ""
    order = fallback_order(language)
    labels = {kind: str(label) for kind, label in CalendarKind.choices}
    titles: dict[int, tuple[str, str, str, str, str]] = {}
    found = []
    for row in rows:
        series = row.series
        if series.pk not in titles:
            titles[series.pk] = words_of(series, order, language)
        title, other, path, place, summary = titles[series.pk]
        starts, ends = row.starts, row.ends
        last = last_day(starts, ends)
        found.append(
            ShownDate(
                title=title,
                url=f"{home}{path}",
                language=other,
                kind=series.kind,
                kind_label=labels.get(series.kind, series.kind),
                time=time_text(starts, ends),
                place=place,
                first_day=starts.date() if isinstance(starts, dt.datetime) else starts,
                last_day=last,
                is_cancelled=row.is_cancelled,
                is_tentative=row.is_tentative,
                is_free=bool(series.is_free),
                ics_url=f"{home}calendar/ics/{series.pk}/{compact(row.original)}/",
                summary=summary,
            )
        )
    return found


def words_of(series: Series, order: list[str], language: str) -> tuple[str, str, str, str, str]:
    """(title, its language where it is another, path, place, summary)"""
    code = next((code for code in order if series.titles.get(code)), "")
    path = series.paths.get(language) or series.paths.get(code, "")
    other = "" if code == language else code
    return series.titles.get(code, ""), other, path, str(series.place_names), Names(series.summaries).get(code, "")


def last_day(starts: dt.date, ends: dt.date) -> dt.date:
    if ends == starts:
        return starts.date() if isinstance(starts, dt.datetime) else starts
    if isinstance(ends, dt.datetime):
        return (ends - dt.timedelta(microseconds=1)).date()
    return ends - dt.timedelta(days=1)


def compact(when: dt.date) -> str:
    """20261124T163000, or 20261124 for whole days: names a date of a series in addresses."""
    return f"{when:%Y%m%dT%H%M%S}" if isinstance(when, dt.datetime) else f"{when:%Y%m%d}"
