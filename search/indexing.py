"""Writing documents to one index, with the versions of their rows, and noting what it has."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.conf import index_prefix
from search.documents import source_of
from search.fingerprints import text_fingerprint
from search.models import SearchDocument, SearchSync, SearchTarget, TargetState
from search.models.retrying import RETRY_FIELDS

logger = logging.getLogger(__name__)

BATCH = 200
_MAX_BYTES = 5_000_000
_CONFLICT, _BAD, _MISSING = 409, 400, 404


class BulkRefused(Exception):
    """The engine is overloaded or has no such alias: nothing is wrong with the documents."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What the engine said of one row."""

    pk: int
    version: int
    is_present: bool
    status: int
    error: str = ""

    @property
    def is_done(self) -> bool:
        return self.status < _BAD or (not self.is_present and self.status == _MISSING and not self.error)

    @property
    def is_settled(self) -> bool:
        """Whether it says something of the document, and not of the engine's troubles."""
        return self.is_done or self.status in (_CONFLICT, _BAD)


def alias_of(language: str) -> str:
    return f"{index_prefix()}-{language}"


def push(
    client: Elasticsearch, target: SearchTarget, rows: Iterable[SearchDocument], *, refresh: bool = False
) -> list[Pushed]:
    """Write or delete these rows' documents. Asks the engine only: `record` what it says."""
    sent = list(rows)
    answers = streaming_bulk(
        client,
        [_action(row, target) for row in sent],
        chunk_size=BATCH,
        max_chunk_bytes=_MAX_BYTES,
        raise_on_error=False,
        require_alias=True,  # a bulk request must never create an index by itself
        refresh=refresh,
    )
    return [_pushed(row, answer) for row, (_ok, answer) in zip(sent, answers, strict=True)]


def _action(row: SearchDocument, target: SearchTarget) -> dict[str, Any]:
    action = {
        "_op_type": "index" if row.is_present else "delete",
        "_index": target.writing_alias,
        "_id": row.entry_id,
        "version": row.prepared_version,
        "version_type": "external_gte",
    }
    return action | {"_source": source_of(row)} if row.is_present else action


def _pushed(row: SearchDocument, item: dict[str, Any]) -> Pushed:
    answer = next(iter(item.values()))
    return Pushed(row.pk, row.prepared_version, row.is_present, answer["status"], str(answer.get("error", ""))[:1000])


def record(target: SearchTarget, pushed: Sequence[Pushed]) -> None:
    """Note what the index has. A document it refuses is put off; BulkRefused for what it did not take for reasons of
    its own, once the rest is noted. Four queries, however many."""
    answers = {answer.pk: answer for answer in pushed if answer.is_settled}
    with transaction.atomic():
        fields = ("entry_id", "language", "version", "prepared_version", "prepared_with")
        documents = {row.pk: row for row in SearchDocument.objects.filter(pk__in=answers).locked().only(*fields)}
        syncs = list(target.syncs.filter(document__in=documents).select_for_update().order_by("document_id"))
        for sync in syncs:
            _note(sync, documents[sync.document_id], answers[sync.document_id])
        SearchSync.objects.bulk_create(
            syncs,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=["dirty", "version", "is_there", *RETRY_FIELDS],
        )
        if target.state == TargetState.LIVE:
            found = [sync.document_id for sync in syncs if is_found(sync, documents[sync.document_id])]
            SearchDocument.objects.filter(pk__in=found).update(waiting_since=None)
    if any(_is_ahead(documents[pk], answer) for pk, answer in answers.items() if pk in documents):
        logger.error("%s is newer than the database, which a backup was put back into: building it anew", target)
        SearchTarget.objects.filter(pk=target.pk).update(fingerprint="")
    if trouble := next((answer for answer in pushed if not answer.is_settled), None):
        raise BulkRefused(f"{trouble.status}: {trouble.error[:200]}")


def _note(sync: SearchSync, document: SearchDocument, answer: Pushed) -> None:
    if answer.status == _BAD:
        if answer.version == document.prepared_version:
            sync.refuse(answer.error)
            logger.error("The search engine refuses %s: %s", document, answer.error)
    elif answer.is_done and answer.version >= sync.version:
        sync.version, sync.is_there = answer.version, answer.is_present
        sync.dirty = answer.version < document.prepared_version
        sync.accept()


def is_found(sync: SearchSync, document: SearchDocument) -> bool:
    """Whether residents who search this index find the row as it is."""
    return not sync.dirty and sync.version == document.version and document.prepared_with == text_fingerprint()


def _is_ahead(document: SearchDocument, answer: Pushed) -> bool:
    """The index has a newer version than the newest there is. (One that was sent before an even newer one is not
    meant: the row says so.)"""
    return answer.status == _CONFLICT and answer.version == document.prepared_version
