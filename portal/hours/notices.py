"""Holiday files to plain values. The format is that of NateScarlet/holiday-cn (MIT):

{"year": 2026, "papers": ["https://..."], "days": [{"name": "元旦", "date": "2026-01-01", "isOffDay": true}]}
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.hours.choices import HolidayKind


@dataclass(frozen=True, slots=True)
class NoticeDay:
    date: dt.date
    kind: HolidayKind
    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What was announced for a year; without days it is not announced yet."""

    year: int
    source: str = ""
    days: tuple[NoticeDay, ...] = ()


@dataclass
class Reading:
    """What files hold, and what is wrong with them, each problem with its file and row."""

    notices: list[Notice] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def notice_files(paths: Iterable[Path]) -> list[Path]:
    """Folders stand for their files named after a year (2026.json), in order of name."""
    files: list[Path] = []
    for path in paths:
        files += sorted(path.glob("[12][0-9][0-9][0-9].json")) if path.is_dir() else [path]
    return files


def read_notices(files: Iterable[Path]) -> Reading:
    reading = Reading()
    seen: dict[dt.date, str] = {}
    years: dict[int, str] = {}
    for path in files:
        notice = _read_file(path, reading.problems)
        if notice is None:
            continue
        if notice.year in years:
            reading.problems.append(
                _("%(file)s: %(year)d is already in %(other)s.")
                % {"file": path.name, "year": notice.year, "other": years[notice.year]}
            )
        for day in notice.days:
            if day.date in seen:
                reading.problems.append(
                    _("%(file)s: %(date)s is already in %(other)s.")
                    % {"file": path.name, "date": day.date, "other": seen[day.date]}
                )
            seen[day.date] = path.name
        years[notice.year] = path.name
        reading.notices.append(notice)
    return reading


def _read_file(path: Path, problems: list[str]) -> Notice | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problems.append(f"{path}: {error.strerror}")
        return None
    except UnicodeDecodeError:
        problems.append(_("%(file)s: not UTF-8 text.") % {"file": path.name})
        return None
    except json.JSONDecodeError as error:
        problems.append(_("%(file)s: not JSON (line %(line)d).") % {"file": path.name, "line": error.lineno})
        return None
    found = _notice_from(content)
    problems += [f"{path.name}: {problem}" for problem in found.problems]
    return found.notices[0] if found.notices and not found.problems else None


def _notice_from(content: Any) -> Reading:
    reading = Reading()
    if not isinstance(content, dict) or not isinstance(content.get("year"), int):
        reading.problems.append(_("“year” is missing or no number."))
        return reading
    year, rows = content["year"], content.get("days")
    papers = content.get("papers") or []
    if not 1949 <= year <= 2200:
        reading.problems.append(_("%(year)d is no year of holidays.") % {"year": year})
    if not isinstance(rows, list):
        reading.problems.append(_("“days” is missing or no list."))
    if not isinstance(papers, list) or not all(isinstance(paper, str) for paper in papers):
        reading.problems.append(_("“papers” is no list of addresses."))
    if reading.problems:
        return reading
    days = []
    for number, row in enumerate(rows or [], start=1):
        try:
            days.append(_day_from(row, year))
        except ValueError as error:
            reading.problems.append(_("day %(number)d: %(problem)s") % {"number": number, "problem": error})
    reading.notices.append(Notice(year, "\n".join(papers), tuple(days)))
    return reading


def _day_from(row: Any, year: int) -> NoticeDay:
    if not isinstance(row, dict):
        raise ValueError(_("not an object."))
    name, date, is_off = row.get("name"), row.get("date"), row.get("isOffDay")
    if not isinstance(name, str) or not name.strip() or len(name) > 100:
        raise ValueError(_("“name” is missing or too long."))
    if not isinstance(is_off, bool):
        raise ValueError(_("“isOffDay” is neither true nor false."))
    try:
        day = dt.date.fromisoformat(date if isinstance(date, str) else "")
    except ValueError:
        raise ValueError(_("“%(date)s” is no date.") % {"date": date}) from None
    if not dt.date(year - 1, 12, 1) <= day <= dt.date(year + 1, 1, 31):
        raise ValueError(_("%(date)s is not of %(year)d.") % {"date": day, "year": year})
    return NoticeDay(day, HolidayKind.OFF if is_off else HolidayKind.WORKING, name.strip())
