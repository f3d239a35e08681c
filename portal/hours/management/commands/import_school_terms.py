from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from portal.hours.actions import record_school_terms
from portal.hours.school_terms import read_school_terms


class Command(BaseCommand):
    help = "Import school terms from CSV (columns: see docs/operators/holidays.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")

    def handle(self, *args: Any, path: Path, dry_run: bool, **options: Any) -> None:
        reading = read_school_terms(path)
        if reading.problems:
            raise CommandError("\n".join([*reading.problems, _("Nothing was changed.")]))
        with transaction.atomic():
            changes = record_school_terms(terms=reading.terms, by=None)
            transaction.set_rollback(dry_run)
        said = _("School terms added: %(added)d, changed: %(changed)d.")
        if dry_run:
            said = _("Would be added: %(added)d, changed: %(changed)d.")
        self.stdout.write(said % vars(changes))
