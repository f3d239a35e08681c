"""Two operators import the same file at the same moment: real processes on a database of their own."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from portal.demo.processes import Processes
from portal.plugins.testing.database import is_sqlite, template
from tests.journeys.cities import SQLITE_OPTIONS

ROOT = Path(__file__).resolve().parents[3]
GUIDES = 16
OWN_DATABASE = "linli_two_at_once"
AGAIN_AND_CHECK = """
import io, json
from collections import Counter
from django.core.management import call_command
from wagtail.models import Page
from portal.home.models import PageKey
from portal.services.importing.writing import pages_of
from portal.services.models import GuideIndexPage, GuidePage
out = io.StringIO()
call_command("import_guides", "FILE", stdout=out)
indexes = GuideIndexPage.objects.all()
print(json.dumps({
    "again": out.getvalue(),
    "problems": [len(found) for found in Page.find_problems()],
    "children": [(index.numchild, index.get_children().count()) for index in indexes],
    "languages of a key": Counter(len(pages_of(key.key)) for key in PageKey.objects.all()),
    "addresses": GuidePage.objects.values("slug", "locale").distinct().count(),
    "related": Counter(page.related_rows.count() for page in GuidePage.objects.all()),
}))
"""


@dataclass
class Portal:
    """`manage.py` on a database that nobody else has."""

    folder: Path
    database_url: str
    #: Of one who does not wait for others: 0 s.
    impatient_url: str
    processes: Processes = field(init=False)

    def __post_init__(self) -> None:
        self.processes = Processes(self.folder / "log")
        self.environment = os.environ | {
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "PORTAL_DATA_DIR": str(self.folder),
            "REDIS_URL": "",
            "SEARCH_URL": "",
        }

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *map(str, arguments)]

    def manage(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment | environment
        return subprocess.run(self.command(*arguments), env=environment, capture_output=True, text=True)

    def import_at_once(self, text: str, *names: str) -> list[tuple[int, list[str]]]:
        """Import the text in a process for each name: exit codes, and lines of output.

        Each reads from a pipe, and all wait in it until the last one has come.
        """
        ends = {name: self._start_reading(self.folder / f"{name}.jsonl") for name in names}
        for end in ends.values():
            os.set_blocking(end, True)
            with os.fdopen(end, "w", encoding="utf-8") as pipe:
                pipe.write(text)
        codes = {name: self.processes.running[name].wait(timeout=300) for name in names}
        return [(codes[name], self.processes.log(name).read_text().splitlines()) for name in names]

    def _start_reading(self, pipe: Path) -> int:
        """A process that stands at the reading end, and the end to write into."""
        os.mkfifo(pipe)
        ends: list[int] = []

        def is_read() -> bool:
            with suppress(OSError):  # nobody reads yet
                ends.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
            return bool(ends)

        self.processes.start(pipe.stem, self.command("import_guides", pipe), environment=self.environment)
        self.processes.wait_for(pipe.stem, is_read, seconds=120)
        return ends[0]

    @contextmanager
    def nobody_may_write(self) -> Iterator[None]:
        if is_sqlite():
            with sqlite3.connect(self.folder / f"{OWN_DATABASE}.db", isolation_level=None) as database:
                database.execute("BEGIN IMMEDIATE")
                yield
            database.close()
        else:
            with psycopg.connect(self.database_url) as other:
                other.execute("LOCK TABLE home_pagekey IN EXCLUSIVE MODE")
                yield


@contextmanager
def empty_postgresql_database() -> Iterator[str]:
    """Its address."""
    login = {name: connection.settings_dict[name.upper()] for name in ("host", "port", "user", "password")}
    own = sql.Identifier(OWN_DATABASE)
    with psycopg.connect(**login, dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(own))
        server.execute(sql.SQL("CREATE DATABASE {}").format(own))
        yield "postgres://{user}:{password}@{host}:{port}/".format(**login) + OWN_DATABASE
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(own))


@contextmanager
def portal_in(folder: Path) -> Iterator[Portal]:
    if is_sqlite():
        file = folder / f"{OWN_DATABASE}.db"  # no .sqlite3: the settings would have options of their own for it
        if template().exists():
            shutil.copy(template(), file)
        yield Portal(folder, f"sqlite:///{file}?{SQLITE_OPTIONS}", f"sqlite:///{file}?timeout=0")
    else:
        with empty_postgresql_database() as url:
            yield Portal(folder, url, f"{url}?options=-c%20lock_timeout=1ms")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with portal_in(tmp_path_factory.mktemp("two_at_once")) as portal:
        for command in (["migrate", "--verbosity=0"], ["create_city"]):
            done = portal.manage(*command)
            assert done.returncode == 0, done.stderr
        yield portal
        portal.processes.stop()


def row(number: int) -> dict[str, Any]:
    """All have the same titles, so that they want the same address."""
    texts = {"zh": {"title": "同一个标题", "body": "正文"}, "en": {"title": "The same title", "body": "Text"}}
    return {"key": f"G.{number}", "category": "permit", "related": [f"G.{(number + 1) % GUIDES}"], **texts}


def test_two_imports_at_once_leave_one_city(portal: Portal) -> None:
    text = "\n".join(json.dumps(row(number)) for number in range(GUIDES))
    done = portal.import_at_once(text, "first", "second")
    assert sorted(code for code, _lines in done) in ([0, 0], [0, 1])
    # Who comes too late says so in a line, and at most the one on new categories before it.
    assert [lines[-1].startswith("CommandError: ") for _code, lines in done] == [code == 1 for code, _lines in done]
    assert {len(lines) for _code, lines in done} <= {1, 2}
    again = portal.folder / "again.jsonl"
    again.write_text(text, encoding="utf-8")
    found = portal.manage("shell", "--no-imports", "-c", AGAIN_AND_CHECK.replace("FILE", str(again)))
    assert json.loads(found.stdout) == {
        "again": f"新建 0 篇指南，更新 0 篇，{GUIDES} 篇没有变化。\n",
        "problems": [0] * 5,
        "children": [[GUIDES, GUIDES]] * 2,
        "languages of a key": {"2": GUIDES},
        "addresses": 2 * GUIDES,
        "related": {"1": 2 * GUIDES},
    }


def test_busy_database_is_one_line(portal: Portal, tmp_path: Path) -> None:
    path = tmp_path / "guides.jsonl"
    path.write_text(json.dumps(row(0) | {"key": "new", "related": []}), encoding="utf-8")
    with portal.nobody_may_write():
        done = portal.manage("import_guides", path, DATABASE_URL=portal.impatient_url)
    (line,) = done.stderr.splitlines()
    assert (done.returncode, line.split("（")[0]) == (1, "CommandError: 数据库没有接受这次写入")
