"""Whole indexes: built beside the one in service, checked, and put in its place in one step."""

import re
import time
from collections.abc import Callable
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.dsl import Index

from search.documents import SETTINGS, mapping_for
from search.indexing import BATCH, Pushed, alias_of, push, record
from search.models import SearchDocument

Progress = Callable[[int], Any]


class IndexUnfinished(Exception):
    """A new index does not hold what it should; the old one stays in service."""


def nothing(count: int) -> None:
    pass


def live_index(client: Elasticsearch, language: str) -> str:
    """Name of the index behind the language's alias, empty if there is none."""
    try:
        return max(client.indices.get_alias(name=alias_of(language)).body)
    except NotFoundError:
        return ""


def build(client: Elasticsearch, language: str, done: Progress = nothing) -> tuple[int, int]:
    """A new index for a language from the rows, in service at the end; how many documents it has and refused.

    Rows that change meanwhile wait for the new index and follow with the next `sync_waiting`.
    """
    name = f"{alias_of(language)}-{time.time_ns() // 1_000_000}"
    index = Index(name).settings(**SETTINGS).aliases(**{_writing_alias(name): {}})
    index.mapping(mapping_for(language))
    index.create(using=client)
    try:
        pushed, present = _fill(client, language, name, done)
        _check(client, name, present)
    except BaseException:
        client.indices.delete(index=name, ignore_unavailable=True)
        raise
    _put_in_service(client, language, name)
    for start in range(0, len(pushed), BATCH):
        record(pushed[start : start + BATCH])
    return present, sum(1 for answer in pushed if answer.error)


def _writing_alias(name: str) -> str:
    return f"{name}-w"


def _fill(client: Elasticsearch, language: str, name: str, done: Progress) -> tuple[list[Pushed], int]:
    """Also the entries that are gone: their versions keep an older write, still on its way, from bringing them back."""
    rows = SearchDocument.objects.filter(language=language, prepared_version__gt=0).order_by("pk")
    pushed: list[Pushed] = []
    present, last = 0, 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        answers = push(client, batch, target=_writing_alias(name))
        present += sum(row.is_present and not answer.error for row, answer in zip(batch, answers, strict=True))
        pushed += answers
        last = batch[-1].pk
        done(len(batch))
    return pushed, present


def _check(client: Elasticsearch, name: str, present: int) -> None:
    client.indices.refresh(index=name)
    count = client.count(index=name)["count"]
    if count != present:
        raise IndexUnfinished(f"{name} has {count} documents instead of {present}")


def _put_in_service(client: Elasticsearch, language: str, name: str) -> None:
    alias = alias_of(language)
    old = [index for index in client.indices.get(index=f"{alias}-*").body if _is_index_of(alias, index, but=name)]
    actions: list[dict[str, Any]] = [{"add": {"index": name, "alias": alias}}]
    if client.indices.exists(index=alias) and not client.indices.exists_alias(name=alias):
        actions.append({"remove_index": {"index": alias}})  # somebody wrote to the alias before it was one
    client.indices.update_aliases(actions=[*actions, *({"remove_index": {"index": index}} for index in old)])


def _is_index_of(alias: str, index: str, *, but: str) -> bool:
    """Not an index of another language whose code begins like this one's."""
    return index != but and re.fullmatch(rf"{re.escape(alias)}-\d{{13}}", index) is not None
