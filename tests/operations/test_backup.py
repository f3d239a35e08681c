"""deploy/backup.sh and deploy/restore.sh, on the database the suite runs on."""

import os
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from psycopg import sql

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def url_of(name):
    settings = connection.settings_dict
    login = quote(settings["USER"]) + (f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else "")
    return f"postgres://{login}@{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}/{name}"


def run(script, folder, database, data_dir):
    environment = os.environ | {"DATABASE_URL": url_of(database), "PORTAL_DATA_DIR": str(data_dir)}
    return subprocess.run([DEPLOY / script, folder], env=environment, capture_output=True, text=True)


def rows_by_table(database):
    with psycopg.connect(url_of(database)) as other:
        names = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
        count = sql.SQL("SELECT count(*) FROM {}")
        return {name: other.execute(count.format(sql.Identifier(name))).fetchone()[0] for (name,) in names}


@pytest.fixture
def empty_database():
    name = f"{connection.settings_dict['NAME']}_restored"
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield name
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def backup(tmp_path):
    (tmp_path / "data" / "media" / "images").mkdir(parents=True)
    (tmp_path / "data" / "media" / "images" / "地图.png").write_bytes(b"picture")
    done = run("backup.sh", tmp_path / "backups", connection.settings_dict["NAME"], tmp_path / "data")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def test_restored_portal_has_every_row_and_file(backup, empty_database, tmp_path):
    done = run("restore.sh", backup, empty_database, tmp_path / "new")
    assert (done.returncode, done.stderr) == (0, "")
    rows = rows_by_table(connection.settings_dict["NAME"])
    assert rows["wagtailcore_page"] > 0
    assert rows_by_table(empty_database) == rows
    assert (tmp_path / "new" / "media" / "images" / "地图.png").read_bytes() == b"picture"


def test_used_database_is_not_overwritten(backup, tmp_path):
    done = run("restore.sh", backup, connection.settings_dict["NAME"], tmp_path / "new")
    assert done.returncode == 1
    assert done.stderr.startswith("The database is not empty (")


def test_present_uploads_are_not_overwritten(backup, empty_database, tmp_path):
    done = run("restore.sh", backup, empty_database, tmp_path / "data")
    assert (done.returncode, done.stderr) == (1, f"{tmp_path / 'data' / 'media'} is not empty; move it away first.\n")


def test_backup_is_for_its_owner_only(backup):
    assert {oct(path.stat().st_mode & 0o077) for path in (backup, *backup.iterdir())} == {"0o0"}
