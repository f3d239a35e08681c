"""What /readyz says: whether each part the portal leans on answers, and how far background work is behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Max, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import search.contract
from portal.operations.models import TimedJob

BEHIND_AFTER = timedelta(minutes=15)


def readiness() -> dict[str, Any]:
    """`status`: "ok"; "degraded" (residents are served, something needs an operator); "down" (they are not)."""
    database = _answer(_database)
    parts = {"database": database, "cache": _answer(_cache)}
    if database["status"] == "ok":
        parts |= {"search": _answer(_search), "queues": _answer(_queues), "timed_work": _answer(_timed_work)}
    return {"status": _status(parts), **parts}


def _status(parts: dict[str, dict[str, Any]]) -> str:
    if any(parts[name]["status"] != "ok" for name in ("database", "cache")):
        return "down"
    return "ok" if all(part["status"] == "ok" for part in parts.values()) else "degraded"


def _answer(measure: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return measure()
    except Exception as error:  # whatever it is, the answer is that this part is away
        return {"status": "away", "error": type(error).__name__}


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"status": "ok"}


def _cache() -> dict[str, Any]:
    cache.set("readyz", "here", 60)
    return {"status": "ok" if cache.get("readyz") == "here" else "away"}


def _search() -> dict[str, Any]:
    health = search.contract.health()
    behind = health.oldest_waiting_seconds > BEHIND_AFTER.total_seconds()
    status = "away" if health.engine == "away" else "behind" if behind else "ok"
    return {
        "status": status,
        "engine": "basic" if health.engine == "basic" else "elasticsearch",
        "waiting": health.waiting,
        "oldest_waiting_seconds": round(health.oldest_waiting_seconds),
        "parked": health.parked,
    }


def _queues() -> dict[str, Any]:
    tasks = DBTaskResult.objects.ready().aggregate(waiting=Count("pk"), since=Min("enqueued_at"))
    age = timezone.now() - tasks["since"] if tasks["since"] else timedelta(0)
    return {
        "status": "behind" if age > BEHIND_AFTER else "ok",
        "waiting": tasks["waiting"],
        "oldest_waiting_seconds": round(age.total_seconds()),
    }


def _timed_work() -> dict[str, Any]:
    failing = sorted(TimedJob.objects.filter(failed_at__isnull=False).values_list("name", flat=True))
    last = TimedJob.objects.aggregate(last=Max("succeeded_at"))["last"]
    behind = last is None or timezone.now() - last > BEHIND_AFTER
    return {
        "status": "failing" if failing else "behind" if behind else "ok",
        "failing": failing,
        "last_run": last.isoformat() if last else None,
    }
