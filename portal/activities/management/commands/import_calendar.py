"""Activities of one community from a calendar file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.activities.importing.mapping import Record, record_from
from portal.activities.importing.reading import ReadFile, read_file
from portal.activities.importing.times import Refused
from portal.activities.importing.writing import Outcome, outcome_of, write_activity
from portal.activities.models import ActivityCalendarPage, ImportedActivity
from portal.tables import FileProblem


class Command(BaseCommand):
    help = (
        "Import the events of a calendar file (.ics) as published activities. Known UIDs are updated, the same again "
        "changes nothing, none is deleted. What cannot be carried is said by entry; the exit code is 1 if an entry "
        "could not be taken at all. See docs/operators/import-calendar.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="calendar file (RFC 5545)")
        parser.add_argument("--community", required=True, metavar="CODE", help="official code or address (slug)")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, metavar="CODE", help="of its texts: %(default)s or another"
        )
        parser.add_argument("--dry-run", action="store_true", help="read everything, say what would happen")

    def handle(self, *args: Any, file: Path, community: str, language: str, dry_run: bool, **options: Any) -> None:
        calendar = self._calendar(community, language)
        try:
            read = read_file(file)
        except FileProblem as error:
            raise CommandError(str(error)) from None
        records, refused = self._records(read)
        counts = dict.fromkeys(Outcome, 0)
        known = {row.uid: row for row in ImportedActivity.objects.filter(community=calendar.community)}
        for record in tqdm(records, desc=_("Importing"), unit="", disable=None, file=self.stderr):
            if dry_run:
                counts[outcome_of(record, known.get(record.uid))] += 1
                continue
            try:
                counts[write_activity(record=record, calendar=calendar)] += 1
            except ValidationError as error:
                refused += 1
                self._refuse(record.title, "; ".join(error.messages))
        self._say_counts(counts, dry_run)
        if refused:
            raise CommandError(_("%(count)d entries were not taken.") % {"count": refused})

    def _calendar(self, community: str, language: str) -> ActivityCalendarPage:
        found = ActivityCalendarPage.objects.filter(Q(community__code=community) | Q(community__slug=community))
        calendar = found.filter(locale__language_code=language).select_related("community", "locale").first()
        if calendar is None:
            names = {"code": community, "language": language}
            raise CommandError(_("There is no community “%(code)s” with a calendar in “%(language)s”.") % names)
        return calendar

    def _records(self, read: ReadFile) -> tuple[list[Record], int]:
        """What can be taken, and how many cannot. Says by entry what is not carried."""
        records, refused = [], 0
        for group in read.groups:
            name = str(group.master.get("summary", "")) if group.master is not None else ""
            name = " ".join(name.split())[:60] or group.uid or "?"
            try:
                record = record_from(group)
            except Refused as error:
                refused += 1
                self._refuse(name, str(error))
            else:
                records.append(record)
                for note in record.notes:
                    self.stderr.write(_("%(name)s: %(note)s") % {"name": name, "note": note})
        for kind, count in read.left_out.items():
            self.stderr.write(_("%(kind)s: %(count)d left out, they are no events.") % {"kind": kind, "count": count})
        return records, refused

    def _refuse(self, name: str, reason: str) -> None:
        self.stderr.write(_("%(name)s: not taken. %(reason)s") % {"name": name, "reason": reason})

    def _say_counts(self, counts: dict[Outcome, int], dry_run: bool) -> None:
        values = {outcome.value: count for outcome, count in counts.items()}
        if dry_run:
            text = _("Would create %(created)d activities, update %(updated)d and leave %(unchanged)d as they are.")
            self.stdout.write(text % values)
            self.stdout.write(_("Dry run: nothing was changed."))
            return
        text = _("%(created)d activities created, %(updated)d updated, %(unchanged)d as they were.")
        self.stdout.write(self.style.SUCCESS(text % values))
