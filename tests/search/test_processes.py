"""Nothing is lost, nothing is stale, no answer is short: with processes that are stopped and killed at any moment."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from uuid import uuid4

import pytest
from elasticsearch import ApiError, Elasticsearch, TransportError

from search.node import PlainJsonNode
from tests.processes import Database, shared_database
from tests.programs import Program
from tests.search.desk import STEADY
from tests.search.engines import IN_MEMORY, REAL, silent_server

pytestmark = pytest.mark.django_db  # that there is a database; the programs write to it, this process does not
LANGUAGES = ("zh-hans", "en")
DEADLINE = 30.0
STEADY_PAGES = 40


class Engine:
    """Where the engine is, and the server where it is one of ours, which can be killed and comes back empty."""

    def __init__(self, kind: str) -> None:
        self.running = ExitStack()
        self.server = self.running.enter_context(silent_server()) if kind == IN_MEMORY else None
        self.url = self.server.url if self.server else os.environ["ELASTICSEARCH_URL"]
        self.prefix = f"test-{uuid4().hex[:8]}"
        node = {"node_class": PlainJsonNode} if self.server else {}
        self.client = Elasticsearch(self.url, request_timeout=5, max_retries=0, dead_node_backoff_factor=0, **node)

    @property
    def settings(self) -> dict[str, str]:
        node_class = "search.node.PlainJsonNode" if self.server else ""
        return {"SEARCH_URL": self.url, "SEARCH_NODE_CLASS": node_class, "SEARCH_INDEX_PREFIX": self.prefix}

    def kill(self) -> None:
        self.server.process.kill()
        self.server.process.wait()

    def come_back(self) -> None:
        self.server = self.running.enter_context(silent_server(self.url.removeprefix("http://")))

    def titles(self, language: str) -> dict[str, str]:
        alias = f"{self.prefix}-{language}"
        self.client.indices.refresh(index=alias)
        hits = self.client.search(index=alias, size=1000, source=["title"])["hits"]["hits"]
        return {hit["_id"]: hit["_source"]["title"] for hit in hits}

    def close(self) -> None:
        if left := list(self.client.indices.get(index=f"{self.prefix}-*").body):
            self.client.indices.delete(index=left)
        self.client.close()
        self.running.close()


class City:
    """An editor's desk, an engine and any number of workers."""

    def __init__(self, desk: Program, nursery: Program, engine: Engine) -> None:
        self.desk, self.nursery, self.engine = desk, nursery, engine
        self.workers: list[int] = []
        self.does("prepare", engine=engine.settings)

    def does(self, name: str, **arguments: Any) -> Any:
        return self.desk.ask([name, arguments])

    def start_worker(self) -> int:
        self.workers.append(self.nursery.ask(self.engine.settings))
        return self.workers[-1]

    def kill(self, worker: int) -> None:
        os.kill(worker, signal.SIGKILL)
        self.workers.remove(worker)
        wait_until(lambda: not is_alive(worker))

    def wrong(self) -> str:
        """What an index has and should not, word by word, or what waits; empty when all is right."""
        state = self.does("state")
        if state["waiting"] or state["building"] or len(state["live"]) < len(LANGUAGES):
            return f"still at it: {state}"
        wanted = state["titles"].items()
        found = {language: self.engine.titles(language).items() for language in LANGUAGES}
        return "".join(f"{code}: {rows ^ wanted}" for code, rows in found.items() if rows != wanted)

    def settles(self) -> None:
        wait_until(lambda: not self.wrong(), self.wrong)

    def close(self) -> None:
        for worker in self.workers:
            os.kill(worker, signal.SIGCONT)
            os.kill(worker, signal.SIGTERM)
        for worker in self.workers:
            wait_until(lambda: not is_alive(worker))  # noqa: B023 - called at once
        self.does("clear")
        self.engine.close()


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def wait_until(is_so: Callable[[], Any], instead: Callable[[], str] = lambda: "it did not happen in time") -> None:
    ends_at = time.monotonic() + DEADLINE
    while not is_so():
        assert time.monotonic() < ends_at, instead()
        time.sleep(0.02)


