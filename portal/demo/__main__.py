"""`linli demo`, what `make demo` runs: prepare the demo city, serve it, stop everything together."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from django.core.management import CommandError
from django.db import DatabaseError

from portal.demo.preflight import Refusal, check_folder, check_port, lock_folder
from portal.demo.processes import Processes, answers
from portal.demo.search_engine import start_search
from portal.operations.folders import default_data_dir

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TIMED_WORK_EVERY = 60
START_WITHIN = 60


class Stop(BaseException):
    """Ctrl-C, a polite kill, or the terminal was closed. No `Exception`: the timed work goes on after those."""


def main() -> None:
    for number in SIGNALS:
        signal.signal(number, stop)
    try:
        run()
    except Stop:
        say("\nStopped")
    except Refusal as refusal:
        sys.exit(str(refusal))
    except (OSError, DatabaseError, CommandError) as error:  # a full disk, above all
        sys.exit(f"The demo stopped: {error}")


def run() -> None:
    port = check_port(os.environ.get("PORT") or 8000)
    chosen = os.environ.get("DEMO_DIR") or os.environ.get("PORTAL_DATA_DIR")
    folder = check_folder(Path(chosen or default_data_dir()).absolute(), megabytes=150)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
    }
    processes = Processes(folder / "log")
    with lock_folder(folder):
        try:
            os.environ |= start_search(processes)
            # Django reads its settings with this import, the search engine's address among them.
            from portal.demo import preparing  # noqa: PLC0415 - see above

            preparing.prepare(folder, reset=os.environ.get("RESET") == "1")
            start_web(processes, port)
            preparing.fill_search()  # while the web server starts
            processes.wait_for("web", lambda: answers(f"http://127.0.0.1:{port}/healthz"), seconds=START_WITHIN)
            say(preparing.welcome(port))
            # What it does is for later; its start shall not compete with the web server's.
            processes.start("worker", [sys.executable, "-m", "portal", "db_worker"])
            processes.start("sync", [sys.executable, "-m", "portal", "sync_search", "--watch"])
            watch(processes, preparing.run_timed_work)
        finally:
            for number in SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            processes.stop()


def start_web(processes: Processes, port: int) -> None:
    # One process, many threads: the demo's cache is in its memory.
    gunicorn = ["gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "8", "--no-control-socket"]
    gunicorn += ["--limit-request-line", "0"]  # as in production: a search of 10,000 characters gets an answer
    processes.start("web", [sys.executable, "-m", *gunicorn])


def watch(processes: Processes, timed_work: Callable[[], None]) -> NoReturn:
    """Do the timed work every minute until a signal comes or one of the programs ends."""
    next_run = time.monotonic()
    while True:
        if name := processes.stopped():
            raise Refusal(f"The {name} process ended; see {processes.log(name)}.")
        if time.monotonic() >= next_run:
            timed_work()
            next_run = time.monotonic() + TIMED_WORK_EVERY
        time.sleep(0.3)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def stop(number: int, frame: FrameType | None) -> NoReturn:
    raise Stop


if __name__ == "__main__":
    main()
