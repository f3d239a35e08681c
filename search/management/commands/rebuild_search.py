import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from search.client import worker_client
from search.conf import languages
from search.models import SearchDocument, SearchTarget, TargetState
from search.preparing import prepare_anew
from search.rebuilding import begin
from search.stock import take_stock
from search.sync import sync_waiting
from search.watching import TROUBLE

_POLL_SECONDS = 0.2


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
        has_engine = worker_client() is not None
        chosen = options["language"] or languages()
        if options["dry_run"]:
            where = f"indexes: {', '.join(chosen)}" if has_engine else "no search engine: texts only"
            self.stdout.write(f"Would prepare {SearchDocument.objects.count()} rows and build {where}.")
            return
        take_stock()
        prepare_anew(SearchDocument.objects.all())
        targets = [begin(language) for language in chosen] if has_engine else []
        try:
            self._work(targets, hide=options["no_progress"] or not self.stderr.isatty())
        except TROUBLE as error:
            raise CommandError(
                f"{error}. What was in service before still is; `sync_search` and `run_due` go on with the new one."
            ) from error
        for target in targets:
            live = SearchTarget.objects.filter(language=target.language, state=TargetState.LIVE).first()
            if live is None or live.pk < target.pk:
                raise CommandError(f"{target} was given up; the log says why. What was in service before still is.")
            self.stdout.write(f"{live.language}: {live.syncs.filter(is_there=True).count()} documents in service.")
        if not has_engine:
            found = SearchDocument.objects.filter(is_present=True).count()
            self.stdout.write(f"{found} entries ready for the database search; no engine is configured.")
        if parked := SearchDocument.objects.parked().count():
            raise CommandError(f"{parked} entries were refused; the admin page of the search and the log say why.")

    def _work(self, targets: list[SearchTarget], *, hide: bool) -> None:
        """Ourselves, or a worker that is at it already."""
        chosen = [target.language for target in targets]
        building = SearchTarget.objects.filter(language__in=chosen, state=TargetState.BUILDING)
        total = sum(target.syncs.count() for target in targets)
        with tqdm(total=total, unit="row", disable=hide) as bar:
            sync_waiting(bar.update)
            while SearchDocument.objects.unprepared_now().exists() or building.exists():
                time.sleep(_POLL_SECONDS)
                sync_waiting(bar.update)
