"""Following changes: after commit at once where that is quick, and again and again until nothing waits."""

import logging
from collections.abc import Sequence

from elasticsearch import Elasticsearch

from search import tasks
from search.client import worker_client
from search.conf import engine_settings, languages
from search.deadline import EngineAway, call
from search.indexing import BATCH, BulkRefused, push, record
from search.models import SearchDocument
from search.preparing import prepare
from search.rebuilding import build, live_index

logger = logging.getLogger(__name__)

#: Up to so many entries are followed in the editor's own request, more by a worker.
AT_ONCE = 50


def follow(ids: Sequence[str]) -> None:
    """Called after commit with what was marked. Takes at most about a second, also when the engine is away."""
    if len(ids) > AT_ONCE:
        tasks.sync_search.enqueue()
        return
    rows = SearchDocument.objects.filter(entry_id__in=ids)
    prepare(list(rows.unprepared().values_list("pk", flat=True)))
    if engine_settings() is None:
        return
    changed = list(rows.waiting(engine=True).filter(prepared_version__gt=0))
    try:
        # A slow write must not keep residents from searching, so it leaves the breaker alone.
        record(call(lambda client: push(client, changed, refresh=True), trips=False) if changed else [])
    except (EngineAway, BulkRefused):
        logger.warning("%d search entries wait for the engine", len(changed))


def sync_waiting() -> int:
    """Prepare and index everything that waits; how many rows still do, because the engine refuses them.

    Raises when the engine cannot be reached. An engine that lost an index gets it back.
    """
    _prepare_waiting()
    client = worker_client()
    if client is not None:
        for language in languages():
            _index_waiting(client, language)
    return SearchDocument.objects.waiting(engine=client is not None).count()


def _prepare_waiting() -> None:
    waiting = SearchDocument.objects.unprepared().order_by("waiting_since", "pk").values_list("pk", flat=True)
    while (pks := list(waiting[:BATCH])) and prepare(pks):
        pass


def _index_waiting(client: Elasticsearch, language: str) -> None:
    # The index is asked for each time: a rebuild may have put another one in its place.
    while index := live_index(client, language):
        rows = list(SearchDocument.objects.to_index(language, index=index)[:BATCH])
        if not rows:
            return
        record(push(client, rows))
    build(client, language)
