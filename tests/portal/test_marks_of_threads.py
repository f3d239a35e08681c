"""What waits for a commit is one thread's: another's commit must not take it along before its rows are there."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from portal.activities.marks import mark
from search.marks import waiting_for_commit


def seen_elsewhere() -> list[set]:
    try:
        waiting_for_commit()
        return [value for name, value in vars(connections["default"]).items() if name.endswith("_marks")]
    finally:
        connections["default"].close()


@pytest.mark.django_db
def test_each_thread_follows_its_own_marks() -> None:
    with transaction.atomic():
        waiting_for_commit().add("guide:1")
        mark("activities", ["tai-chi"])
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(seen_elsewhere).result() == [set()]
    waiting_for_commit().discard("guide:1")
