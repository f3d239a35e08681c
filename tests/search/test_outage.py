"""An engine that does not answer costs a resident one second once, an editor nothing that was published."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from elasticsearch import Elasticsearch

from search import breaker
from search.contract import health
from search.deadline import SECONDS
from search.query import SearchQuery
from search.results import results_for
from search.suggesting import suggestions_for
from tests.processes import Database
from tests.search.engines import catch_up
from tests.search.provider import entry
from tests.search.sick import SICK, relay_to, server, stay_silent

Publish = Callable[..., None]
pytestmark = pytest.mark.usefixtures("db", "provider")

#: Slow machines; a client with time-outs alone waits for a dripping server as long as it drips.
SLACK = 4.0


def ask() -> str:
    return results_for(SearchQuery(raw="居住证", language="zh-hans")).engine


def suggest() -> list[str]:
    return [each.text for each in suggestions_for("居住", language="zh-hans", community=None)]


@pytest.fixture
def ways(client: Client) -> dict[str, Callable[[], Any]]:
    """The ways to the engine, each giving what the database answers in its place."""
    return {
        "results": ask,
        "suggestions": suggest,
        "page": lambda: client.get("/zh-hans/search/", {"q": "居住证"}).content.count(b"/guides/permit/"),
        "browser": lambda: client.get("/zh-hans/search/typed.json", {"q": "居住"}).json()[1],
        "api": lambda: client.get("/api/v1/search", {"q": "居住证"}).json()["engine"],
        "api suggest": lambda: client.get("/api/v1/suggest", {"q": "居住"}).json()["suggestions"][0]["text"],
    }


WAYS = {
    "results": "basic",
    "suggestions": ["居住证办理"],
    "page": 1,
    "browser": ["居住证办理"],
    "api": "basic",
    "api suggest": "居住证办理",
}


@pytest.mark.parametrize(
    ("sick", "way"),
    [*((sick, "results") for sick in SICK), *(("refused", way) for way in WAYS), ("silent", "suggestions")],
)
def test_sick_engine_costs_one_resident_a_second_once(
    settings: Any, publish: Publish, ways: dict[str, Callable[[], Any]], sick: str, way: str
) -> None:
    publish(entry("permit", "居住证办理"))
    settings.SEARCH_NODE_CLASS = ""
    with server(SICK[sick]) as engine:
        settings.SEARCH_URL = engine.url
        began = time.monotonic()
        assert ways[way]() == WAYS[way]
        assert time.monotonic() - began < SECONDS + SLACK
        assert (engine.connections, breaker.is_open()) == (1, True)
        # Nobody asks it again, whichever way: the others wait no millisecond for it.
        assert {name: other() for name, other in ways.items()} == WAYS
        assert engine.connections == 1


@pytest.mark.parametrize("sick", SICK)
def test_engine_is_found_back_by_itself(settings: Any, engine: Elasticsearch, publish: Publish, sick: str) -> None:
    catch_up()
    publish(entry("permit", "居住证办理"))
    catch_up()
    healthy = relay_to(settings.SEARCH_URL)
    with server(healthy) as plug:
        settings.SEARCH_URL = plug.url
        with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC)) as clock:
            assert ask() == "elasticsearch"
            plug.become(SICK[sick])
            assert (ask(), ask()) == ("basic", "basic")
            plug.become(healthy)
            assert ask() == "basic"  # the window is not over
            clock.shift(timedelta(seconds=16))
            assert (ask(), breaker.is_open(), ask(), suggest()) == (
                "elasticsearch",
                False,
                "elasticsearch",
                ["居住证办理"],
            )


def test_engine_that_is_still_sick_costs_one_try_a_window(settings: Any, publish: Publish) -> None:
    settings.SEARCH_NODE_CLASS = ""
    with (
        server(SICK["refused"]) as engine,
        time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False) as clock,
    ):
        settings.SEARCH_URL = engine.url
        tries = []
        for seconds in (0, 16, 16, 15, 30, 31, 59, 2):  # windows of 15, 30, 60 and 60 seconds
            clock.shift(timedelta(seconds=seconds))
            assert [ask(), ask(), ask()] == ["basic"] * 3
            tries.append(engine.connections)
    assert tries == [1, 2, 2, 3, 3, 4, 4, 5]


ASKING = """
from json import dumps
import time_machine
from django.test import override_settings
time_machine.travel("2026-06-01T00:00:00Z", tick=False).start()  # a slow start is no part of the breaker's window
override_settings(
    CACHES={{"default": {{"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": {folder!r}}}}},
    SEARCH_URL={url!r},
    SEARCH_NODE_CLASS="",
).enable()
from search.query import SearchQuery
from search.results import results_for
print(dumps(results_for(SearchQuery(raw="居住证", language="zh-hans")).engine))
"""


def test_one_process_finds_the_engine_away_for_all(database: Database, tmp_path: Path) -> None:
    """They share what Django's cache is; here files, in production Redis."""
    with server(SICK["silent"]) as engine:
        code = ASKING.format(folder=str(tmp_path / "cache"), url=engine.url)
        assert (database.run(code), engine.connections) == ("basic", 1)
        assert (database.run(code), engine.connections) == ("basic", 1)


def test_publishing_succeeds_while_the_engine_hangs(settings: Any, publish: Publish) -> None:
    with server(stay_silent) as engine:
        settings.SEARCH_URL = engine.url
        # The engine is silent for ever: the worker, which runs at once in tests, gives up by itself.
        publish(entry("permit", "居住证办理"))
        answered = results_for(SearchQuery(raw="居住证", language="zh-hans"))
    assert (answered.engine, [result.key for result in answered.results]) == ("basic", ["permit"])


def test_breaker_tries_again_after_its_window() -> None:
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False) as clock:
        breaker.failed()
        assert breaker.is_open()
        clock.shift(timedelta(seconds=16))
        assert (breaker.is_open(), breaker.is_open()) == (False, True)  # one try, the others wait
        breaker.failed()
        clock.shift(timedelta(seconds=16))
        assert breaker.is_open()  # the second window is twice as long
        clock.shift(timedelta(seconds=16))
        assert not breaker.is_open()
        breaker.succeeded()
        assert not breaker.is_open()


def test_engine_that_comes_back_is_used_again(engine: Elasticsearch, settings: Any, publish: Publish) -> None:
    catch_up()
    address = settings.SEARCH_URL
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False) as clock:
        settings.SEARCH_URL = "http://127.0.0.1:9"
        publish(entry("permit", "居住证办理"))
        assert (ask(), health().engine, health().waiting) == ("basic", "away", 2)
        settings.SEARCH_URL = address
        assert ask() == "basic"
        clock.shift(timedelta(minutes=2))
        catch_up()
        assert (ask(), health().engine, health().waiting) == ("elasticsearch", "ok", 0)


def test_missing_index_is_said_and_does_not_open_the_breaker(
    engine: Elasticsearch, caplog: pytest.LogCaptureFixture
) -> None:
    assert ask() == "basic"
    assert "sync_search or run_due builds it" in caplog.text
    assert not breaker.is_open()
