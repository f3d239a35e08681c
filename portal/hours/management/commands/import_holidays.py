from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.hours.actions import NoticeConflict, record_notices
from portal.hours.notices import notice_files, read_notices


class Command(BaseCommand):
    help = "Import public holidays and make-up working days (see docs/operators/holidays.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="FILE", help="JSON files, or folders with files 2026.json, ..."
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")

    def handle(self, *args: Any, paths: list[Path], dry_run: bool, **options: Any) -> None:
        files = notice_files(paths)
        if not files:
            raise CommandError(_("No file named after a year (2026.json) there."))
        reading = read_notices(files)
        if reading.problems:
            raise CommandError("\n".join([*reading.problems, _("Nothing was changed.")]))
        try:
            with transaction.atomic():
                changes = record_notices(
                    notices=reading.notices,
                    by=None,
                    progress=lambda notices: tqdm(
                        notices, unit="year", file=self.stderr, disable=not self.stderr.isatty()
                    ),
                )
                transaction.set_rollback(dry_run)
        except NoticeConflict as error:
            raise CommandError("\n".join([str(error), _("Nothing was changed.")])) from None
        for year in changes.unannounced:
            self.stdout.write(_("%(year)d: not announced yet, left out.") % {"year": year})
        said = _("Holidays added: %(added)d, changed: %(changed)d, removed: %(removed)d.")
        if dry_run:
            said = _("Would be added: %(added)d, changed: %(changed)d, removed: %(removed)d.")
        self.stdout.write(said % vars(changes))
