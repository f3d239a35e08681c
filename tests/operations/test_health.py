"""What /healthz and /readyz tell an operator's monitoring."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.utils import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.operations.models import TimedJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked():
    return TimedJob.objects.create(name="pages.publish_scheduled", succeeded_at=timezone.now())


def enqueue():
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x.y", backend_name="default", run_after=get_date_max()
    )


def test_healthz_answers_without_any_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readyz_is_ok_when_all_parts_answer(client, worked):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert {name: part["status"] for name, part in response.json().items() if name != "status"} == {
        "database": "ok",
        "cache": "ok",
        "search": "ok",
        "queues": "ok",
        "timed_work": "ok",
    }
    assert response.json()["status"] == "ok"


def test_readyz_takes_few_queries(client, worked, django_assert_num_queries):
    with django_assert_num_queries(6):
        client.get("/readyz")


def test_lost_search_engine_is_degraded_not_down(client, worked, settings):
    settings.SEARCH_URL = "http://127.0.0.1:9"
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["search"]["status"] == "away"


def test_lost_database_is_down(client, worked):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("the connection is closed")

    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (503, "down")
    assert response.json()["database"] == {"status": "away", "error": "OperationalError"}


def test_lost_cache_is_down(client, worked, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9"}
    }
    response = client.get("/readyz")
    assert (response.status_code, response.json()["cache"]["status"]) == (503, "away")


def test_fresh_tasks_waiting_are_ok(client, worked):
    enqueue()
    assert client.get("/readyz").json()["queues"] == {"status": "ok", "waiting": 1, "oldest_waiting_seconds": 0}


def test_tasks_nobody_works_on_are_degraded(client, worked):
    enqueue()
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        TimedJob.objects.update(succeeded_at=timezone.now())
        state = client.get("/readyz").json()
    assert (state["status"], state["queues"]["status"], state["queues"]["waiting"]) == ("degraded", "behind", 1)


def test_failing_timed_job_is_named(client, worked):
    TimedJob.objects.create(name="logs.prune", failed_at=timezone.now(), error="OSError: no")
    state = client.get("/readyz").json()
    assert (state["status"], state["timed_work"]["failing"]) == ("degraded", ["logs.prune"])


def test_timed_work_that_stopped_is_degraded(client, worked):
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        state = client.get("/readyz").json()
    assert (state["status"], state["timed_work"]["status"]) == ("degraded", "behind")


def test_answers_are_never_cached(client, worked):
    assert "no-store" in client.get("/readyz")["Cache-Control"]
    cache.clear()
