"""A migrated SQLite database, kept between runs: 250 migrations take longer than most of the suite.

The first run with these migrations makes it, later runs copy the file; other migrations, a plugin's own among them,
make another one. PostgreSQL has pytest-django's `--reuse-db` for the same.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from pytest_django import DjangoDbBlocker


def template() -> Path:
    """The kept file; its name says which migrations it has seen."""
    seen = hashlib.sha256(" ".join(code for code, _label in settings.LANGUAGES).encode())
    for config in apps.get_app_configs():
        for path in sorted(Path(config.path).glob("migrations/*.py")):
            seen.update(f"{config.label} {path.name}\n".encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"linli-tests-{os.getuid()}-{seen.hexdigest()[:16]}.sqlite3"


def keep(migrated: sqlite3.Connection) -> None:
    """Two processes may do so at the same time: the file appears whole."""
    fresh = template().with_suffix(f".{os.getpid()}")
    with sqlite3.connect(fresh) as copy:
        migrated.backup(copy)
    copy.close()
    fresh.rename(template())


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    return django_db_keepdb or (is_sqlite() and template().exists())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each process works on a file of its own: a copy of the kept one, or one still to be migrated."""
    if not is_sqlite():
        return
    own = tmp_path_factory.mktemp("database") / "test.sqlite3"
    if template().exists():
        shutil.copy(template(), own)
    database = connections["default"].settings_dict
    database["TEST"]["NAME"] = str(own)
    database["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    if not is_sqlite() or template().exists():
        return
    with django_db_blocker.unblock():
        connection.ensure_connection()
        keep(connection.connection)
