"""The breaker: once the engine failed, nobody waits for it again until a single try finds it back.

Its state is in Django's cache, so that where processes share one, one resident waits and not one of each process.
"""

import time
from typing import NamedTuple

from django.core.cache import cache

_KEY = "search:engine-away"
_PROBE_KEY = "search:engine-probe"
_FIRST_WINDOW = 15.0
_LONGEST_WINDOW = 60.0
_PROBE_SECONDS = 3
_REMEMBERED = 600


class _Away(NamedTuple):
    until: float
    window: float


def is_open() -> bool:
    """Whether to answer without the engine. After the window one caller at a time gets through."""
    away = _state()
    if away is None:
        return False
    return time.time() < away.until or not cache.add(_PROBE_KEY, 1, _PROBE_SECONDS)


def failed() -> None:
    """15 seconds the first time, twice as long each time after, a minute at most."""
    away = _state()
    window = min(away.window * 2, _LONGEST_WINDOW) if away else _FIRST_WINDOW
    cache.set(_KEY, tuple(_Away(time.time() + window, window)), _REMEMBERED)
    cache.delete(_PROBE_KEY)


def succeeded() -> None:
    if _state() is not None:
        cache.delete_many([_KEY, _PROBE_KEY])


def _state() -> _Away | None:
    value = cache.get(_KEY)
    return _Away(*value) if value else None
