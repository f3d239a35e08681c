"""The demo's calendar: public holidays that were really announced, school terms that were not."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from portal.demo.seeding.reading import names, read
from portal.hours.actions import record_notices, record_school_terms
from portal.hours.choices import HolidayKind
from portal.hours.models import HolidayYear, SchoolTerm
from portal.hours.notices import Notice, NoticeDay


def seed_days() -> None:
    """What somebody imported or edited since stays."""
    data = read("holidays")
    known = set(HolidayYear.objects.values_list("year", flat=True))
    notices = [Notice(row["year"], days=tuple(days_of(row["days"]))) for row in data["holidays"]]
    record_notices(notices=[notice for notice in notices if notice.year not in known], by=None)
    terms = set(SchoolTerm.objects.values_list("key", flat=True))
    new = [SchoolTerm(**{**row, "names": names(row["names"])}) for row in data["school_terms"]]
    record_school_terms(terms=[term for term in new if term.key not in terms], by=None)


def days_of(rows: list[dict[str, Any]]) -> Iterator[NoticeDay]:
    for row in rows:
        first, last = row["days_off"]
        for number in range((last - first).days + 1):
            yield NoticeDay(first + timedelta(days=number), HolidayKind.OFF, row["name"])
        for day in row.get("worked", ()):
            yield NoticeDay(day, HolidayKind.WORKING, row["name"])
