"""What the documentation says to type and to read exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if path.is_file()
)
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
SCRIPTS = re.compile(r"(?<![\w/.-])(?:deploy|tools)/[\w.-]+")


def text(page):
    return (ROOT / page).read_text()


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    folder = (ROOT / page).parent
    assert [link for link in LINK.findall(text(page)) if not (folder / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist(page):
    made = set(re.findall(r"(?:`|^ {4})make ([a-z]+)", text(page), re.MULTILINE))
    managed = set(re.findall(r"(?:manage\.py|(?:`|^ {4,}|/bin/)linli) ([a-z]\w+)", text(page), re.MULTILINE))
    scripts = {script for script in SCRIPTS.findall(text(page)) if not (ROOT / script).exists()}
    assert (made - TARGETS, managed - {*get_commands(), "demo"}, scripts) == (set(), set(), set())


def test_map_of_the_docs_is_whole():
    listed = {(ROOT / "docs" / link).resolve() for link in LINK.findall(text("docs/README.md"))}
    pages = {path.resolve() for path in (ROOT / "docs").rglob("*.md") if "decisions" not in path.parts}
    assert pages - listed == {ROOT / "docs" / "README.md"}


def test_readme_is_short():
    assert len(text("README.md").splitlines()) < 100


def test_help_lists_every_command():
    helped = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert helped == TARGETS


def test_public_files_name_no_machine_of_ours():
    """No paths, hosts or index addresses of the place where something was made."""
    private = re.compile(r"(?<![\w.])/(?:work|farm|root)/|index-url|find-links=|\bpypi\.org|file:///")
    public = [ROOT / name for name in ("Makefile", "constraints.txt", "pyproject.toml", "Dockerfile", "compose.yaml")]
    public += [*(ROOT / "tools").glob("*.py"), *(ROOT / "deploy").iterdir(), ROOT / ".ci" / "run"]
    assert [str(path) for path in public if private.search(path.read_text())] == []