@pytest.fixture(scope="module")
def programs(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, Program]]:
    """The desk and the nursery."""
    database: Database = shared_database(tmp_path_factory.mktemp("city"))
    code = "from tests.search import desk; desk.{}()"
    desk, nursery = (database.start(code.format(name)) for name in ("serve_desk", "serve_nursery"))
    for program in (desk, nursery):
        program.go()
    yield desk, nursery
    for program in (desk, nursery):
        program.end()


@contextmanager
def opened(programs: tuple[Program, Program], kind: str) -> Iterator[City]:
    city = City(*programs, Engine(kind))
    try:
        yield city
    finally:
        city.close()


@pytest.fixture
def city(programs: tuple[Program, Program]) -> Iterator[City]:
    """On a server of its own, which may be stopped and killed."""
    with opened(programs, IN_MEMORY) as city:
        yield city


@pytest.fixture(params=[IN_MEMORY, REAL])
def any_city(request: pytest.FixtureRequest, programs: tuple[Program, Program]) -> Iterator[City]:
    with opened(programs, request.param) as city:
        yield city


class Reader:
    """A resident who asks for the same pages all the time, and what was wrong with the answers."""

    def __init__(self, city: City) -> None:
        self.engine, self.asked, self.wrong = city.engine, 0, list[str]()
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.read)

    def read(self) -> None:
        while not self.stop.is_set():
            for language in LANGUAGES:
                self.asked += 1
                try:
                    index = f"{self.engine.prefix}-{language}"
                    found = self.engine.client.count(index=index, query={"term": {"kind": STEADY}})["count"]
                    if found != STEADY_PAGES:
                        self.wrong.append(f"{found} of {STEADY_PAGES}")
                except (ApiError, TransportError) as error:
                    self.wrong.append(str(error))

    def __enter__(self) -> "Reader":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()


def test_stalled_engine_loses_nothing(city: City) -> None:
    city.start_worker()
    city.does("add", prefix="guide", count=30)
    city.settles()
    city.engine.server.process.send_signal(signal.SIGSTOP)
    city.does("write", seed=1, count=3)
    city.does("add", prefix=STEADY, count=STEADY_PAGES)
    assert city.does("state")["waiting"] >= 2 * STEADY_PAGES
    city.engine.server.process.send_signal(signal.SIGCONT)
    city.does("heal")
    city.settles()


def test_engine_that_comes_back_empty_gets_everything(city: City) -> None:
    city.start_worker()
    city.does("add", prefix=STEADY, count=STEADY_PAGES)
    city.settles()
    before = city.does("state")["live"]
    city.engine.kill()
    city.does("write", seed=2, count=20)
    city.does("heal")
    city.engine.come_back()
    city.settles()
    assert city.does("state")["live"].items().isdisjoint(before.items())


def test_rebuild_among_writers_never_shows(any_city: City) -> None:
    """Two workers, of which one works; a reader asks all the while."""
    city = any_city
    city.start_worker()
    city.start_worker()
    city.does("add", prefix=STEADY, count=STEADY_PAGES)
    city.settles()
    before = city.does("state")["live"]
    with Reader(city) as reader:
        for seed in range(10, 13):
            city.does("rebuild")
            city.does("write", seed=seed, count=25)
        city.does("heal")
        city.settles()
    after = city.does("state")["live"]
    assert (reader.wrong, reader.asked > 20, after.keys()) == ([], True, before.keys())
    assert all(after[language] > before[language] for language in LANGUAGES)


def test_killed_workers_lose_nothing(any_city: City) -> None:
    """Each dies somewhere in the first build or amid writes, with the lease in its hand."""
    city = any_city
    city.does("add", prefix=STEADY, count=STEADY_PAGES)
    for seed in range(20, 23):
        worker = city.start_worker()
        wait_until(lambda: str(worker) in city.does("state")["holder"].split(":"))  # noqa: B023 - called at once
        city.does("write", seed=seed, count=seed - 15)
        city.kill(worker)
    city.does("rebuild")
    city.start_worker()
    city.does("heal")
    city.settles()
