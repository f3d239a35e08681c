"""The timed work every portal has; apps add theirs with `register_due_job`."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from elasticsearch import TransportError

import search.contract
from portal.operations.due import Away, register_due_job
from portal.operations.log_files import prune_logs

DAILY = timedelta(days=1)
KEEP_TASK_RESULTS = timedelta(days=14)


def register_jobs() -> None:
    register_due_job("pages.publish_scheduled", publish_scheduled)
    register_due_job("search.catch_up", catch_up_search)
    register_due_job("search.settle_views", search.contract.settle_views, every=timedelta(minutes=10))
    register_due_job("search.forget_old_counts", search.contract.forget_old_counts, every=DAILY)
    register_due_job("sessions.clear_expired", clear_sessions, every=DAILY)
    register_due_job("tasks.prune_results", prune_task_results, every=DAILY)
    register_due_job("logs.prune", prune_logs, every=DAILY)


def publish_scheduled() -> None:
    """Publish pages whose go-live time has come and take down those whose time is over."""
    call_command("publish_scheduled", stdout=StringIO())


def catch_up_search() -> None:
    try:
        search.contract.catch_up()
    except TransportError as error:
        raise Away(f"the search engine does not answer ({type(error).__name__})") from error


def clear_sessions() -> None:
    call_command("clearsessions", stdout=StringIO())


def prune_task_results() -> None:
    """Forget finished background tasks after two weeks; their arguments are of no use to anybody then."""
    results = DBTaskResult.objects.finished()
    results.filter(finished_at__lte=timezone.now() - KEEP_TASK_RESULTS).delete()
