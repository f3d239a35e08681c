"""A plugin to begin with: it works, is tested and speaks both languages."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from portal.plugins.scaffolding import write_plugin

NEXT = """{folder} is written. Next, in the environment that has Linli:

    cd {folder}
    pip install -e '.[test]'
    pytest
    linli demo

README.md there says what is what."""


class Command(BaseCommand):
    help = "Write a new plugin into a folder of its own: a page, a card, a form, a staff list, settings, tests."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="as a Python package: seed_swaps")
        parser.add_argument("--title-zh-hans", default="", metavar="TITLE", help="what residents read in Chinese")
        parser.add_argument("--title-en", default="", metavar="TITLE", help="what residents read in English")
        parser.add_argument("--into", type=Path, default=Path(), metavar="FOLDER", help="where to; here by default")

    def handle(self, *args: Any, name: str, into: Path, **options: Any) -> None:
        given = {"zh-hans": options["title_zh_hans"], "en": options["title_en"]}
        try:
            folder = write_plugin(name, into=into, titles={code: title for code, title in given.items() if title})
        except ValidationError as error:
            raise CommandError(error.message) from None
        except OSError as error:
            raise CommandError(f"{error.strerror}: {error.filename}") from None
        self.stdout.write(NEXT.format(folder=folder))
