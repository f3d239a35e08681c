from typing import Any

from django.core.management.base import BaseCommand, CommandError
from elasticsearch import ApiError, TransportError

from search.indexing import BulkRefused
from search.rebuilding import IndexUnfinished
from search.sync import sync_waiting


class Command(BaseCommand):
    help = "Bring into the search what waits, for instance after the engine was away. `run_due` does the same."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            waiting = sync_waiting()
        except (ApiError, TransportError, IndexUnfinished, BulkRefused) as error:
            raise CommandError(f"{error}. Changes wait in the database; nothing is lost.") from error
        if waiting:
            raise CommandError(f"{waiting} entries still wait, because the engine refuses them; the log says why.")
        self.stdout.write("The search is up to date.")
