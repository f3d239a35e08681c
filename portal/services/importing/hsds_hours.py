"""Schedules of HSDS as a line of opening hours."""

import re
from collections.abc import Mapping, Sequence

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: `byday` of version 3 and numbers of version 2 (1 is Monday).
CODES = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6, **{str(n + 1): n for n in range(7)}}
EVENING = 17 * 60


def hours_of_schedules(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """`hours` in the words of our parser; days without times are closed. Nothing for nothing.

    What cannot be meant weekly (a month's third Tuesday, 10:00 to 4:00) is a `hours_note`: no guess is shown as a fact.
    """
    by_day: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        days, opens, closes = _days(row), _minutes(row.get("opens_at", "")), _minutes(row.get("closes_at", ""))
        if opens is None and closes is None and days:
            continue
        overnight = opens is not None and closes is not None and closes <= opens
        if not days or opens is None or closes is None or (overnight and opens < EVENING):
            return {"hours_note": _in_words(rows)}
        for day in days:
            by_day.setdefault(day, []).append((opens, closes))
    lines = _lines({day: sorted(spans) for day, spans in by_day.items()})
    return {"hours": "; ".join(lines)} if lines else {}


def _days(row: Mapping[str, str]) -> list[int]:
    if row.get("freq", "WEEKLY") not in ("", "WEEKLY") or row.get("interval", "1") not in ("", "1"):
        return []
    written = row.get("weekday") or row.get("byday") or ""
    days = []
    for word in re.split(r"[,;\s]+", written.strip()):
        name = word[:3].title()
        if name in DAYS and len(word) > 2:
            days.append(DAYS.index(name))
        elif word.upper() in CODES:
            days.append(CODES[word.upper()])
        else:
            return []
    return days


def _minutes(written: str) -> int | None:
    found = re.match(r"(\d{1,2}):(\d{2})", written)
    return int(found.group(1)) * 60 + int(found.group(2)) if found else None


def _lines(by_day: Mapping[int, list[tuple[int, int]]]) -> list[str]:
    """Days with the same times together, in the order of the week."""
    groups: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for day in sorted(by_day):
        groups.setdefault(tuple(by_day[day]), []).append(day)
    return [
        f"{', '.join(DAYS[day] for day in days)} {', '.join(f'{_time(a)}-{_time(b)}' for a, b in spans)}"
        for spans, days in groups.items()
    ]


def _time(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _in_words(rows: Sequence[Mapping[str, str]]) -> str:
    """Their descriptions, or the times as they are written."""
    described = [row["description"] for row in rows if row.get("description")]
    if described:
        return "; ".join(dict.fromkeys(described))[:200]
    written = []
    for row in rows:
        days = row.get("weekday") or row.get("byday") or row.get("bymonthday") or ""
        if row.get("opens_at") or row.get("closes_at"):
            written.append(f"{days} {row.get('opens_at', '')}-{row.get('closes_at', '')}".strip())
    return "; ".join(written)[:200]
