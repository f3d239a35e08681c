"""`startplugin`: what it writes works at once, what it cannot write it says in one line."""

import ast
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.plugins.packages import run_in

LONGEST = "thirty_letters_and_no_one_more"
PLACEHOLDERS = ("new_plugin", "new-plugin", "New plugin", "新功能")


def started(folder: Path, name: str = "seed_swaps", **titles: str) -> Path:
    call_command("startplugin", name, into=folder, stdout=StringIO(), **titles)
    return folder / name


@pytest.mark.own_suite
def test_new_plugin_passes_its_own_tests(tmp_path: Path) -> None:
    folder = started(tmp_path, title_en="Classes", title_zh_hans="兴趣班")
    assert "34 passed" in run_in(folder, "pytest", "-q")
    settings = ("--settings", "portal.settings.plugin_tests")
    assert run_in(folder, "portal", "makemigrations", "seed_swaps", "--check", *settings).startswith("No changes")


@pytest.mark.parametrize("name", ["ab", LONGEST])
def test_new_plugin_is_clean_whatever_its_name(tmp_path: Path, name: str) -> None:
    folder = started(tmp_path, name, title_en="T" * 40, title_zh_hans="长" * 40)
    run_in(folder, "ruff", "check", ".")
    run_in(folder, "ruff", "format", "--check", ".")


def test_names_and_titles_are_put_everywhere(tmp_path: Path) -> None:
    folder = started(tmp_path, title_en="Arts & crafts", title_zh_hans="手工课")
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    assert [name for name in files if any(word in name for word in PLACEHOLDERS)] == []
    texts = {name: path.read_text() for name, path in files.items() if path.suffix != ".mo"}
    assert [name for name, text in texts.items() if any(word in text for word in PLACEHOLDERS)] == []
    assert {".gitignore", "seed_swaps/locale/zh_Hans/LC_MESSAGES/django.mo"} <= files.keys()
    declaration = ast.parse(texts["seed_swaps/apps.py"])
    words = {node.value for node in ast.walk(declaration) if isinstance(node, ast.Constant)}
    assert {"seed_swaps", "Arts & crafts", "手工课"} <= words


def test_plugin_without_titles_is_called_by_its_name(tmp_path: Path) -> None:
    assert '"en": "Seed swaps"' in (started(tmp_path) / "seed_swaps" / "apps.py").read_text()


@pytest.mark.parametrize("name", ["Class", "class-signups", "1st", "a", "a__b", "a_", "x" * 31, "class", "a/b", "类"])
def test_bad_names_are_refused(tmp_path: Path, name: str) -> None:
    with translation.override("en"), pytest.raises(CommandError, match=f"“{name}” is no name for a plugin"):
        started(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["tools", "tool_library", "home", "json", "wagtail", "tests"])
def test_taken_names_are_refused(tmp_path: Path, name: str) -> None:
    with translation.override("en"), pytest.raises(CommandError, match=f"The name “{name}” is taken"):
        started(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_folder_that_exists_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "seed_swaps").mkdir()
    with translation.override("en"), pytest.raises(CommandError, match="seed_swaps exists already"):
        started(tmp_path)
    assert list((tmp_path / "seed_swaps").iterdir()) == []


@pytest.mark.parametrize("title", ['A "quoted" one', "T" * 41, "two\nlines"])
def test_titles_that_break_files_are_refused(tmp_path: Path, title: str) -> None:
    with translation.override("en"), pytest.raises(CommandError, match="at most 40 characters"):
        started(tmp_path, title_en=title)
