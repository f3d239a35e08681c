"""Indexes from their beginning to their end: built beside the one in service, checked, put in its place in one step.

Whatever is found missing, wrong or out of date is built anew; nobody has to notice it first.
"""

import logging
import re
import time
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from elasticsearch import Elasticsearch
from elasticsearch.dsl import Index

from search.conf import languages
from search.documents import SETTINGS, index_fingerprint, mapping_for
from search.indexing import alias_of, is_found
from search.models import SearchDocument, SearchSync, SearchTarget, TargetState

logger = logging.getLogger(__name__)

_BATCH = 1000


class IndexUnfinished(Exception):
    """A new index does not hold what it should; the old one stays in service."""


def live_index(client: Elasticsearch, language: str) -> str:
    """Name of the index behind the language's alias, empty if there is none."""
    alias = alias_of(language)
    return max((index for index, aliases in _indexes(client, language).items() if alias in aliases), default="")


def begin(language: str) -> SearchTarget:
    """A new index for a language, in place of one that is being built: every row is due for it."""
    with transaction.atomic():
        _retire(SearchTarget.objects.filter(language=language, state=TargetState.BUILDING))
        target = SearchTarget.objects.create(
            language=language,
            index=f"{alias_of(language)}-{time.time_ns() // 1_000_000}",
            state=TargetState.BUILDING,
            fingerprint=index_fingerprint(language),
        )
    enrol(target)
    return target


def enrol(target: SearchTarget) -> None:
    """Rows that the index has never heard of: all for a new one, else those that came while it was begun."""
    known = SearchSync.objects.filter(target=target, document=OuterRef("pk"))
    missing = SearchDocument.objects.filter(~Exists(known), language=target.language).order_by("pk")
    syncs = [SearchSync(target=target, document_id=pk) for pk in missing.values_list("pk", flat=True)]
    SearchSync.objects.bulk_create(syncs, ignore_conflicts=True, batch_size=_BATCH)


def see_to_indexes(client: Elasticsearch) -> None:
    """Compare what there is with what there should be, and begin what is missing. Makes no index live."""
    wanted = languages()
    _retire(SearchTarget.objects.exclude(language__in=wanted))
    for gone in SearchTarget.objects.filter(state=TargetState.RETIRED):
        for name in (gone.index, gone.writing_alias):  # a deletion sent to a lost index makes one of the alias's name
            client.indices.delete(index=name, ignore_unavailable=True)
        gone.syncs.all().forget()
        gone.delete()
    for language in wanted:
        _see_to(client, language)


def _see_to(client: Elasticsearch, language: str) -> None:
    there, alias = _indexes(client, language), alias_of(language)
    targets = {target.state: target for target in SearchTarget.objects.fed().filter(language=language)}
    live, building = targets.get(TargetState.LIVE), targets.get(TargetState.BUILDING)
    if building and alias in there.get(building.index, ()):  # its worker died between the engine's swap and ours
        _promote(building)
        live, building = building, None
    if live and not {alias, live.writing_alias} <= there.get(live.index, set()):
        logger.error("The index %s is lost", live)
        _retire(SearchTarget.objects.filter(pk=live.pk))
        live = None
    if live and not _is_whole(client, live):
        logger.error("The index %s does not hold what it should", live)
        live.fingerprint = ""
    if building and not _is_usable(client, building, there):
        building = begin(language)
    if building is None and (live is None or live.fingerprint != index_fingerprint(language)):
        building = begin(language)
    for target in filter(None, (live, building)):
        enrol(target)
    if building and building.index not in there:
        _create(client, building)


def _is_usable(client: Elasticsearch, building: SearchTarget, there: dict[str, set[str]]) -> bool:
    """Whether it is what the code wants, and is there or has still to be made: not lost half filled."""
    if building.fingerprint != index_fingerprint(building.language):
        return False
    if building.index in there:
        return building.writing_alias in there[building.index]
    begun = building.syncs.filter(version__gt=0).exists()
    return not begun and not client.indices.exists(index=building.writing_alias)


