"""An editor's desk and workers as programs of their own: what the tests of `test_processes` start, stop and kill.

Tags stand for pages: a table that is there anyway, so that what the provider answers changes with the transaction.
"""

import json
import os
import random
import signal
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from taggit.models import Tag

from search import lease
from search.conf import languages
from search.contract import EntryRef, SearchEntry, mark_changed, register_provider
from search.models import SearchDocument, SearchLease, SearchSync, SearchTarget
from search.rebuilding import begin
from tests.search.provider import MemoryProvider

#: Long enough for every round of these tests, short enough to wait for.
LEASE_SECONDS = 1.5
#: A page with this in its title cannot be indexed.
POISON = "poison"
STEADY = "steady"


class TagProvider(MemoryProvider):
    def all_refs(self) -> Iterable[EntryRef]:
        return [EntryRef(slug, code) for slug in Tag.objects.values_list("slug", flat=True) for code in languages()]

    def entries(self, refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        names = dict(Tag.objects.filter(slug__in={ref.id for ref in refs}).values_list("slug", "name"))
        return [entry_of(ref, names[ref.id]) for ref in refs if ref.id in names]


def entry_of(ref: EntryRef, name: str) -> SearchEntry:
    no_code: Any = {"is": "no code"}
    return SearchEntry(
        ref=ref,
        key=ref.id,
        kind=STEADY if ref.id.startswith(STEADY) else "guide",
        title=name,
        summary="居住证办理 Residence permits" * 5,
        updated_at=datetime(2026, 6, 1, tzinfo=UTC),
        audiences=(no_code,) if POISON in name else (),
    )


def prepare(engine: dict[str, str]) -> None:
    for name, value in engine.items():
        setattr(settings, name, value)
    register_provider(TagProvider())
    lease.SECONDS = LEASE_SECONDS


# The desk


def add(*, prefix: str, count: int) -> None:
    with transaction.atomic():
        ids = [f"{prefix}-{number}" for number in range(count)]
        Tag.objects.bulk_create(Tag(slug=id_, name=f"{id_} 1") for id_ in ids)
        mark_changed(ids)


def write(*, seed: int, count: int) -> None:
    """Edits, removals, pages that come back, and some that cannot be indexed: each in a transaction."""
    chance = random.Random(seed)
    for number in range(count):
        id_, edition = f"guide-{chance.randrange(60)}", f"edition {seed}.{number}"
        with transaction.atomic():
            tags = Tag.objects.filter(slug=id_)
            if chance.random() < 0.25:
                tags.delete()
            elif not tags.update(name=f"{id_} {edition}{f' {POISON}' if chance.random() < 0.1 else ''}"):
                Tag.objects.create(slug=id_, name=f"{id_} {edition}")
            mark_changed([id_])


def heal() -> None:
    """Whatever could not be indexed can be now."""
    with transaction.atomic():
        bad = list(Tag.objects.filter(name__contains=POISON).values_list("slug", flat=True))
        for slug in bad:
            Tag.objects.filter(slug=slug).update(name=f"{slug} healed")
        mark_changed(bad)


def rebuild() -> None:
    for language in languages():
        begin(language)


def state() -> dict[str, Any]:
    """What should be in every index, what waits, and what is built."""
    return {
        "titles": dict(Tag.objects.values_list("slug", "name")),
        "waiting": SearchDocument.objects.waiting().count(),
        "live": dict(SearchTarget.objects.filter(state="live").values_list("language", "index")),
        "building": SearchTarget.objects.filter(state="building").count(),
        "holder": "".join(SearchLease.objects.values_list("holder", flat=True)),
    }


def clear() -> None:
    for model in (SearchSync, SearchTarget, SearchDocument, SearchLease):
        model.objects.all().delete()
    Tag.objects.filter(slug__regex=r"^(guide|steady)-\d+$").delete()


DOES = {each.__name__: each for each in (prepare, add, write, heal, rebuild, state, clear)}


def serve_desk() -> None:
    """A line of JSON in, `[name, arguments]`; a line of JSON out."""
    for line in sys.stdin:
        name, arguments = json.loads(line)
        print(json.dumps(DOES[name](**arguments)), flush=True)  # noqa: T201 - its answer


# The workers


def serve_nursery() -> None:
    """A line of JSON in, the engine's settings; the number of a worker out. Forked, for Django takes seconds to set
    up: nothing here has opened a connection or started a thread."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            prepare(json.loads(line))
            call_command("sync_search", watch=True)
            os._exit(0)
        print(pid, flush=True)  # noqa: T201 - its answer
