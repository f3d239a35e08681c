"""Write down all that a plugin keeps."""

from argparse import ArgumentParser
from typing import Any

from django.core import serializers
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.plugins.exporting import rows_of
from portal.plugins.registry import installed


class Command(BaseCommand):
    help = (
        "Write every row a plugin keeps to standard output, a line of JSON each, as `loaddata` reads them. It may be "
        "off everywhere, but has to be installed. It may hold personal data. Exit code 2: nothing was done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", metavar="KEY", help="the plugin's key; `manage.py plugins` lists them")

    def handle(self, *args: Any, key: str, **options: Any) -> None:
        plugin = installed().get(key)
        if plugin is None:
            raise CommandError(_("No plugin named “%(key)s” is installed.") % {"key": key}, returncode=2)
        self.stdout.ending = ""  # the rows end their lines themselves
        serializers.serialize("jsonl", rows_of(plugin), stream=self.stdout)
