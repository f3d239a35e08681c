"""School terms from CSV: key, name_zh, name_en (name_CODE for other languages), scope, starts, ends."""

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.hours.choices import SchoolScope
from portal.hours.models import SchoolTerm
from portal.names import Names

COLUMNS = ("key", "scope", "starts", "ends")


@dataclass
class TermReading:
    terms: list[SchoolTerm] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_school_terms(path: Path) -> TermReading:
    reading = TermReading()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            missing = [column for column in COLUMNS if column not in (rows.fieldnames or [])]
            if missing:
                reading.problems.append(_("Columns are missing: %(columns)s.") % {"columns": ", ".join(missing)})
                return reading
            for row in rows:
                _read_row(row, rows.line_num, reading)
    except OSError as error:
        reading.problems.append(f"{path}: {error.strerror}")
    except UnicodeDecodeError:
        reading.problems.append(_("%(file)s: not UTF-8 text.") % {"file": path.name})
    except csv.Error as error:
        reading.problems.append(f"{path.name}: {error}")
    return reading


def _read_row(row: Mapping[str, str | None], line: int, reading: TermReading) -> None:
    try:
        term = _term_from(row)
        if any(other.key == term.key for other in reading.terms):
            raise ValueError(_("the key “%(key)s” is used twice.") % {"key": term.key})
    except ValueError as error:
        reading.problems.append(_("line %(line)d: %(problem)s") % {"line": line, "problem": error})
    else:
        reading.terms.append(term)


def _term_from(row: Mapping[str, str | None]) -> SchoolTerm:
    term = SchoolTerm(
        key=(row["key"] or "").strip(),
        names=_names(row),
        scope=(row["scope"] or "").strip() or SchoolScope.ALL,
        starts=_date(row["starts"]),
        ends=_date(row["ends"]),
    )
    try:
        term.full_clean(validate_unique=False)
    except ValidationError as error:
        problems = [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
        raise ValueError("; ".join(problems)) from None
    return term


def _names(row: Mapping[str, str | None]) -> Names:
    """`zh` stands for the first Chinese there is."""
    names = Names()
    for code, _label in settings.LANGUAGES:
        for column in (f"name_{code}", f"name_{code.split('-')[0]}"):
            name = (row.get(column) or "").strip()
            if name:
                names.setdefault(code, name)
    return names


def _date(text: str | None) -> dt.date:
    try:
        return dt.date.fromisoformat((text or "").strip())
    except ValueError:
        raise ValueError(_("“%(date)s” is no date.") % {"date": text}) from None
