"""Hours as a file for the national volunteer system, and what makes such files safe to open."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.volunteers.models import ServiceRecord
from portal.volunteers.wording import hours_text

# A spreadsheet takes what begins so for a formula; also after blanks that it drops.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: object) -> str:
    """With an apostrophe before what a spreadsheet would work out."""
    written = str(text)
    return f"'{written}" if written.lstrip(" \u3000").startswith(FORMULA) or written.startswith(FORMULA) else written


def rows_of(records: Iterable[ServiceRecord]) -> Iterator[list[str]]:
    """The columns the system imports. ID numbers are not kept here, so that column is empty, to be filled in there."""
    yield [
        pgettext("person", "Name"),
        _("ID number"),
        _("Phone"),
        _("Organiser"),
        _("Team"),
        _("Project"),
        _("Day of service"),
        _("Hours of service"),
        _("Confirmed by"),
    ]
    for record in records:
        yield [
            record.member.name,
            "",
            record.member.phone,
            str(record.team.community.names),
            str(record.team.names),
            str(record.names),
            record.day.isoformat(),
            hours_text(record.minutes),
            record.confirmed_by,
        ]


def csv_of(records: Iterable[ServiceRecord]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows_of(records))
    return b"\xef\xbb\xbf" + out.getvalue().encode()
