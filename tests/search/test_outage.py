"""An engine that does not answer costs a resident one second once, an editor nothing that was published."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from elasticsearch import Elasticsearch

from search import breaker
from search.contract import health
from search.query import SearchQuery
from search.results import results_for
from tests.search.engines import catch_up
from tests.search.provider import entry

Publish = Callable[..., None]
pytestmark = pytest.mark.usefixtures("db", "provider")

HEAD = b"HTTP/1.1 %s\r\nX-Elastic-Product: Elasticsearch\r\nContent-Type: application/json\r\n"


def refuse(connection: socket.socket) -> None:
    connection.close()


def stay_silent(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.recv(1)  # until whoever asked gives up


def drip(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(HEAD % b"200 OK" + b"Content-Length: 1000\r\n\r\n")
    for _ in range(10):
        time.sleep(0.3)
        connection.sendall(b" ")


def answer(status: bytes, body: bytes) -> Callable[[socket.socket], None]:
    def send(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(HEAD % status + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    return send


@contextmanager
def server(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that treats every connection as told."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(10)

    def treat(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            behave(connection)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _address = listening.accept()
                threading.Thread(target=treat, args=[connection], daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(3)


def seconds_of(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def ask() -> str:
    return results_for(SearchQuery(raw="居住证", language="zh-hans")).engine


@pytest.mark.parametrize(
    ("behave", "at_most"),
    [
        (refuse, 0.6),
        (stay_silent, 1.3),
        (drip, 1.3),
        (answer(b"200 OK", b"<html>"), 0.6),
        (answer(b"429 Too Many Requests", b"{}"), 0.6),
        (answer(b"503 Service Unavailable", b"{}"), 0.6),
    ],
    ids=["refused", "silent", "dripping", "garbage", "429", "503"],
)
def test_sick_engine_costs_one_resident_a_second(settings: Any, behave: Any, at_most: float) -> None:
    settings.SEARCH_NODE_CLASS = ""
    with server(behave) as settings.SEARCH_URL:
        assert ask() == "basic"  # warm, and finds the engine away
        breaker.succeeded()
        assert seconds_of(ask) < at_most
        assert seconds_of(ask) < 0.5


def test_publishing_succeeds_while_the_engine_hangs(settings: Any, publish: Publish) -> None:
    with server(stay_silent) as settings.SEARCH_URL:
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
