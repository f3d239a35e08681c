"""The city's communities from a CSV file or from the official list of divisions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.communities.importing.communities import DivisionsRefused, import_divisions
from portal.communities.importing.divisions import Divisions, read_communities, read_folder
from portal.tables import FileProblem


class Command(BaseCommand):
    help = (
        "Import communities: all of a file or, if anything in it is wrong, nothing. Known codes are updated, never "
        "added twice; addresses and status of known communities stay. Columns: docs/operators/communities.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="CSV file, UTF-8, with column names in its first line")
        parser.add_argument(
            "--divisions", type=Path, metavar="DIR", help="folder with areas.csv, streets.csv, villages_*.csv"
        )
        parser.add_argument("--city", default="", metavar="CODE", help="four digits of the city in --divisions: 3301")
        parser.add_argument("--urban", action="store_true", help="with --divisions: only 社区, 居委会, 居民委员会")
        parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        try:
            divisions = self.read(**options)
            with tqdm(total=2 * len(divisions.communities), unit="", disable=None, file=self.stderr) as bar:
                report = import_divisions(divisions=divisions, dry_run=dry_run, progress=bar.update)
        except FileProblem as error:
            raise CommandError(str(error)) from None
        except DivisionsRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            count = len(refused.problems.found)
            raise CommandError(_("%(count)d problems, nothing was changed.") % {"count": count}) from None
        values = vars(report)
        added = _("%(districts)d districts, %(streets)d street offices, %(created)d communities added.")
        others = _("%(updated)d communities updated, %(unchanged)d as they were.")
        self.stdout.write(self.style.SUCCESS(f"{added} {others}" % values))
        if dry_run:
            self.stdout.write(_("Dry run: nothing was changed."))

    def read(self, *, file: Path | None, divisions: Path | None, city: str, urban: bool, **options: Any) -> Divisions:
        if file is not None and divisions is None:
            if city or urban:
                raise CommandError(_("--city and --urban go with --divisions."))
            return read_communities(file)
        if divisions is None or file is not None:
            raise CommandError(_("Give either a CSV file or --divisions with --city."))
        if not city:
            raise CommandError(_("--divisions needs --city."))
        return read_folder(divisions, city=city, urban=urban)
