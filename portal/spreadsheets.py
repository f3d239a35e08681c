"""Files that people open with a spreadsheet: nothing in them is worked out as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# A spreadsheet takes what begins so for a formula; also after blanks that it drops.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: object) -> str:
    """With an apostrophe before what a spreadsheet would work out, and without signs that no workbook can hold."""
    written = ILLEGAL_CHARACTERS_RE.sub("", str(text))
    return f"'{written}" if written.lstrip(" \u3000").startswith(FORMULA) or written.startswith(FORMULA) else written


def csv_file(rows: Iterable[Sequence[object]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def workbook_file(rows: Iterable[Sequence[object]], title: str = "") -> bytes:
    """An .xlsx of one sheet; every cell is text, so that phone numbers keep their zeros."""
    return workbook_of([(title, rows)])


def workbook_of(sheets: Iterable[tuple[str, Iterable[Sequence[object]]]]) -> bytes:
    """Likewise of several sheets, each with its title and rows."""
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet("".join(sign for sign in title if sign not in r"[]:*?/\ ")[:31] or None)
        for row in rows:
            cells = [WriteOnlyCell(sheet, safe_cell(value)) for value in row]
            for cell in cells:
                cell.data_type = "s"
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
