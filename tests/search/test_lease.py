"""One worker at a time, and the next one when it is gone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from search.contract import mark_changed
from search.lease import SECONDS, Lease, LeaseLost, only_worker
from search.models import SearchDocument
from search.sync import sync_waiting
from tests.search.provider import MemoryProvider, entry

pytestmark = pytest.mark.django_db


def test_second_worker_leaves_the_work_to_the_first(provider: MemoryProvider) -> None:
    mark_changed(provider.put(entry("permit", "居住证办理")))
    with only_worker() as first:
        assert first is not None
        sync_waiting()
        assert SearchDocument.objects.unprepared().count() == 2
    sync_waiting()
    assert SearchDocument.objects.unprepared().count() == 0


def test_lease_is_given_back_when_work_fails() -> None:
    with pytest.raises(ZeroDivisionError), only_worker():
        raise ZeroDivisionError
    assert Lease().take()


def test_dead_workers_lease_ends_by_itself() -> None:
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False) as clock:
        dead, next_one = Lease(), Lease()
        assert (dead.take(), next_one.take()) == (True, False)
        clock.shift(timedelta(seconds=SECONDS / 2))
        dead.renew()
        clock.shift(timedelta(seconds=SECONDS - 1))
        assert not next_one.take()
        clock.shift(timedelta(seconds=1))
        assert next_one.take()


def test_worker_that_slept_too_long_stops() -> None:
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC), tick=False) as clock:
        sleeper, other = Lease(), Lease()
        sleeper.take()
        clock.shift(timedelta(seconds=SECONDS))
        other.take()
        with pytest.raises(LeaseLost):
            sleeper.renew()
        sleeper.release()
        assert not sleeper.take()
