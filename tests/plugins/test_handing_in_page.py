"""docs/plugins/handing-in.md: what it tells to write works."""

from pathlib import Path

import pytest

from tests.plugins.documents import files_in, write_files
from tests.plugins.packages import run_in

FILES = files_in("docs/plugins/handing-in.md")


def test_form_itself_is_thirty_lines() -> None:
    lines = [line for name in ("forms", "views", "urls") for line in FILES[f"lanterns/{name}.py"].splitlines()]
    assert len([line for line in lines if line and not line.startswith(("from", "import"))]) <= 30


@pytest.mark.own_suite
def test_plugin_of_the_page_works(tmp_path: Path) -> None:
    folder = tmp_path / "lanterns"
    write_files(folder, FILES | {"lanterns/__init__.py": "", "lanterns/migrations/__init__.py": ""})
    environment = ["--settings", "portal.settings.plugin_tests"]
    run_in(folder, "portal", "makemigrations", "lanterns", *environment)
    written = (folder / "lanterns" / "migrations" / "0001_initial.py").read_text()
    assert "portal." not in written
    assert "4 passed" in run_in(folder, "pytest", "-q", "--ds", "portal.settings.plugin_tests")
