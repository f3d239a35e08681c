"""Compounds, buildings, grids, venues and offices of one community from a CSV file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.communities.importing.places import KINDS, PlacesRefused, import_places, read_places
from portal.communities.models import Community
from portal.tables import FileProblem


class Command(BaseCommand):
    help = (
        "Import the places of a community: all of a file or, if anything in it is wrong, nothing. Known places are "
        "updated, none is deleted. Columns: docs/operators/communities.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV file, UTF-8, with column names in its first line")
        parser.add_argument("--community", required=True, metavar="CODE", help="official code or address (slug)")
        parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        wanted = options["community"]
        community = Community.objects.filter(Q(code=wanted) | Q(slug=wanted)).first()
        if community is None:
            raise CommandError(_("There is no community “%(code)s”.") % {"code": wanted})
        try:
            report = import_places(community=community, rows=read_places(file), file=file.name, dry_run=dry_run)
        except FileProblem as error:
            raise CommandError(str(error)) from None
        except PlacesRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            count = len(refused.problems.found)
            raise CommandError(_("%(count)d problems, nothing was changed.") % {"count": count}) from None
        for kind in KINDS:
            values = {"type": kind, "added": report.added[kind], "changed": report.changed[kind]}
            if values["added"] or values["changed"]:
                self.stdout.write(_("%(type)s: %(added)d added, %(changed)d changed") % values)
        self.stdout.write(_("Dry run: nothing was changed.") if dry_run else self.style.SUCCESS(_("Done.")))
