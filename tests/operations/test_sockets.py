"""Network calls end by themselves wherever plugins may make some: in the web server, the worker and timed work."""

import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django_tasks_db.management.commands import db_worker

from portal.operations import due
from portal.operations.due import DueJob

ROOT = Path(__file__).resolve().parents[2]
seen: list[float | None] = []


def look() -> None:
    seen.append(socket.getdefaulttimeout())


@pytest.fixture(autouse=True)
def _seven_seconds(settings, tmp_path):
    seen.clear()
    settings.PLUGIN_SOCKET_TIMEOUT = 7
    settings.DATA_DIR = tmp_path


def test_worker_waits_so_long_and_no_longer(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(db_worker.Worker, "run", lambda worker: look())
    assert get_commands()["db_worker"] == "portal.operations"
    call_command("db_worker", batch=True, startup_delay=False)
    assert (seen, socket.getdefaulttimeout()) == ([7], None)


@pytest.mark.django_db
def test_timed_work_waits_so_long_and_no_longer(monkeypatch):
    monkeypatch.setattr(due, "_jobs", {"a.look": DueJob("a.look", look, timedelta(0))})
    call_command("run_due")
    assert (seen, socket.getdefaulttimeout()) == ([7], None)


def test_web_server_waits_so_long():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PLUGIN_SOCKET_TIMEOUT": "7"}
    code = "import socket, portal.wsgi; print(socket.getdefaulttimeout())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.stdout.strip(), done.returncode) == ("7.0", 0), done.stderr
