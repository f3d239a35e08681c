"""Mapping files: the columns of somebody else's list as the fields of ours. See docs/operators/import-guides.md."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from portal.services.importing.rows import SourceRow, languages_by_suffix, nested
from portal.services.importing.rules import Rule, columns_of, fields_of, read_rules, refuse_unknown, rule_from
from portal.tables import Problems

KEYS = ("format", "encoding", "language", "constants", "fields")


@dataclass(frozen=True, slots=True)
class MappingFile:
    fields: Mapping[str, Rule]
    constants: Mapping[str, Any]
    language: str
    format: str = ""
    encoding: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return columns_of(self.fields)

    def mapped(self, rows: list[SourceRow], file: str, problems: Problems) -> Iterator[SourceRow]:
        """The rows with our names, in the shape of a JSON Lines object."""
        for row in rows:
            fields = fields_of(self.fields, row.values, line=row.line, file=file, problems=problems)
            yield SourceRow(row.line, nested({**self.constants, **fields}, language=self.language))


def read_mapping(path: Path) -> MappingFile:
    """A YAML or TOML file. Raises FileProblem for what is no mapping."""
    return read_rules(path, _mapping_from)


def _mapping_from(data: Any) -> MappingFile:
    if not isinstance(data, dict) or not isinstance(data.get("fields"), dict):
        raise ValueError(_("a mapping has “fields”: our names, and for each the column it comes from."))
    refuse_unknown(data, KEYS)
    language = str(data.get("language", settings.LANGUAGE_CODE))
    if language not in languages_by_suffix():
        raise ValueError(_("“%(name)s” is not one of the site's languages.") % {"name": language})
    return MappingFile(
        fields={str(name): rule_from(str(name), rule) for name, rule in data["fields"].items()},
        constants=data.get("constants") or {},
        language=languages_by_suffix()[language],
        format=str(data.get("format", "")),
        encoding=str(data.get("encoding", "")),
    )
