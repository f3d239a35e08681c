"""Both languages are whole: every text is in the catalogues, every Chinese entry is translated."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from portal.operations.catalogues import catalogues, compile_catalogues

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [str(path.relative_to(ROOT)) for path in catalogues()]
# Without what completes Wagtail's own translation, which has a test of its own.
OWN = [source for source in SOURCES if "/locale/" in source]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!%)%[sd]|\{\w*\}")


def entries(path):
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def translations(entry):
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


@pytest.mark.parametrize("source", [s for s in SOURCES if "/zh_Hans/" in s])
def test_chinese_catalogue_is_whole(source):
    assert [e.msgid for e in entries(ROOT / source) if not all(translations(e))] == []


@pytest.mark.parametrize("source", SOURCES)
def test_catalogue_has_no_guesses_or_leftovers(source):
    catalogue = polib.pofile(str(ROOT / source))
    assert [e.msgid for e in catalogue if e.fuzzy or e.obsolete] == []


@pytest.mark.parametrize("source", SOURCES)
def test_translations_keep_their_placeholders(source):
    for entry in entries(ROOT / source):
        wanted = {frozenset(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural or entry.msgid)}
        for text in filter(None, translations(entry)):
            assert frozenset(PLACEHOLDER.findall(text)) in wanted, entry.msgid


def test_both_languages_have_the_same_texts():
    for source in OWN:
        if "/zh_Hans/" in source:
            other = source.replace("/zh_Hans/", "/en/")
            assert {e.msgid for e in entries(ROOT / source)} == {e.msgid for e in entries(ROOT / other)}, source


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext collects texts: apt or brew install gettext")
def test_catalogues_hold_every_text_of_the_source(tmp_path):
    """What `make messages` would write is what is there."""
    for room in ("portal", "search"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "static"))
    subprocess.run([sys.executable, ROOT / "tools" / "messages.py", tmp_path], check=True)
    collected = sorted(tmp_path.glob("*/**/locale/*/LC_MESSAGES/*.po"))
    assert [str(path.relative_to(tmp_path)) for path in collected] == sorted(OWN)
    for path in collected:
        known = {(e.msgctxt, e.msgid, e.msgid_plural) for e in entries(ROOT / path.relative_to(tmp_path))}
        assert {(e.msgctxt, e.msgid, e.msgid_plural) for e in entries(path)} == known, path.relative_to(tmp_path)


def test_compiled_catalogues_are_current():
    compile_catalogues()
    assert compile_catalogues() == 0
    assert all(path.with_suffix(".mo").exists() for path in catalogues())


def test_english_texts_are_found_in_english():
    """Whatever the .po leaves to the text itself, the .mo spells out."""
    compile_catalogues()
    for source in OWN:
        if "/en/" in source:
            compiled = polib.mofile(str((ROOT / source).with_suffix(".mo")))
            assert {e.msgid for e in compiled} == {e.msgid for e in entries(ROOT / source)}, source


def test_catalogues_need_only_python_to_compile():
    """The module runs before Django is set up, on a machine without gettext."""
    source = Path(importlib.util.find_spec("portal.operations.catalogues").origin).read_text()
    assert "django" not in source.lower()
