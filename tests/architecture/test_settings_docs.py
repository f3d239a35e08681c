"""docs/operators/settings.md names every environment variable the settings read, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""\benv(?:\.\w+)?\(\s*["']([A-Z][A-Z0-9_]+)["']""")
ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)`", re.MULTILINE)
SETTINGS = sorted((ROOT / "portal" / "settings").glob("*.py"))


def test_every_variable_is_documented_and_real():
    read = {name for path in SETTINGS for name in READ.findall(path.read_text())}
    documented = set(ROW.findall((ROOT / "docs" / "operators" / "settings.md").read_text()))
    assert documented == read


def test_only_settings_read_the_environment():
    """What an operator can set is in one place; commands of the demo and the tools have their own few."""
    reading = {
        str(path.relative_to(ROOT))
        for room in ("portal", "search")
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"\bos\.environ\b|\bgetenv\(", path.read_text())
    }
    assert {path for path in reading if not path.startswith("portal/demo/")} == {
        "portal/__main__.py",
        "portal/operations/probe.py",
        "portal/wsgi.py",
    }
