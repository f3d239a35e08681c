"""One worker at a time, on every database and across machines: a row that says who and until when.

Only for order and economy: what is written twice, or late by a worker that lost its lease, carries versions.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from search.models import SearchLease

#: Longer than a request to the engine takes; a dead worker's work rests that long at most.
SECONDS = 30.0
_ROW = 1


class LeaseLost(Exception):
    """Held up for longer than the lease, and another worker has taken over."""


class Lease:
    def __init__(self) -> None:
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid4().hex[:12]}"

    def take(self) -> bool:
        """Whether it is ours now, for another SECONDS."""
        now = timezone.now()
        free = Q(holder__in=["", self.holder]) | Q(expires_at__lte=now)
        values = {"holder": self.holder, "expires_at": now + timedelta(seconds=SECONDS)}
        if SearchLease.objects.filter(free, pk=_ROW).update(**values):
            return True
        if SearchLease.objects.filter(pk=_ROW).exists():
            return False
        SearchLease.objects.bulk_create([SearchLease(pk=_ROW, **values)], ignore_conflicts=True)
        return SearchLease.objects.filter(pk=_ROW, holder=self.holder).exists()

    def renew(self) -> None:
        values = {"expires_at": timezone.now() + timedelta(seconds=SECONDS)}
        if not SearchLease.objects.filter(pk=_ROW, holder=self.holder).update(**values):
            raise LeaseLost(self.holder)

    def release(self) -> None:
        SearchLease.objects.filter(pk=_ROW, holder=self.holder).update(holder="")


@contextmanager
def only_worker() -> Iterator[Lease | None]:
    """None while somebody else is at it."""
    lease = Lease()
    if not lease.take():
        yield None
        return
    try:
        yield lease
    finally:
        lease.release()
