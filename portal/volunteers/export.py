"""Hours as a file for the national volunteer system."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.spreadsheets import csv_file
from portal.volunteers.models import ServiceRecord
from portal.volunteers.wording import hours_text


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
    return csv_file(rows_of(records))
