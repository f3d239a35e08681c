"""The tables of an HSDS folder: under the names of any version, or made out of files with columns of their own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from portal.services.importing.rules import Rule, columns_of, fields_of, read_rules, refuse_unknown, rule_from
from portal.tables import FileProblem, Problems, Row, read_rows

#: What the tables were called in one version or the other.
TABLES = {
    "services": ("services",),
    "organizations": ("organizations",),
    "locations": ("locations",),
    "services_at_location": ("services_at_location", "service_at_locations", "services_at_locations"),
    "phones": ("phones",),
    "addresses": ("physical_addresses", "addresses", "postal_addresses"),
    "schedules": ("regular_schedules", "schedules"),
    "eligibility": ("eligibility", "eligibilities"),
    "documents": ("required_documents",),
    "costs": ("cost_options",),
    "areas": ("service_areas",),
    "service_taxonomies": ("service_taxonomies", "services_taxonomy", "service_taxonomy"),
    "taxonomies": ("taxonomies", "taxonomy", "taxonomy_terms"),
    "attributes": ("attributes",),
}
TABLE_OF = {name: table for table, names in TABLES.items() for name in names}
REQUIRED = ("id", "name")


@dataclass(frozen=True, slots=True)
class TableRule:
    """How rows of a table come from a file: `fields` are HSDS's columns."""

    file: str
    fields: Mapping[str, Rule]

    def read(self, folder: Path, encoding: str, problems: Problems) -> Iterator[Row]:
        for row in read_rows(folder / self.file, required=columns_of(self.fields), encoding=encoding):
            fields = fields_of(self.fields, row.cells, line=row.line, file=self.file, problems=problems)
            yield Row(row.line, fields)


TableRules = Mapping[str, Sequence[TableRule]]


class Tables:
    """Each read once; those that are missing are empty. `rules` are of the tables that have other names."""

    def __init__(
        self, folder: Path, problems: Problems, *, encoding: str = "", rules: TableRules | None = None
    ) -> None:
        if not folder.is_dir():
            raise FileProblem(_("%(file)s: HSDS is a folder of CSV files.") % {"file": folder})
        self.folder, self.encoding = folder, encoding
        self.rules, self.problems = rules or {}, problems
        self._read: dict[str, list[Row]] = {}
        self.services_file = self.rules["services"][0].file if "services" in self.rules else "services.csv"
        if not self["services"]:
            names = {"file": folder, "services": self.services_file}
            raise FileProblem(_("%(file)s: no %(services)s with services in it.") % names)

    def __getitem__(self, table: str) -> list[Row]:
        if table not in self._read:
            self._read[table] = list(self._mapped(table) if table in self.rules else self._own(table))
        return self._read[table]

    def by(self, table: str, *columns: str) -> dict[tuple[str, str], list[Row]]:
        """{(column, id): rows} for whichever of the columns a row fills."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self[table]:
            for column in columns:
                if row[column]:
                    found[column, row[column]].append(row)
        return found

    def _own(self, table: str) -> Iterator[Row]:
        for name in TABLES[table]:
            path = self.folder / f"{name}.csv"
            if path.exists():
                yield from read_rows(path, required=REQUIRED if table == "services" else (), encoding=self.encoding)

    def _mapped(self, table: str) -> Iterator[Row]:
        for rule in self.rules[table]:
            yield from rule.read(self.folder, self.encoding, self.problems)


def read_table_rules(path: Path) -> TableRules:
    """A mapping file with `tables`. Raises FileProblem for what is none."""
    return read_rules(path, _table_rules)


def _table_rules(data: Any) -> TableRules:
    if not isinstance(data, dict) or not isinstance(data.get("tables"), dict):
        raise ValueError(_("a mapping for HSDS has “tables”: their names, and for each the file and fields."))
    refuse_unknown(data, ("tables",))
    refuse_unknown(data["tables"], tuple(TABLE_OF))
    rules: dict[str, list[TableRule]] = defaultdict(list)
    for name, given in data["tables"].items():
        for part in given if isinstance(given, list) else [given]:
            rules[TABLE_OF[name]].append(_table_rule(name, part))
    missing = [name for name in REQUIRED if any(name not in rule.fields for rule in rules.get("services", ()))]
    if missing:
        raise ValueError(_("services: %(names)s missing.") % {"names": ", ".join(missing)})
    return dict(rules)


def _table_rule(name: str, given: Any) -> TableRule:
    if not isinstance(given, dict) or not isinstance(given.get("fields"), dict):
        raise ValueError(_("%(name)s: give “fields”, and “file” if it is not %(name)s.csv.") % {"name": name})
    refuse_unknown(given, ("file", "fields"))
    fields = {str(field): rule_from(f"{name}, {field}", rule) for field, rule in given["fields"].items()}
    return TableRule(str(given.get("file") or f"{name}.csv"), fields)
