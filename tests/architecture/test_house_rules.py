"""Rules of the house that no linter knows."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    path
    for room in ("portal", "search", "tests", "tools")
    for path in sorted((ROOT / room).rglob("*.py"))
    if "migrations" not in path.parts
]
# A suppression, unless more than its codes stands behind it.
BARE = re.compile(r"# (?:noqa|type: ignore)(?::? ?[A-Z]+\d+(?:, ?[A-Z]+\d+)*|\[[\w, -]+\])?\s*$", re.MULTILINE)
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def names(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_file_is_two_rooms():
    assert names(p for p in SOURCES if len(p.read_text().splitlines()) > 400) == []


def test_no_file_is_named_for_nothing():
    assert names(p for p in SOURCES if p.stem in NAMELESS or p.parent.name in NAMELESS) == []


def test_suppressions_say_why():
    assert [
        f"{n}: {m}" for p, n in zip(SOURCES, names(SOURCES), strict=True) for m in BARE.findall(p.read_text())
    ] == []


def test_page_templates_load_nothing_from_elsewhere():
    """No script, style, font or picture with an address of another host; links to read are fine."""
    loaded = re.compile(r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.I)
    templates = [p for room in ("portal", "search") for p in (ROOT / room).rglob("*.html")]
    assert names(p for p in templates if loaded.search(p.read_text())) == []
