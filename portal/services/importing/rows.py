"""Rows of JSON Lines, CSV and XLSX files, all in the shape of a JSON Lines object."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.services.importing.json_lines import read_objects
from portal.tables import FileProblem, Problems, read_rows, read_workbook

FORMATS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".csv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx"}
#: Fields of a language's own object; other texts are objects of their own, with languages in them.
TEXTS = ("title", "summary", "body", "keywords")


@dataclass(frozen=True, slots=True)
class SourceRow:
    line: int
    values: Mapping[str, Any]


def format_of(path: Path) -> str:
    """Raises FileProblem for an ending that says nothing."""
    found = FORMATS.get(path.suffix.lower(), "")
    if not found:
        endings = ", ".join(FORMATS)
        raise FileProblem(
            _("%(file)s: give --format; known endings: %(endings)s.") % {"file": path, "endings": endings}
        )
    return found


def read_source(
    path: Path, *, kind: str, encoding: str, required: tuple[str, ...], problems: Problems
) -> list[SourceRow]:
    """Rows with the names the file has. Raises FileProblem for a file that cannot be read."""
    if kind == "jsonl":
        objects = read_objects(path, encoding=encoding, problems=problems)
        return [SourceRow(number, values) for number, values in objects]
    rows = (
        read_workbook(path, required=required)
        if kind == "xlsx"
        else read_rows(path, required=required, encoding=encoding)
    )
    return [SourceRow(row.line, row.cells) for row in rows]


def languages_by_suffix() -> dict[str, str]:
    """What may stand for a language: `zh-hans`, `zh_hans`, and `zh` for the first of LANGUAGES that begins so."""
    names: dict[str, str] = {}
    for code, _label in settings.LANGUAGES:
        for name in (code, code.replace("-", "_"), code.split("-")[0]):
            names.setdefault(name, code)
    return names


def nested(cells: Mapping[str, Any], *, language: str = "") -> dict[str, Any]:
    """`title_en` into `{"en": {"title": ...}}`, `office_en` into `{"office": {"en": ...}}`; empty cells are left out.

    `language` is that of title, summary, body and keywords without a suffix.
    """
    suffixes = languages_by_suffix()
    values: dict[str, Any] = {}
    for column, cell in cells.items():
        if cell in ("", None):
            continue
        name, suffix = _split(column, suffixes)
        code = suffixes.get(suffix, language if name in TEXTS else "")
        if not code:
            values[column] = cell
        elif name in TEXTS:
            values.setdefault(code, {})[name] = cell
        else:
            values.setdefault(name, {})[code] = cell
    return values


def _split(column: str, suffixes: Mapping[str, str]) -> tuple[str, str]:
    for suffix in suffixes:
        if column.endswith(f"_{suffix}"):
            return column.removesuffix(f"_{suffix}"), suffix
    return column, ""
