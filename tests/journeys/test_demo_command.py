"""`make demo` on a city that is there already, as at every start but the first."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from portal.demo.processes import answers
from portal.operations.demo_logins import DEMO_LOGINS
from tests.journeys.cities import copy_city

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 420  # generous: it shares the machine with the suite


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def demo(seeded, tmp_path, free_port):
    """A demo that was just started, and the file it writes to."""
    folder = copy_city(seeded, tmp_path / "demo", database="demo.sqlite3")
    environment = os.environ | {"PORT": str(free_port), "PORTAL_DATA_DIR": str(folder)}
    output = tmp_path / "output"
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "portal.demo"], cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT
        )
    yield process, output
    process.kill()
    process.wait()


def wait_until(condition):
    deadline = time.monotonic() + START_WITHIN
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)  # a poll: the start needs the processor itself
    return condition()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_demo_says_ready_and_stops_whole(demo, free_port, number):
    process, output = demo
    assert wait_until(lambda: "(Ctrl-C stops" in output.read_text() or process.poll() is not None)
    lines = output.read_text().splitlines()
    ready = lines.index(f"Ready: http://127.0.0.1:{free_port}/")
    assert lines[ready + 2 :] == [f"  {login.username}  {login.password}  ({login.role})" for login in DEMO_LOGINS]
    assert answers(f"http://127.0.0.1:{free_port}/zh-hans/")
    engine = urlsplit(next(line.split()[-1] for line in lines if line.startswith("Search: ")))
    assert engine.port is None or listens(engine.port)  # where there is no engine, the line says why

    process.send_signal(number)

    assert process.wait(START_WITHIN) == 0
    assert output.read_text().endswith("\nStopped\n")
    assert (listens(free_port), engine.port is not None and listens(engine.port)) == (False, False)
