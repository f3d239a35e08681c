"""What has to be in place before the demo is shown: database, static files, the city, the search index."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.operations.catalogues import compile_catalogues
from portal.operations.demo_logins import DEMO_LOGINS
from search.contract import forget_indexes

OURS = ("demo.sqlite3", "demo.sqlite3-wal", "demo.sqlite3-shm", "media", "static", "static.sum", "mail")


def prepare(folder: Path, *, reset: bool) -> None:
    if reset:
        step("Starting over")
        for name in OURS:
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    compile_catalogues()
    django.setup()
    migrate()
    collect_static(folder)
    step("Demo city")
    # Into the database alone: the index is filled at once afterwards.
    engine, settings.SEARCH_URL = settings.SEARCH_URL, ""
    call_command("seed_demo")
    settings.SEARCH_URL = engine


def fill_search() -> None:
    if settings.SEARCH_URL:
        step("Search index: the demo's engine keeps nothing between two starts, so it is filled now")
        forget_indexes()
    else:
        step("Search index")
    call_command("rebuild_search", no_progress=True)


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        step("Database")
        call_command("migrate", verbosity=0, interactive=False)


def collect_static(folder: Path) -> None:
    """Collect the static files unless they are those of the last start."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            seen.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    stamp = folder / "static.sum"
    if stamp.exists() and stamp.read_text() == seen.hexdigest() and (folder / "static").is_dir():
        return
    step("Static files")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(seen.hexdigest())


def run_timed_work() -> None:
    try:
        call_command("run_due", verbosity=0)
    except CommandError as error:
        step(str(error))


def welcome(port: int) -> str:
    address = f"http://127.0.0.1:{port}/"
    logins = "\n".join(f"  {login.username}  {login.password}  ({login.role})" for login in DEMO_LOGINS)
    return f"\nReady: {address}\nDemo logins at {address}admin/ (Ctrl-C stops everything):\n{logins}"


def step(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