def _indexes(client: Elasticsearch, language: str) -> dict[str, set[str]]:
    """The aliases of each index of a language."""
    pattern = re.compile(rf"{re.escape(alias_of(language))}-\d{{13}}")  # not another language that begins like this one
    found = client.indices.get_alias(index=f"{alias_of(language)}-*").body
    return {index: set(about["aliases"]) for index, about in found.items() if pattern.fullmatch(index)}


def _create(client: Elasticsearch, target: SearchTarget) -> None:
    index = Index(target.index).settings(**SETTINGS).aliases(**{target.writing_alias: {}})
    index.mapping(mapping_for(target.language))
    index.create(using=client)


def _is_whole(client: Elasticsearch, live: SearchTarget) -> bool:
    """Whether it has as many documents as it took. Asked only where nothing is on its way there."""
    before = _taken(live)
    if before["dirty"]:
        return True
    client.indices.refresh(index=live.index)
    count = client.count(index=live.index)["count"]
    return count == before["there"] or _taken(live) != before


def _taken(target: SearchTarget) -> dict[str, Any]:
    on_its_way = Count("pk", filter=Q(dirty=True, error=""))
    return target.syncs.aggregate(dirty=on_its_way, there=Count("pk", filter=Q(is_there=True)))


def put_in_service(client: Elasticsearch) -> int:
    """Swap in the new indexes that have had everything once; how many. Not "once nothing waits", which never comes
    where people write."""
    done = 0
    for target in SearchTarget.objects.filter(state=TargetState.BUILDING):
        if target.syncs.unfilled().exists():
            continue
        enrol(target)
        if not target.syncs.unfilled().exists():
            _check(client, target)
            _swap(client, target)
            _promote(target)
            done += 1
    return done


def _check(client: Elasticsearch, target: SearchTarget) -> None:
    """Only the worker with the lease writes to it before it is live, so that the count is exact."""
    client.indices.refresh(index=target.index)
    count, taken = client.count(index=target.index)["count"], _taken(target)["there"]
    if count != taken:
        _retire(SearchTarget.objects.filter(pk=target.pk))
        raise IndexUnfinished(f"{target} has {count} documents instead of {taken}")


def _swap(client: Elasticsearch, target: SearchTarget) -> None:
    alias = alias_of(target.language)
    actions: list[dict[str, Any]] = [{"add": {"index": target.index, "alias": alias}}]
    if client.indices.exists(index=alias) and not client.indices.exists_alias(name=alias):
        actions.append({"remove_index": {"index": alias}})  # somebody wrote to the alias before it was one
    old = [index for index in _indexes(client, target.language) if index != target.index]
    client.indices.update_aliases(actions=[*actions, *({"remove_index": {"index": index}} for index in old)])


def _promote(target: SearchTarget) -> None:
    with transaction.atomic():
        _retire(SearchTarget.objects.filter(language=target.language, state=TargetState.LIVE))
        target.state = TargetState.LIVE
        target.save(update_fields=["state"])
    waiting = list(SearchDocument.objects.waiting().filter(language=target.language).values_list("pk", flat=True))
    for start in range(0, len(waiting), _BATCH):
        _note_found(target, waiting[start : start + _BATCH])


def _note_found(target: SearchTarget, pks: list[int]) -> None:
    with transaction.atomic():
        fields = ("version", "prepared_with", "prepared_version")
        rows = {row.pk: row for row in SearchDocument.objects.filter(pk__in=pks).locked().only(*fields)}
        syncs = target.syncs.filter(document__in=rows)
        found = [sync.document_id for sync in syncs if is_found(sync, rows[sync.document_id])]
        SearchDocument.objects.filter(pk__in=found).update(waiting_since=None)


def forget_indexes() -> None:
    """See `search.contract.forget_indexes`."""
    _retire(SearchTarget.objects.all())


def _retire(targets: Any) -> None:
    targets.exclude(state=TargetState.RETIRED).update(state=TargetState.RETIRED)
