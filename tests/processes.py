"""A database that programs beside the test see at the same time: PostgreSQL's, or a file of SQLite."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from portal.plugins.testing.database import template
from tests.programs import Program

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
    name: str

    def start(self, code: str) -> Program:
        """Ready to go."""
        return Program(code, self.name)

    def run(self, code: str) -> Any:
        """What the program printed, from JSON."""
        program = self.start(code)
        program.go()
        exit_code, said = program.end()
        assert exit_code == 0, said
        return json.loads(said or "null")


def finish(*programs: Program) -> list[int]:
    """Let them go on, all at once; how they ended."""
    for program in programs:
        program.go()
    return [program.end()[0] for program in programs]


def shared_database(folder: Path) -> Database:
    """PostgreSQL's, which has to be left as it was, or a copy of the kept file in this folder."""
    if connection.vendor == "postgresql":
        return Database(connection.settings_dict["NAME"])
    file = folder / "shared.sqlite3"
    shutil.copy(template(), file)
    return Database(str(file))


@contextmanager
def shared(folder: Path) -> Iterator[Database]:
    """With the community in it, and afterwards as it was."""
    database = shared_database(folder)
    is_of_others_too = connection.vendor == "postgresql"  # a file is the test's own
    contents = is_of_others_too and database.run(CONTENTS)
    database.run(BEFORE)
    yield database
    if is_of_others_too:
        database.run(AFTER)
        left = database.run(CONTENTS).items() - contents.items()
        assert not left, f"the database has to be left as it was, not {sorted(table for table, _digest in left)}"
