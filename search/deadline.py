"""Asking the engine on behalf of somebody who waits: at most one second, and not at all while it is away."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import NoReturn, TypeVar

from elasticsearch import ApiError, Elasticsearch, SerializationError, TransportError

from search import breaker
from search.client import WEB_POOL, web_client

logger = logging.getLogger(__name__)

SECONDS = 1.0
_PATIENT_SECONDS = 30.0
#: The engine gives up before we do, so that it does not go on with what nobody waits for.
_ENGINES_SHARE = 0.6
NOT_FOUND = 404
_OVERLOADED = {429, 502, 503, 504}
T = TypeVar("T")


_patience = ContextVar("search_patience", default=SECONDS)


class EngineAway(Exception):
    """The engine is not configured, does not answer in time, or has no index."""


@contextmanager
def patiently() -> Iterator[None]:
    """For measuring, when nobody waits: a slow answer counts like a quick one."""
    before = _patience.set(_PATIENT_SECONDS)
    try:
        yield
    finally:
        _patience.reset(before)


def engine_timeout() -> str:
    """What to tell the engine, in its own words."""
    return f"{_patience.get() * _ENGINES_SHARE * 1000:.0f}ms"


def call(ask: Callable[[Elasticsearch], T], *, trips: bool = True) -> T:
    """`ask(client)` in a thread of a small pool, so that a server that drips its answer cannot hold us longer.

    `ask` must not touch the database. Raises EngineAway for whatever keeps the engine from answering, which opens the
    breaker if the call `trips` it.
    """
    seconds = _patience.get()
    client = web_client(seconds) if seconds > SECONDS else web_client()
    if client is None or breaker.is_open():
        raise EngineAway
    future = _pool().submit(ask, client)
    try:
        answer = future.result(seconds)
    except (TimeoutError, TransportError, SerializationError) as error:
        future.cancel()
        _away(error, trips=trips)
    except ApiError as error:
        refused(error.status_code, str(error), trips=trips)
    else:
        breaker.succeeded()
        return answer


def refused(status: int, reason: str, *, trips: bool = True) -> NoReturn:
    """What an answer with an error means: overloaded, without an index, or asked something it does not understand."""
    if status in _OVERLOADED and trips:
        breaker.failed()
    elif status == NOT_FOUND:
        logger.error("The search engine has no index; sync_search or run_due builds it (%s)", reason)
    else:
        logger.error("The search engine answers %s: %s", status, reason)
    raise EngineAway(reason)


def _away(error: Exception, *, trips: bool) -> NoReturn:
    logger.warning("The search engine is away: %s", type(error).__name__)
    if trips:
        breaker.failed()
    raise EngineAway from error


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(WEB_POOL, thread_name_prefix="search")
