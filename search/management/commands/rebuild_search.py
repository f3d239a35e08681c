from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from elasticsearch import ApiError, TransportError
from tqdm import tqdm

from search.client import worker_client
from search.conf import languages
from search.indexing import BulkRefused
from search.models import SearchDocument
from search.rebuilding import IndexUnfinished, build
from search.stock import prepare_everything, take_stock
from search.sync import sync_waiting


class Command(BaseCommand):
    help = (
        "Build the search anew from what is public now: the prepared texts, then an index for each language beside "
        "the one in service, which it replaces once it is complete. Residents can search all the while."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--language", action="append", choices=languages(), help="only this language's index")
        parser.add_argument("--no-progress", action="store_true", help="no progress bar")

    def handle(self, *args: Any, **options: Any) -> None:
        client = worker_client()
        chosen = options["language"] or languages()
        if options["dry_run"]:
            where = f"indexes: {', '.join(chosen)}" if client else "no search engine: texts only"
            self.stdout.write(f"Would prepare {SearchDocument.objects.count()} rows and build {where}.")
            return
        hide = options["no_progress"] or not self.stderr.isatty()
        try:
            self._rebuild(client, chosen, hide)
        except (ApiError, TransportError, IndexUnfinished, BulkRefused) as error:
            raise CommandError(f"{error}. What was in service before still is.") from error

    def _rebuild(self, client: Any, chosen: list[str], hide: bool) -> None:
        take_stock()
        rows = SearchDocument.objects
        with tqdm(total=rows.count(), desc="texts", unit="row", disable=hide) as bar:
            prepare_everything(bar.update)
        if client is None:
            found = rows.filter(is_present=True).count()
            self.stdout.write(f"{found} entries ready for the database search; no engine is configured.")
            return
        refused = 0
        for language in chosen:
            with tqdm(total=rows.filter(language=language).count(), desc=language, unit="row", disable=hide) as bar:
                size, bad = build(client, language, bar.update)
            self.stdout.write(f"{language}: {size} documents in service.")
            refused += bad
        sync_waiting()
        if refused:
            raise CommandError(f"The engine refused {refused} documents; the log says which and why.")
