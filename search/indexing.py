"""Writing documents to the engine, with the versions of their rows."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.conf import index_prefix
from search.documents import source_of
from search.models import SearchDocument

logger = logging.getLogger(__name__)

BATCH = 200
_BACK_OFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))


class BulkRefused(Exception):
    """The engine is overloaded or has no such alias: nothing is wrong with the document."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status}: {reason}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Pushed:
    """What the engine said of one row: which index took this version, or why it refuses it (`error`)."""

    pk: int
    version: int
    index: str = ""
    error: str = ""


def alias_of(language: str) -> str:
    return f"{index_prefix()}-{language}"


def push(
    client: Elasticsearch, rows: Iterable[SearchDocument], *, target: str = "", refresh: bool = False
) -> list[Pushed]:
    """Write or delete these rows' documents in their language's index, or in `target`, which must be an alias too.

    An engine that already has a newer version keeps it, which is as good. Raises for anything but a refused document.
    """
    sent = list(rows)
    actions = [_action(row, target or alias_of(row.language)) for row in sent]
    answers = streaming_bulk(
        client,
        actions,
        chunk_size=BATCH,
        raise_on_error=False,
        require_alias=True,  # a bulk request must never create an index by itself
        refresh=refresh,
    )
    return [_pushed(row, *answer) for row, answer in zip(sent, answers, strict=True)]


def _action(row: SearchDocument, alias: str) -> dict[str, Any]:
    action = {
        "_op_type": "index" if row.is_present else "delete",
        "_index": alias,
        "_id": row.entry_id,
        "version": row.prepared_version,
        "version_type": "external_gte",
    }
    return action | {"_source": source_of(row)} if row.is_present else action


def _pushed(row: SearchDocument, ok: bool, item: dict[str, Any]) -> Pushed:
    operation, answer = next(iter(item.items()))
    status = answer.get("status", 0)
    if ok or status == 409 or (operation == "delete" and status == 404 and "error" not in answer):
        return Pushed(row.pk, row.prepared_version, index=answer["_index"])
    if status == 400:
        return Pushed(row.pk, row.prepared_version, error=str(answer.get("error"))[:1000])
    raise BulkRefused(status, str(answer.get("error"))[:200])


def record(pushed: Sequence[Pushed]) -> None:
    """Note what the engine has. A document it refuses is tried again later and later, and shown with its error."""
    answers = {answer.pk: answer for answer in pushed}
    with transaction.atomic():
        rows = list(SearchDocument.objects.select_for_update().filter(pk__in=answers).order_by("pk"))
        for row in rows:
            _note(row, answers[row.pk])
        fields = ["indexed_version", "indexed_in", "waiting_since", "attempts", "next_try_at", "error"]
        SearchDocument.objects.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=fields)


def _note(row: SearchDocument, answer: Pushed) -> None:
    if answer.error:
        row.next_try_at = timezone.now() + _BACK_OFF[min(row.attempts, len(_BACK_OFF) - 1)]
        row.attempts, row.error = min(row.attempts + 1, 1000), answer.error
        logger.error("The search engine refuses %s: %s", row, answer.error)
        return
    if answer.index != row.indexed_in or answer.version > row.indexed_version:
        row.indexed_in, row.indexed_version = answer.index, min(answer.version, row.prepared_version)
    row.attempts, row.next_try_at, row.error = 0, None, ""
    if row.indexed_version == row.version:
        row.waiting_since = None
