"""Demo cities for the browser: seeded once, copied for those who change something, served by another process."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import StorageState

from portal.demo.processes import Processes, answers
from portal.demo.search_engine import start_search
from portal.plugins.testing.database import template
from tests.programs import Program

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "city.sqlite3"
SQLITE_OPTIONS = (
    "transaction_mode=IMMEDIATE&timeout=20&init_command=PRAGMA%20journal_mode=WAL;PRAGMA%20synchronous=OFF;"
)


#: A web server where texts wait for the morning at any hour, or journeys would see other pages by day than by night.
#: On another day: the clock is moved before it starts, and goes on from there.
SERVER = """
import datetime as dt, sys, time_machine
from portal.notifications import quiet
quiet.BEGIN = dt.time.min
if {days}:
    time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days={days}), tick=True).start()
from gunicorn.app.wsgiapp import run
sys.exit(run())
"""


@dataclass
class City:
    folder: Path
    processes: Processes
    environment: dict[str, str] = field(default_factory=dict)
    url: str = ""
    #: By user name: what the browser keeps of somebody who has logged in.
    sessions: dict[str, StorageState] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Test settings on a database file of its own. Pages are cached, as in service; the database searches."""
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "DATABASE_URL": f"sqlite:///{self.folder / DATABASE}?{SQLITE_OPTIONS}",
            "PORTAL_DATA_DIR": str(self.folder),
            "PAGE_CACHE_SECONDS": "60",
            "REDIS_URL": "",
            "SEARCH_URL": "",
            "SEARCH_COUNT_SECONDS": "0",
        }

    @property
    def has_engine(self) -> bool:
        return bool(self.environment["SEARCH_URL"])

    def manage(self, *arguments: str) -> str:
        """Run a management command on this city's database; returns what it printed."""
        done = subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments], env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def work(self, code: str) -> None:
        """Another process runs this in the city. It is not started as `manage` is, but forked: in no time."""
        names = ("PORTAL_BASE_URL", "SEARCH_URL", "SEARCH_NODE_CLASS")
        settings = {name: self.environment[name] for name in names if name in self.environment}
        program = Program(code, str(self.folder / DATABASE), MEDIA_ROOT=self.folder / "media", **settings)
        program.go()
        exit_code, said = program.end()
        assert exit_code == 0, said

    def run_due(self) -> None:
        self.work('from django.core.management import call_command\ncall_command("run_due")')

    def rows(self, query: str, *values: object) -> list[tuple]:
        """Straight from the database: Django refuses queries beside Playwright's event loop."""
        with sqlite3.connect(self.folder / DATABASE) as database:
            return database.execute(query, values).fetchall()

    def page_number(self, path: str, language: str = "zh-hans") -> int:
        """`path` goes on from the language, without a slash at its end: "sunshine/guides"."""
        ((number,),) = self.rows("SELECT id FROM wagtailcore_page WHERE url_path = ?", f"/city-{language}/{path}/")
        return number

    def start_engine(self) -> None:
        """A search engine of its own, where there is one for this platform, with all that is public."""
        self.environment |= start_search(self.processes)
        self.manage("rebuild_search", "--no-progress")

    def kill_engine(self) -> None:
        engine = self.processes.running["search"]
        os.kill(engine.pid, signal.SIGKILL)
        engine.wait()

    def serve(self, *, days_later: int = 0) -> None:
        """Today, or as it will be in some days: periods are waited for by nobody."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = self.environment["PORTAL_BASE_URL"] = f"http://127.0.0.1:{port}"
        options = ["portal.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket"]
        program = [sys.executable, "-c", SERVER.format(days=days_later), *options]
        self.processes.start("web", program, environment=self.environment)
        self.processes.wait_for("web", lambda: answers(f"{self.url}/healthz"), seconds=60)

    def restart(self, *, days_later: int = 0) -> None:
        """As after an install or an upgrade. Whatever else runs beside the web server is gone."""
        self.processes.stop()
        self.serve(days_later=days_later)


@contextmanager
def city_in(folder: Path) -> Iterator[City]:
    """Stops whatever the city started."""
    city = City(folder, Processes(folder / "log"))
    try:
        yield city
    finally:
        city.processes.stop()


def seed(folder: Path) -> None:
    """The demo, as `make demo` has it; search is filled where it is served."""
    with city_in(folder) as city:
        shutil.copy(template(), folder / DATABASE)
        city.manage("seed_demo")


def copy_city(seeded: Path, folder: Path, *, database: str = DATABASE) -> Path:
    """Uploads and database, by SQLite's own backup: a server may be at work on the original."""
    shutil.copytree(seeded, folder, ignore=shutil.ignore_patterns(f"{DATABASE}*", "log"))
    with sqlite3.connect(seeded / DATABASE) as source, sqlite3.connect(folder / database) as target:
        source.backup(target)
    source.close()
    target.close()
    return folder
