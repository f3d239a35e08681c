"""What the search index costs: entries from pages, texts and documents from entries, and a rebuild of the city's rows.

In one transaction that is rolled back; without an engine, whose time is its own.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from typing import Any

ENTRIES, ROUNDS = 2000, 3


def rows() -> Iterator[str]:
    """Lines of the report; Django is set up and the city seeded."""
    from django.db import connection, transaction  # noqa: PLC0415 - once Django is set up
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - likewise

    from search.contract import get_provider  # noqa: PLC0415 - likewise
    from search.documents import source_of  # noqa: PLC0415 - likewise
    from search.models import SearchDocument  # noqa: PLC0415 - likewise
    from search.preparing import BATCH, content_of, prepare, prepare_anew  # noqa: PLC0415 - likewise

    provider = get_provider()
    refs = list(provider.all_refs())
    batches = [list(islice(cycle(refs), start, start + BATCH)) for start in range(0, ENTRIES, BATCH)]

    def entries() -> list[Any]:
        return [entry for batch in batches for entry in provider.entries(list(dict.fromkeys(batch)))]

    found = entries()
    contents = [content_of(entry) for entry in found]
    documents = [
        SearchDocument(entry_id=entry.ref.id, language=entry.ref.language, **content)
        for entry, content in zip(found, contents, strict=True)
    ]
    with CaptureQueriesContext(connection) as queries:
        list(provider.entries(batches[0]))
    yield f"  {rate(len(found), entries):7.0f} entries from pages, {len(queries)} SQL statements for {BATCH}"
    yield f"  {rate(len(found), lambda: [content_of(entry) for entry in found]):7.0f} texts from entries"
    yield f"  {rate(len(found), lambda: [source_of(row) for row in documents]):7.0f} documents from texts"
    with transaction.atomic():
        prepare_anew(SearchDocument.objects.all())
        pks: Sequence[int] = list(SearchDocument.objects.order_by("pk").values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as queries:
            seconds = spent(lambda: prepare(pks))
        batched = -(-len(pks) // BATCH)
        yield f"  {len(pks) / seconds:7.0f} rows prepared, {len(queries) / batched:.0f} SQL statements for {BATCH}"
        transaction.set_rollback(True)


def rate(count: int, work: Callable[[], Any]) -> float:
    return count / min(spent(work) for _round in range(ROUNDS))


def spent(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
