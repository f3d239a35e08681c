"""A file of any kind as records."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from portal.services.importing.hsds import Directory
from portal.services.importing.hsds_tables import Tables, read_table_rules
from portal.services.importing.mapping import read_mapping
from portal.services.importing.parsing import Parser
from portal.services.importing.records import CITY, GuideRecord
from portal.services.importing.rows import SourceRow, format_of, languages_by_suffix, nested, read_source
from portal.tables import FileProblem, Problems

KINDS = ("jsonl", "csv", "xlsx", "hsds")


@dataclass(frozen=True, slots=True)
class Options:
    """As `manage.py import_guides` names them; empty: as the file says."""

    format: str = ""
    encoding: str = ""
    mapping: Path | None = None
    community: str = ""
    category: str = ""
    language: str = "en"
    key_prefix: str = ""


@dataclass
class Source:
    """`notes` tell what of the file is not in the records, without being wrong."""

    records: list[GuideRecord]
    notes: list[str] = field(default_factory=list)


def read_records(path: Path, options: Options, problems: Problems) -> Source:
    """Raises FileProblem if the file as a whole cannot be read; what is wrong with rows goes to `problems`."""
    if options.format == "hsds":
        return _read_hsds(path, options, problems)
    parser = Parser(path.name, problems, options.community or CITY, options.category)
    rows = _read_mapped(path, options, problems) if options.mapping else _read_own(path, options, problems)
    records = [record for row in rows if (record := parser.record(row))]
    unread = ", ".join(f"{name} ({count})" for name, count in parser.unread.items())
    return Source(
        records, [_("Not read, for nobody knows these fields: %(names)s.") % {"names": unread}] if unread else []
    )


def _read_own(path: Path, options: Options, problems: Problems) -> list[SourceRow]:
    kind = options.format or format_of(path)
    rows = read_source(path, kind=kind, encoding=options.encoding, required=("key",), problems=problems)
    if kind == "jsonl":
        return rows
    titles = [f"title_{suffix}" for suffix in languages_by_suffix()]
    if rows and not any(name in rows[0].values for name in titles):
        raise FileProblem(_("%(file)s: no column with titles, such as title_zh.") % {"file": path.name})
    return [SourceRow(row.line, nested(row.values)) for row in rows]


def _read_mapped(path: Path, options: Options, problems: Problems) -> list[SourceRow]:
    mapping = read_mapping(options.mapping or Path())
    kind = options.format or mapping.format or format_of(path)
    encoding = options.encoding or mapping.encoding
    rows = read_source(path, kind=kind, encoding=encoding, required=mapping.columns, problems=problems)
    return list(mapping.mapped(rows, path.name, problems))


def _read_hsds(folder: Path, options: Options, problems: Problems) -> Source:
    rules = read_table_rules(options.mapping) if options.mapping else None
    tables = Tables(folder, problems, encoding=options.encoding, rules=rules)
    directory = Directory(tables, options.language, options.community or CITY, options.category, options.key_prefix)
    records = directory.records(problems)
    left_out = "; ".join(directory.left_out)
    names = {"file": tables.services_file, "rows": left_out}
    return Source(records, [_("%(file)s, left out: %(rows)s.") % names] if left_out else [])
