"""A migrated SQLite database, kept between runs: 250 migrations take longer than most of the suite.

The first run with these migrations makes it, later runs copy the file; other migrations, a plugin's own among them,
make another one. All begin with a copy of one that has the portal's own migrations, so that only a plugin's are left.
PostgreSQL has pytest-django's `--reuse-db` for the same.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker


def template() -> Path:
    """The kept file; its name says which migrations it has seen."""
    return kept_file(apps.get_app_configs())


def kept_file(configs: Iterable[AppConfig]) -> Path:
    seen = hashlib.sha256(" ".join(code for code, _label in settings.LANGUAGES).encode())
    for config in configs:
        for path in sorted(Path(config.path).glob("migrations/*.py")):
            seen.update(f"{config.label} {path.name}\n".encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"linli-tests-{os.getuid()}-{seen.hexdigest()[:16]}.sqlite3"


def portals_own() -> list[AppConfig]:
    """What every portal has, whichever plugins and tests there are beside it."""
    names = settings.MIGRATED_FIRST  # type: ignore[misc] # of the tests' settings
    return [config for config in apps.get_app_configs() if config.name in names]


def keep(migrated: sqlite3.Connection, file: Path) -> None:
    """Two processes may do so at the same time: the file appears whole."""
    fresh = file.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(fresh) as copy:
        migrated.backup(copy)
    copy.close()
    fresh.rename(file)


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    return django_db_keepdb or is_sqlite()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> None:
    """Each process works on a file of its own: a copy of a kept one."""
    if not is_sqlite():
        return
    own = tmp_path_factory.mktemp("database") / "test.sqlite3"
    database = connections["default"].settings_dict
    database["TEST"]["NAME"] = str(own)
    database["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF"
    if template().exists():
        shutil.copy(template(), own)
        return
    base = kept_file(portals_own())
    with one_at_a_time(base), django_db_blocker.unblock():
        if not base.exists():
            migrate_portals_own(base)
    shutil.copy(base, own)


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """The others of a new machine's first run wait for the one that makes it."""
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate_portals_own(file: Path) -> None:
    """In a database in memory; `migrate` goes on from there and tells those who wait for its end."""
    database = connections["default"].settings_dict
    name, database["NAME"] = database["NAME"], ":memory:"
    try:
        executor = MigrationExecutor(connection)
        labels = {config.label for config in portals_own()}
        executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] in labels])
        keep(connection.connection, file)
    finally:
        connection.close()
        database["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    if not is_sqlite() or template().exists():
        return
    with django_db_blocker.unblock():
        # Nothing to do, but where journeys run alone: pytest-django then sets no database up.
        call_command("migrate", verbosity=0)
        keep(connection.connection, template())
