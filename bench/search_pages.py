"""What the search costs beyond the engine: the demo city with as many more entries as make 2,000 of each language.

The city's own pages are found, so that addresses, words and facts of results are worked out as for residents; the
others fill the index beside them. Everything is made and rolled back in one transaction; the engine is in memory.
"""

import datetime as dt
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import calendar_pages

PAGES, REQUESTS, TRIES = 2000, 30, 20
WORDS = tuple("图书报告会议演出讲座采购名单评选展览路灯绿化河道桥梁统计档案气象天文地质陶瓷茶叶竹编剪纸")
SEARCHES = (
    "/zh-hans/search/?q=居住证",
    "/zh-hans/search/?q=装电梯&community=sunshine",
    "/zh-hans/search/?q=dianti&community=sunshine",
    "/en/search/?q=residence permit",
    "/en/search/?q=elevater&community=sunshine",
    "/zh-hans/search/?q=没有这种东西",
    "/api/v1/search?q=居住证&community=sunshine",
)
TYPED = (
    "/api/v1/suggest?q=居住&community=sunshine",
    "/api/v1/suggest?q=dian&community=sunshine",
    "/api/v1/suggest?q=resid&lang=en",
    "/en/search/typed.json?q=elev",
)


def rows() -> Iterator[str]:
    """Lines of the report; Django is set up and the database migrated."""
    from django.db import connection, transaction  # noqa: PLC0415 - once Django is set up
    from django.test import Client  # noqa: PLC0415 - likewise

    try:
        from osmem_server import OsmemServer  # noqa: PLC0415 - there is not a wheel for every platform
    except ImportError:
        yield "  no engine in memory here (pip install 'linli[demo]')"
        return
    from search.deadline import patiently  # noqa: PLC0415 - once Django is set up

    with transaction.atomic(), filled_up(), OsmemServer.start(japanese=False) as engine:
        client = calendar_pages.served(Client, connection)
        for name, url in (("engine", engine.url), ("database", "")):
            # A loaded machine must not have the database answer in the engine's place.
            with searching(url), patiently():
                for path in (*SEARCHES, *TYPED):
                    own, waited, statements = measured(client, path)
                    yield f"  {own:7.1f} {waited:6.1f} {statements:4d}  {name:8} {path}"
        transaction.set_rollback(True)


def measured(client: Any, path: str) -> tuple[float, float, int]:
    """Milliseconds of our processor time, milliseconds in all, SQL statements; the least of several requests."""
    from django.db import connection  # noqa: PLC0415 - once Django is set up
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - likewise

    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    statements = len(queries)
    found = [once(client, path) for _request in range(REQUESTS)]
    own, waited = (min(each) * 1000 for each in zip(*found, strict=True))
    return own, waited, statements


def once(client: Any, path: str) -> tuple[float, float]:
    own, waited = time.process_time(), time.perf_counter()
    client.get(path)
    return time.process_time() - own, time.perf_counter() - waited


@contextmanager
def searching(url: str) -> Iterator[None]:
    from django.core.cache import cache  # noqa: PLC0415 - once Django is set up
    from django.test import override_settings  # noqa: PLC0415 - likewise
    from elasticsearch import TransportError  # noqa: PLC0415 - likewise

    from search.sync import sync_waiting  # noqa: PLC0415 - likewise

    with override_settings(SEARCH_URL=url, SEARCH_NODE_CLASS="search.node.PlainJsonNode" if url else ""):
        for _try in range(TRIES):
            cache.clear()
            with suppress(TransportError):  # a loaded machine; what was sent stays sent
                sync_waiting()
                break
        yield


@contextmanager
def filled_up() -> Iterator[None]:
    from search import contract  # noqa: PLC0415 - once Django is set up
    from search.models import SearchDocument  # noqa: PLC0415 - likewise

    before = contract.get_provider()
    there = SearchDocument.objects.filter(is_present=True, language="en").count()
    filling = Filling(before, PAGES - there)
    contract.register_provider(filling)
    try:
        contract.mark_changed(filling.ids)
        yield
    finally:
        contract.register_provider(before)


class Filling:
    """The portal's provider, and entries that are no pages."""

    def __init__(self, portal: Any, count: int) -> None:
        self._portal = portal
        self.ids = [f"filling:{number}" for number in range(count)]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._portal, name)

    def entries(self, refs: Sequence[Any]) -> Iterable[Any]:
        yield from self._portal.entries([ref for ref in refs if not ref.id.startswith("filling:")])
        yield from (_entry(ref) for ref in refs if ref.id.startswith("filling:"))


def _entry(ref: Any) -> Any:
    from search.contract import SearchEntry  # noqa: PLC0415 - once Django is set up

    words = random.Random(ref.id)  # noqa: S311 - no secrets
    say = [words.choice(WORDS) for _number in range(40)]
    return SearchEntry(
        ref=ref,
        key=ref.id,
        kind="guide",
        title="".join(say[:3]) if ref.language.startswith("zh") else " ".join(say[:3]).encode().hex(" ", 6),
        updated_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        summary="".join(say[3:10]),
        body="，".join(say[10:]),
        popularity=words.randrange(300),
    )
