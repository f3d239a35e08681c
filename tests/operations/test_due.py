"""Timed work: `manage.py run_due` and the jobs every portal has."""

import fcntl
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from zlib import crc32

import psycopg
import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from wagtail.models import Page

from portal.operations import due, jobs
from portal.operations.due import DueJob, run_due_jobs
from portal.operations.locks import only_one
from portal.operations.models import TimedJob

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = settings.PORTAL_LOG_DIR = tmp_path


@pytest.fixture
def ran():
    return []


def job(name, run, every=timedelta(0)):
    return DueJob(name, run, every)


def test_job_runs_again_only_when_due(ran):
    daily = (job("a.daily", lambda: ran.append(timezone.now()), timedelta(days=1)),)
    start = timezone.now()
    for hours in (0, 23, 25):
        with time_machine.travel(start + timedelta(hours=hours), tick=False):
            run_due_jobs(daily)
    assert ran == [start, start + timedelta(hours=25)]


def test_failing_job_does_not_stop_others(ran):
    def fail():
        raise RuntimeError("no such printer")

    failed = run_due_jobs((job("a.fails", fail), job("b.works", lambda: ran.append("b"))))
    assert (failed, ran) == (["a.fails"], ["b"])
    assert TimedJob.objects.get(name="a.fails").error == "RuntimeError: no such printer"


def test_failed_job_is_tried_again_next_time(ran):
    def fail_once():
        ran.append("x")
        if len(ran) == 1:
            raise RuntimeError

    daily = (job("a.daily", fail_once, timedelta(days=1)),)
    assert (run_due_jobs(daily), run_due_jobs(daily)) == (["a.daily"], [])
    assert TimedJob.objects.get().failed_at is None


def test_command_fails_when_a_job_failed(monkeypatch):
    monkeypatch.setattr(due, "_jobs", {"a.fails": job("a.fails", lambda: 1 / 0)})
    with pytest.raises(CommandError, match=r"^Timed work failed: a\.fails\."):
        call_command("run_due")


def test_lost_search_engine_is_one_line_and_no_failure(settings, caplog):
    settings.SEARCH_URL, settings.SEARCH_NODE_CLASS = "http://127.0.0.1:9", ""
    waiting = (job("search.catch_up", jobs.catch_up_search),)
    assert (run_due_jobs(waiting), run_due_jobs(waiting)) == ([], [])
    line = "the search engine does not answer (ConnectionError)"
    said = f"The timed job search.catch_up waits, and is tried again at the next run: {line}"
    records = [(each.levelname, each.getMessage(), each.exc_info) for each in caplog.records if "timed" in each.msg]
    assert records == [("WARNING", said, None)] * 2
    assert TimedJob.objects.get().error == f"waits: {line}"


def test_same_name_cannot_be_registered_twice():
    with pytest.raises(ValueError, match="already"):
        due.register_due_job("pages.publish_scheduled", lambda: None)


@contextmanager
def somebody_else_at_work(folder):
    """Hold the lock as another process would: a locked file, on PostgreSQL a lock of another session."""
    if connection.vendor == "postgresql":
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
            other.execute("SELECT pg_advisory_lock(%s)", [crc32(b"run_due")])
            yield
            # Closing the connection frees it too, but a moment later.
            other.execute("SELECT pg_advisory_unlock(%s)", [crc32(b"run_due")])
    else:
        with (folder / ".run_due.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def test_second_run_leaves_the_first_alone(ran, tmp_path, monkeypatch):
    monkeypatch.setattr(due, "_jobs", {"a.counts": job("a.counts", lambda: ran.append(1))})
    out = StringIO()
    with somebody_else_at_work(tmp_path):
        call_command("run_due", stdout=out)
    assert (ran, out.getvalue()) == ([], "Another run_due is at work.\n")
    call_command("run_due", stdout=out)
    assert ran == [1]


def test_lock_is_free_after_a_failure():
    with pytest.raises(ZeroDivisionError), only_one("test"):
        raise ZeroDivisionError
    with only_one("test") as alone:
        assert alone


def test_scheduled_page_goes_live(ran):
    page = Page.objects.get(depth=2)
    draft = Page(title="Later", slug="later", live=False)
    page.add_child(instance=draft)
    draft.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    jobs.publish_scheduled()
    draft.refresh_from_db()
    assert draft.live


def test_expired_sessions_go():
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=timezone.now() + timedelta(days=1))
    jobs.clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_old_task_results_go():
    for name, days in (("old", 15), ("new", 13)):
        DBTaskResult.objects.create(
            args_kwargs={},
            task_path=name,
            backend_name="default",
            run_after=get_date_max(),
            status="SUCCESSFUL",
            finished_at=timezone.now() - timedelta(days=days),
        )
    jobs.prune_task_results()
    assert list(DBTaskResult.objects.values_list("task_path", flat=True)) == ["new"]


def test_portal_jobs_all_run(capsys):
    call_command("run_due")
    assert not TimedJob.objects.filter(failed_at__isnull=False).exists()
    assert TimedJob.objects.filter(name="logs.prune").exists()
