import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.models import SearchDocument
from search.sync import sync_waiting
from search.watching import TROUBLE, watch


class Command(BaseCommand):
    help = (
        "Bring into the search what waits, for instance after the engine was away. `run_due` does the same every "
        "minute; with --watch it is a service that does so at once and until it is stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--watch", action="store_true", help="go on until SIGTERM or SIGINT")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["watch"]:
            asked: list[int] = []
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *which: asked.append(which[0]))
            watch(lambda: asked)
            return
        try:
            sync_waiting()
        except TROUBLE as error:
            raise CommandError(f"{error}. Changes wait in the database; nothing is lost.") from error
        if waiting := SearchDocument.objects.waiting().count():
            raise CommandError(f"{waiting} entries still wait; the admin page of the search and the log say why.")
        self.stdout.write("The search is up to date.")
