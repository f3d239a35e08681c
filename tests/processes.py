"""Programs that run at the same time as others, on a database they all see: PostgreSQL's, or a file of SQLite."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portal.plugins.testing.database import template

ROOT = Path(__file__).resolve().parents[1]
SETUP = "import django; django.setup()\n"
#: A community that is there for all of them, and gone afterwards.
CODE = "998877665544"
BEFORE = f"""
from tests.factories.communities import CommunityFactory
CommunityFactory(code="{CODE}", slug="many-at-once")
"""
AFTER = f"""
from portal.communities.models import Community
from portal.plugins.models import InstalledPlugin
from search.models import SearchDocument
from wagtail.models import ModelLogEntry
for community in Community.objects.filter(code="{CODE}").select_related("street__district"):
    for row in (community, community.street, community.street.district):
        row.delete()
SearchDocument.objects.all().delete()  # versions stay when their entry goes
ModelLogEntry.objects.all().delete()
InstalledPlugin.objects.update(policy=InstalledPlugin._meta.get_field("policy").default)
"""
#: What each table holds, whatever the order of its rows.
CONTENTS = """
import json
from django.db import connection
with connection.cursor() as cursor:
    tables = connection.introspection.table_names(cursor)
    digest = "SELECT '{0}', md5(string_agg(held::text, ' ' ORDER BY held::text)) FROM {0} held"
    cursor.execute(" UNION ALL ".join(digest.format(table) for table in tables))
    print(json.dumps(dict(cursor.fetchall())))
"""


@dataclass(frozen=True)
class Database:
    url: str

    def start(self, code: str) -> subprocess.Popen[str]:
        """The program, once it has said that it is ready; it goes on when a line comes in."""
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        program = f'{SETUP}print("ready", flush=True)\ninput()\n{code}'
        process = subprocess.Popen([sys.executable, "-c", program], env=self.environment, cwd=ROOT, **pipes)
        assert process.stdout.readline() == "ready\n"
        return process

    def run(self, code: str) -> Any:
        """What the program printed, from JSON."""
        command = [sys.executable, "-c", SETUP + code]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "null")

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {"DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}


def finish(*processes: subprocess.Popen[str]) -> list[int]:
    """Let them go on, all at once; how they ended."""
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        process.wait(timeout=120)
        process.communicate()
    return [process.returncode for process in processes]


def shared_database(folder: Path) -> Database:
    """PostgreSQL's, which has to be left as it was, or a copy of the kept file in this folder."""
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        person = f"{settings['USER']}:{settings['PASSWORD']}"
        return Database(f"postgres://{person}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}")
    file = folder / "shared.sqlite3"
    shutil.copy(template(), file)
    return Database(f"sqlite:///{file}")


@pytest.fixture
def database(django_db_setup: None, tmp_path: Path) -> Iterator[Database]:
    shared = shared_database(tmp_path)
    is_of_others_too = connection.vendor == "postgresql"  # a file is the test's own
    contents = is_of_others_too and shared.run(CONTENTS)
    shared.run(BEFORE)
    yield shared
    if is_of_others_too:
        shared.run(AFTER)
        left = shared.run(CONTENTS).items() - contents.items()
        assert not left, f"the database has to be left as it was, not {sorted(table for table, _digest in left)}"
