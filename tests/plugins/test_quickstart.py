"""docs/plugins/quickstart.md: what it tells to write is short, and works."""

from pathlib import Path

import pytest

from tests.plugins.documents import files_in, write_files
from tests.plugins.packages import run_in

FILES = files_in("docs/plugins/quickstart.md")
TESTS = {"conftest.py", "tests/test_night_duty.py"}


def test_page_has_the_whole_plugin_in_few_lines() -> None:
    plugin = {name: text for name, text in FILES.items() if name not in TESTS}
    assert sorted(plugin) == [
        "night_duty/apps.py",
        "night_duty/forms.py",
        "night_duty/hooks.py",
        "night_duty/templates/night_duty/_card.html",
        "pyproject.toml",
    ]
    assert FILES.keys() - plugin.keys() == TESTS
    assert sum(len(text.splitlines()) for text in plugin.values()) < 60


@pytest.mark.own_suite
def test_plugin_of_the_page_works(tmp_path: Path) -> None:
    folder = tmp_path / "night_duty"
    write_files(folder, FILES | {"night_duty/__init__.py": ""})
    assert "2 passed" in run_in(folder, "pytest", "-q", "--ds", "portal.settings.plugin_tests")
