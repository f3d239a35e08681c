"""Writing a new plugin: `scaffold/` is one that works and is tested, and gets the author's names."""

import importlib.util
import keyword
import re
from collections.abc import Mapping
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.operations.catalogues import compile_catalogues
from portal.plugins.discovery import found

SCAFFOLD = Path(__file__).with_name("scaffold")
LEFT_BEHIND = {"__pycache__", ".pytest_cache", ".ruff_cache", ".mo"}
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
#: A card has no room for more; quotes would end the text in the Python file.
TITLE = re.compile(r"[^\"'\\\n]{1,40}")


def write_plugin(name: str, *, into: Path, titles: Mapping[str, str]) -> Path:
    """Write the plugin `name` as a folder of that name in `into`, and return it.

    `titles` are by language, those left out are made of the name. Raises ValidationError, with one line, for names that
    cannot be had, and for a folder that exists.
    """
    folder = into / name
    check_name(name)
    check_titles(titles)
    if folder.exists():
        raise ValidationError(_("%(folder)s exists already.") % {"folder": folder})
    check_is_free(name)
    names = {
        "gitignore": ".gitignore",
        "new_plugin": name,
        "new-plugin": name.replace("_", "-"),
        "New plugin": titles.get("en") or name.replace("_", " ").capitalize(),
        "新功能": titles.get("zh-hans") or "新功能",
    }
    copy_with_names(SCAFFOLD, folder, names)
    compile_catalogues(folder)
    return folder


def copy_with_names(source: Path, folder: Path, names: Mapping[str, str]) -> None:
    """Copy a folder of text files, with `names` put in place of its keys in paths and texts alike."""
    wanted = re.compile("|".join(map(re.escape, names)))
    for path in sorted(source.rglob("*")):
        relative = path.relative_to(source)
        if path.is_dir() or path.suffix in LEFT_BEHIND or LEFT_BEHIND & {*relative.parts}:
            continue
        target = folder / wanted.sub(lambda found: names[found[0]], str(relative))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(wanted.sub(lambda found: names[found[0]], path.read_text("utf-8")), "utf-8")


def check_name(name: str) -> None:
    if not NAME.fullmatch(name) or not 2 <= len(name) <= 30 or keyword.iskeyword(name):
        raise ValidationError(
            _("“%(name)s” is no name for a plugin: small letters, digits and single underscores, 2 to 30 of them.")
            % {"name": name}
        )


def check_titles(titles: Mapping[str, str]) -> None:
    for title in titles.values():
        if not TITLE.fullmatch(title):
            raise ValidationError(_("A title has at most 40 characters, and no quotes in it."))


def check_is_free(name: str) -> None:
    """The name becomes that of a Python package, an app and a plugin: it has to be free as each."""
    labels = {config.label for config in apps.get_app_configs()}
    if name == "tests" or name in labels or name in found() or importlib.util.find_spec(name):
        raise ValidationError(_("The name “%(name)s” is taken, by a plugin or by a Python package.") % {"name": name})
