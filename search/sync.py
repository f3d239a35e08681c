"""Bringing everything up to date that waits, whatever left it waiting."""

from collections.abc import Callable
from typing import Any

from elasticsearch import Elasticsearch

from search.client import worker_client
from search.conf import languages
from search.indexing import BATCH, push, record
from search.lease import only_worker
from search.models import SearchDocument, SearchSync, SearchTarget, TargetState
from search.preparing import prepare_anew, prepare_waiting
from search.rebuilding import put_in_service, see_to_indexes
from search.stock import take_stock

Progress = Callable[[int], Any]


def nothing(count: int) -> None:
    pass


def sync_waiting(done: Progress = nothing, *, is_over: Callable[[], object] = lambda: False) -> None:
    """Bring rows and indexes up to date, if nobody else is at it; `done` hears how many documents were sent.

    Raises when the engine cannot be reached or takes nothing. An engine that lost an index, or has one of another
    shape than the code wants, gets a new one. Once `is_over()`, what is not done yet is left to the next call.
    """
    with only_worker() as lease:
        if lease is None:
            return
        see_to_rows()
        client = worker_client()
        if client is not None:
            see_to_indexes(client)
        places = {target.pk: 0 for target in SearchTarget.objects.fed()}
        while not is_over():
            lease.renew()
            # Texts first: an index is not to be filled with what is about to change.
            if prepare_waiting():
                continue
            targets = list(SearchTarget.objects.fed())
            if client and not places.keys() >= {target.pk for target in targets}:  # somebody has begun another one
                see_to_indexes(client)
                places |= {target.pk: 0 for target in SearchTarget.objects.fed()}
                continue
            sent = [_feed(client, target, places) for target in targets] if client else []
            done(sum(sent))
            swapped = put_in_service(client) if client else 0
            if not any(sent) and not swapped:
                return


def _feed(client: Elasticsearch, target: SearchTarget, places: dict[int, int]) -> int:
    """Send up to 200 rows, where the last ones ended: a row that changes all the time does not starve the others."""
    pending = target.syncs.pending().select_related("document").order_by("document_id")
    syncs = list(pending.filter(document_id__gt=places[target.pk])[:BATCH])
    if not syncs and places[target.pk]:
        syncs = list(pending[:BATCH])
    if syncs:
        places[target.pk] = syncs[-1].document_id
        record(target, push(client, target, [sync.document for sync in syncs]))
    return len(syncs)


def see_to_rows() -> None:
    """A language that is new has no rows yet; texts that other code has worked out are worked out anew."""
    if set(languages()) - set(SearchDocument.objects.order_by().values_list("language", flat=True).distinct()):
        take_stock()
    outdated = SearchDocument.objects.outdated()
    if outdated.exists():
        prepare_anew(outdated)


def has_work() -> bool:
    """Whether anything is due that `sync_waiting` would do. Two or three quick queries."""
    return (
        SearchDocument.objects.unprepared_now().exists()
        or SearchSync.objects.pending().filter(target__in=SearchTarget.objects.fed()).exists()
        or SearchTarget.objects.filter(state=TargetState.BUILDING).exists()
    )
