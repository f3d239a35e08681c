"""The worker as a service: follows what others left, and keeps trying while the engine is away."""

import logging
import time
from collections.abc import Callable

from django.db import Error, close_old_connections
from elasticsearch import ApiError, TransportError

from search.indexing import BulkRefused
from search.lease import LeaseLost
from search.rebuilding import IndexUnfinished
from search.sync import has_work, sync_waiting

logger = logging.getLogger(__name__)

#: What keeps a round from its end and is over some time later; nothing is lost meanwhile.
TROUBLE = (ApiError, TransportError, BulkRefused, IndexUnfinished, LeaseLost)
_IDLE, _NAP = 0.5, 0.1
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
#: So often the indexes are looked at although nothing is to be done.
_LOOK_EVERY = 10.0


def watch(is_over: Callable[[], object]) -> None:
    """Until it `is_over()`. One of several does the work, the others take over when it dies."""
    pause, looked, said = _IDLE, float("-inf"), ""
    while not is_over():
        try:
            if has_work() or time.monotonic() - looked > _LOOK_EVERY:
                sync_waiting(is_over=is_over)
                looked = time.monotonic()
            pause, said = _IDLE, ""
        except (*TROUBLE, Error) as error:
            looked = float("-inf")
            pause = min(max(_FIRST_PAUSE, pause * 2 if said else 0), _LONGEST_PAUSE)
            if said != type(error).__name__:  # once, not every five seconds
                said = type(error).__name__
                logger.warning("The search index has to wait: %s: %s", said, str(error)[:300])
        close_old_connections()
        _rest(pause, is_over)


def _rest(seconds: float, is_over: Callable[[], object]) -> None:
    """In short naps: a signal's handler does not end a sleep, and must not touch a lock that we may be holding."""
    ends_at = time.monotonic() + seconds
    while not is_over() and time.monotonic() < ends_at:
        time.sleep(min(seconds, _NAP))
