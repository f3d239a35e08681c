"""What Django writes into a plugin's migrations names nothing of the portal but the API, which stays where it is."""

import re

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

PATH = re.compile(r"\bportal(?:\.\w+)+")
APP = "tool_library"


def fresh_migrations() -> list[str]:
    """The good sample's migrations as `makemigrations` would write them if it had none yet."""
    loader = MigrationLoader(None)
    before = loader.project_state()
    for label, model in [key for key in before.models if key[0] == APP]:
        before.remove_model(label, model)
    changes = MigrationAutodetector(before, ProjectState.from_apps(apps)).changes(loader.graph, trim_to_apps={APP})
    return [MigrationWriter(migration).as_string() for migration in changes[APP]]


def test_fresh_migrations_name_the_api_only() -> None:
    (written,) = fresh_migrations()
    assert written.count("migrations.CreateModel(") == 3
    paths = {path.rpartition(".")[0] if path.endswith("Field") else path for path in PATH.findall(written)}
    assert paths == {"portal.plugins.api"}
