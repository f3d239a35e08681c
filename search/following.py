"""Following a change at once, after commit and in the editor's own request; what fails is left to the worker."""

import logging
from collections.abc import Sequence
from typing import Any

from elasticsearch import Elasticsearch

from search import tasks
from search.conf import engine_settings
from search.deadline import EngineAway, call
from search.indexing import BulkRefused, push, record
from search.models import SearchDocument, SearchSync, SearchTarget, TargetState
from search.preparing import prepare

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
    by_target: dict[SearchTarget, list[SearchDocument]] = {}
    live = SearchSync.objects.pending().filter(document__in=rows, target__state=TargetState.LIVE)
    for sync in live.select_related("target", "document").order_by("target", "document"):
        by_target.setdefault(sync.target, []).append(sync.document)
    try:
        # A slow write must not keep residents from searching, so it leaves the breaker alone.
        answers = call(lambda client: _push_each(client, by_target), trips=False) if by_target else []
        for target, pushed in answers:
            record(target, pushed)
    except (EngineAway, BulkRefused):
        logger.warning("%d search entries wait for the engine", sum(map(len, by_target.values())))


def _push_each(client: Elasticsearch, rows: dict[SearchTarget, list[SearchDocument]]) -> list[tuple[SearchTarget, Any]]:
    return [(target, push(client, target, documents, refresh=True)) for target, documents in rows.items()]
