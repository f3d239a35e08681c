"""Reading CSV files and workbooks that people made with a spreadsheet: what is wrong is said by line, in words they can
act on."""

import csv
import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

MAX_BYTES = 100 * 1024 * 1024
#: Of a file that somebody sends from a browser, as it comes and as a workbook unpacks.
UPLOAD_BYTES, UNPACKED_BYTES, UPLOAD_ROWS = 2 * 1024 * 1024, 50 * 1024 * 1024, 2000
MOST_COLUMNS = 60


class FileProblem(Exception):
    """The whole file cannot be read; the message is one line for whoever runs the command."""


@dataclass(frozen=True, slots=True)
class Row:
    """`line` is where the row ends in the file. `cells` has every known column, stripped; empty if not in the file."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong with one line; line 0 is the whole of `file`."""

    line: int
    message: str
    file: str = ""

    def __str__(self) -> str:
        file = f"{self.file}: " if self.file else ""
        line = _("line %d: ") % self.line if self.line else ""
        return f"{file}{line}{self.message}"


@dataclass
class Problems:
    """Collected over a whole file, so that all are seen at once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, message: str, file: str = "") -> None:
        self.found.append(Problem(line, message, file))

    def __bool__(self) -> bool:
        return bool(self.found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self.found, key=lambda problem: (problem.file, problem.line)))


def read_text(path: Path, *, encoding: str = "") -> str:
    """UTF-8, with or without byte order mark, or the encoding that was asked for. Raises FileProblem for everything
    else, naming what it seems to be."""
    data = _read_bytes(path)
    if encoding:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError) as error:
            raise FileProblem(
                _("%(file)s cannot be read as %(encoding)s: %(reason)s")
                % {"file": path.name, "encoding": encoding, "reason": error}
            ) from None
    kind = _what_else_it_is(data)
    if kind:
        raise FileProblem(f"{path.name}: {kind} {_hint(path)}")
    return data.decode("utf-8-sig")


def _hint(path: Path) -> str:
    if path.suffix.lower() == ".csv":
        return _("Save it as “CSV UTF-8 (comma delimited)” and import that.")
    return _("Save it as UTF-8 and import that.")


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileProblem(_("%(file)s: larger than 100 MB.") % {"file": path.name})
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileProblem(_("%(file)s cannot be read: %(reason)s") % {"file": path, "reason": reason}) from None


def _what_else_it_is(data: bytes) -> str:
    """Empty for UTF-8 text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _("This is UTF-16, not UTF-8.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _("This is a workbook, not a CSV file.")
    if b"\x00" in data:
        return _("This is not a text file.")
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            return _("This is not UTF-8 text (line %d).") % line
        return _("This is not UTF-8; it looks like GBK (line %d).") % line
    return ""


def read_rows(
    path: Path, *, required: Collection[str], known: Collection[str] | None = None, encoding: str = ""
) -> list[Row]:
    """Rows of a CSV file by the column names of its first line, blank rows left out.

    Raises FileProblem if it cannot be read, lacks a required column, names one twice or (where `known` is given) has
    one that nobody reads, most likely a misspelt one.
    """
    reader = csv.reader(io.StringIO(read_text(path, encoding=encoding), newline=""), strict=True)
    try:
        columns = [name.strip() for name in next(reader, [])]
        _check_columns(path.name, columns, required, known)
        rows = []
        for cells in reader:
            values = [cell.strip() for cell in cells]
            if not any(values):
                continue
            if len(values) > len(columns):
                raise FileProblem(
                    _("%(file)s, line %(line)d: more cells than there are columns.")
                    % {"file": path.name, "line": reader.line_num}
                )
            rows.append(Row(reader.line_num, dict(zip(columns, values, strict=False))))
    except csv.Error as error:
        raise FileProblem(
            _("%(file)s, line %(line)d: %(reason)s") % {"file": path.name, "line": reader.line_num, "reason": error}
        ) from None
    return rows


def read_upload(
    name: str, data: bytes, *, columns: Mapping[str, Collection[str]], required: Collection[str]
) -> list[Row]:
    """Rows of a CSV file or workbook that came from a browser, whichever it is; rows have its keys for columns.

    `columns` has for each column what else it may be called in the first line. A CSV file may be in GBK, as
    spreadsheets in China save it. Raises FileProblem also for what is too large, packed or unpacked.
    """
    if len(data) > UPLOAD_BYTES:
        raise FileProblem(_("%(file)s: larger than 2 MB.") % {"file": name})
    is_workbook = data.startswith(b"PK\x03\x04")
    lines = list(islice(_sheet_lines(name, data) if is_workbook else _text_lines(name, data), UPLOAD_ROWS + 2))
    if len(lines) > UPLOAD_ROWS + 1:
        raise FileProblem(_("%(file)s: more than %(most)d rows.") % {"file": name, "most": UPLOAD_ROWS})
    called = {other.casefold(): column for column, others in columns.items() for other in (column, *others)}
    (_first, head), *rest = lines or [(1, [])]
    named = [called.get(cell.casefold(), cell) for cell in head]
    _check_columns(name, named, required, columns.keys())
    return [
        Row(number, {column: cell for column, cell in zip(named, cells, strict=False) if column})
        for number, cells in rest
        if any(cells)
    ]


def _text_lines(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    kind = _what_else_it_is(data)
    encoding = "utf-8-sig"
    if kind:
        encoding = "gb18030"
        if b"\x00" in data or not _is_readable(data, encoding):
            raise FileProblem(f"{name}: {kind} {_hint(Path(name))}")
    reader = csv.reader(io.StringIO(data.decode(encoding), newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        values = {"file": name, "line": reader.line_num, "reason": error}
        raise FileProblem(_("%(file)s, line %(line)d: %(reason)s") % values) from None


def _is_readable(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _sheet_lines(name: str, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Of the first sheet. What it says of its own size is not believed."""
    message = _("%(file)s: This is no XLSX workbook. Save it as “Excel workbook (.xlsx)” and import that.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED_BYTES:
                raise FileProblem(_("%(file)s: unpacked it is too large.") % {"file": name})
        with warnings.catch_warnings(action="ignore"):  # of what reading values does not need: styles, validation
            sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
            sheet.reset_dimensions()
            for number, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
                yield number, [_cell(value) for value in values]
    except FileProblem:
        raise
    except Exception:  # as in `read_workbook`
        raise FileProblem(message % {"file": name}) from None


def read_workbook(path: Path, *, required: Collection[str], known: Collection[str] | None = None) -> list[Row]:
    """Likewise of the first sheet of an XLSX workbook: formulas as they were last reckoned, dates as YYYY-MM-DD."""
    data = io.BytesIO(_read_bytes(path))
    try:
        with warnings.catch_warnings(action="ignore"):  # of what reading values does not need: styles, validation
            book = openpyxl.load_workbook(data, read_only=True, data_only=True)
            lines = [[_cell(value) for value in values] for values in book.worksheets[0].iter_rows(values_only=True)]
    except Exception:  # what openpyxl raises for a broken file is zip's, XML's and its own, and Python's at large
        message = _("%(file)s: This is no XLSX workbook. Save it as “Excel workbook (.xlsx)” and import that.")
        raise FileProblem(message % {"file": path.name}) from None
    columns, *rest = lines or [[]]
    _check_columns(path.name, columns, required, known)
    return [
        Row(number, {name: cell for name, cell in zip(columns, cells, strict=False) if name})
        for number, cells in enumerate(rest, start=2)
        if any(cells)
    ]


def _cell(value: Any) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _check_columns(file: str, columns: list[str], required: Collection[str], known: Collection[str] | None) -> None:
    if not any(columns):
        raise FileProblem(_("%(file)s: empty; its first line must name the columns.") % {"file": file})
    missing = [name for name in required if name not in columns]
    if missing:
        names = ", ".join(missing)
        raise FileProblem(_("%(file)s: columns missing in the first line: %(names)s.") % {"file": file, "names": names})
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise FileProblem(_("%(file)s: columns named twice: %(names)s.") % {"file": file, "names": ", ".join(twice)})
    unknown = [name for name in columns if name and known is not None and name not in known]
    if unknown:
        names = ", ".join(unknown)
        raise FileProblem(_("%(file)s: columns nobody knows: %(names)s.") % {"file": file, "names": names})
