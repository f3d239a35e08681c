"""The programs a demo starts end with it, and with what they started themselves."""

import os
import sys
import time

import pytest

from portal.demo.preflight import Refusal
from portal.demo.processes import Processes

PARENT_AND_CHILD = (
    "import subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(child.pid, flush=True); time.sleep(60)"
)


@pytest.fixture
def processes(tmp_path):
    started = Processes(tmp_path / "log")
    yield started
    started.stop()


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().split()[2] != "Z"
    except FileNotFoundError:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return os.path.isdir("/proc") is False


def test_stopping_reaches_grandchildren(processes):
    processes.start("family", [sys.executable, "-c", PARENT_AND_CHILD])
    processes.wait_for("family", lambda: processes.log("family").read_text().endswith("\n"), seconds=20)
    parent, child = processes.running["family"].pid, int(processes.log("family").read_text())
    assert (is_alive(parent), is_alive(child)) == (True, True)
    processes.stop()
    deadline = time.monotonic() + 5
    while is_alive(child) and time.monotonic() < deadline:
        pass
    assert (is_alive(parent), is_alive(child)) == (False, False)


def test_program_that_ends_at_once_is_named(processes):
    processes.start("web", [sys.executable, "-c", "raise SystemExit('no')"])
    with pytest.raises(Refusal) as refused:
        processes.wait_for("web", lambda: False, seconds=20)
    assert str(refused.value) == f"The web process did not start; see {processes.log('web')}."


def test_program_that_never_answers_is_named(processes):
    processes.start("web", [sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(Refusal, match=r"^The web process does not answer; see "):
        processes.wait_for("web", lambda: False, seconds=0.2)
