"""The first step on an empty database: the city's home pages and the site they answer on."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.home.actions import create_city
from portal.names import Names


class Command(BaseCommand):
    help = "Create the city's home page in every language. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for code, label in settings.LANGUAGES:
            parser.add_argument(f"--name-{code}", default="", help=f"name of the city in {label}")
        parser.add_argument("--hostname", default="localhost")
        parser.add_argument("--port", type=int, default=80)

    def handle(self, *args: Any, hostname: str, port: int, **options: Any) -> None:
        given = {code: options[f"name_{code.replace('-', '_')}"] for code, _label in settings.LANGUAGES}
        names = Names({code: name for code, name in given.items() if name}) or Names({settings.LANGUAGE_CODE: "Linli"})
        home = create_city(names=names, hostname=hostname, port=port)
        self.stdout.write(self.style.SUCCESS(f"{home.title}: {home.full_url}"))
