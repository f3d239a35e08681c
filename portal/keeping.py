"""Reads whose answer many pages share and that seldom changes: each process keeps the answer.

A version in Django's cache says when what was read changed, in this process or another. Where processes share no cache
(the demo), and after writes that announce nothing, an answer is read anew after a minute. Kept, it costs one look into
the cache and no query. All threads are handed the same answer, so nobody may change it.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from secrets import token_hex
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.cache import cache
from django.db import connection

KEEP_SECONDS = 60
# Answers of one read, the oldest goes: arguments may come from visitors (host names, addresses).
KEEP_ANSWERS = 1000

# Tests stand in a transaction of their own, and measure what a server would do.
_as_served = ContextVar("as_served", default=False)

P = ParamSpec("P")
T = TypeVar("T")


class Version:
    """Of a group of things, renewed when one of them changes."""

    def __init__(self, key: str) -> None:
        self.key = key

    def current(self) -> str:
        return cache.get_or_set(self.key, token_hex, None) or ""

    def renew(self, **_signal: Any) -> None:
        cache.set(self.key, token_hex(), None)


#: Of everything residents' pages show: a save of any of it renews this, after commit (`portal.operations.page_cache`).
PAGES = Version("pages:version")


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    value: T
    version: str
    read_at: float


def kept(version: Version, *, in_transactions: bool = False) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Decorate a read with positional, hashable arguments.

    Inside a transaction it answers from the database and keeps nothing, since what it sees may be taken back, unless
    `in_transactions` says that a moment's error does no harm.
    """

    def decorate(read: Callable[P, T]) -> Callable[P, T]:
        answers: dict[Hashable, _Kept[T]] = {}

        @wraps(read)
        def answer(*args: P.args, **kwargs: P.kwargs) -> T:
            if connection.in_atomic_block and not in_transactions and not _as_served.get():
                return read(*args, **kwargs)
            # Taken before the read: a change in between is seen at the next call.
            current, now = version.current(), time.monotonic()
            known = answers.get(args)
            if known is None or known.version != current or now - known.read_at > KEEP_SECONDS:
                known = _Kept(read(*args, **kwargs), current, now)
                answers.pop(args, None)
                while len(answers) >= KEEP_ANSWERS:
                    answers.pop(next(iter(answers)), None)
                answers[args] = known
            return known.value

        return answer

    return decorate


@contextmanager
def as_served() -> Iterator[None]:
    """For tests: kept reads keep, though a transaction is open around everything. Renew what changed before."""
    token = _as_served.set(True)
    try:
        yield
    finally:
        _as_served.reset(token)
