"""Take out for good what an uninstalled plugin left."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.plugins.removing import Leftovers, leftovers_of, remove_plugin


class Command(BaseCommand):
    help = (
        "Remove the pages and tables an uninstalled plugin left, and what the portal noted of it. Without --yes it "
        "only says what that would be. There is no way back. Exit code 2: nothing was done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "key", metavar="KEY", help="the plugin's key; `manage.py plugins` lists those that are gone"
        )
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *args: Any, key: str, yes: bool, **options: Any) -> None:
        try:
            left = remove_plugin(key) if yes else leftovers_of(key)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages), returncode=2) from None
        self.say(left)
        if yes:
            self.stdout.write(self.style.SUCCESS(_("Removed.")))
        else:
            self.stdout.write(_("Nothing was removed yet: add --yes."))

    def say(self, left: Leftovers) -> None:
        self.stdout.write(_("%(plugin)s: pages %(pages)d") % {"plugin": left.plugin, "pages": left.pages})
        if left.below:
            self.stdout.write(self.style.WARNING(_("pages of other kinds below them: %d") % left.below))
        for table, rows in left.tables.items():
            self.stdout.write(_("table %(table)s: rows %(rows)d") % {"table": table, "rows": rows})
