"""What changed in a class since its families signed up: rows of plain values, as a proposal stores them.

A row is {"key": what it is about, "session": its number or None, "before": …, "after": …, "at": when it changed}. Of a
session "before" and "after" are [begins, ends], or None where it does not take place; its key is when the rule had it
begin. Of the place they are {language: text}, of the whole class True or False: does it take place.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.plugins.api import Names, day_text, time_text

Row = dict[str, Any]
PLACE, COURSE = "place", "course"
#: A message names so many; the page has all of them.
NAMED = 3


def row_of(key: str, before: Any, after: Any, *, session: int | None = None) -> Row:
    return {"key": key, "session": session, "before": before, "after": after, "at": timezone.now().isoformat()}


def span_of(starts: dt.datetime, ends: dt.datetime) -> list[str]:
    return [starts.astimezone(dt.UTC).isoformat(), ends.astimezone(dt.UTC).isoformat()]


def place_rows(before: Mapping[str, str] | None, after: Mapping[str, str]) -> list[Row]:
    """Nothing where it was not known before, or a translation was added only."""
    if before is None or all(before[code] == after[code] for code in before.keys() & after.keys()):
        return []
    return [row_of(PLACE, dict(before), dict(after))]


def merged(known: Iterable[Row], new: Iterable[Row]) -> list[Row]:
    """What was before the first change, and is after the last; without what is as it was."""
    rows = list(known)
    for row in new:
        old = next((each for each in rows if is_same(each, row)), None)
        if old is None:
            rows.append(row)
        else:
            rows[rows.index(old)] = row | {"before": old["before"], "session": row["session"] or old["session"]}
    return [row for row in rows if row["before"] != row["after"]]


def is_same(one: Row, other: Row) -> bool:
    return one["key"] == other["key"] or (one["session"] is not None and one["session"] == other["session"])


def is_session(row: Row) -> bool:
    return row["key"] not in (PLACE, COURSE)


def is_ahead(row: Row) -> bool:
    """Whether it still matters: not for a session that would be over either way."""
    if not is_session(row):
        return True
    ends = [parse_datetime(span[1]) for span in (row["before"], row["after"]) if span]
    return any(end is not None and end > timezone.now() for end in ends)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """The whole class and its place first, then sessions as they come."""
    return sorted(rows, key=lambda row: (row["before"] or row["after"])[0] if is_session(row) else "")


# In words, in the active language


def moment_words(span: list[str]) -> str:
    starts, ends = (timezone.localtime(parse_datetime(moment)) for moment in span)
    return f"{day_text(starts.date())} {time_text(starts, ends)}"


def row_words(row: Row) -> str:
    before, after = row["before"], row["after"]
    if row["key"] == COURSE:
        return _("the class takes place after all") if after else _("the whole class is called off")
    if row["key"] == PLACE:
        place = str(Names(after))
        return _("new place: %(place)s") % {"place": place} if place else _("the place is not known yet")
    if before is None:
        return _("one more: %(after)s") % {"after": moment_words(after)}
    if after is None:
        return _("%(before)s is called off") % {"before": moment_words(before)}
    return _("%(before)s moves to %(after)s") % {"before": moment_words(before), "after": moment_words(after)}


def message_words(rows: Iterable[Row], note: str = "") -> str:
    """What a family reads, or hears on the phone."""
    ordered = in_order(rows)
    words = [row_words(row) for row in ordered[:NAMED]]
    more = len(ordered) - NAMED
    if more > 0:
        text = ngettext("%(count)d more change on your page", "%(count)d more changes on your page", more)
        words.append(text % {"count": more})
    said = pgettext("between the changes of a class", "; ").join(words)
    return _("%(changes)s. %(note)s") % {"changes": said, "note": note} if note else said
