"""Rules of mapping files: how a field comes from columns. See docs/operators/import-guides.md."""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.utils.translation import gettext as _

from portal.tables import FileProblem, Problems, read_text

RULES = ("column", "columns", "separator", "values", "otherwise", "pattern", "split", "date", "default", "prefix")
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Rule:
    """How one field comes from one or several columns, their cells joined by `separator`.

    A text that is among `values` is replaced and done. Any other becomes `otherwise`, where there are values and no
    pattern; `pattern` keeps the first match, its first group if it has one; `split` puts what follows a match on a line
    of its own, as lists want it; `date` is a strptime format. `default` stands for nothing, `prefix` is put before
    anything.
    """

    columns: tuple[str, ...]
    separator: str = "\n\n"
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    pattern: str = ""
    split: str = ""
    date: str = ""
    default: str = ""
    prefix: str = ""

    def read(self, cells: Mapping[str, Any]) -> str:
        """From the cells of a row, by column. Raises ValueError, with a message, for a value that fits no rule."""
        found = (str(cells.get(column) or "").strip() for column in self.columns)
        text = self.separator.join(cell for cell in found if cell)
        if text in self.values:
            return self._made(self.values[text])
        if text and self.values and not self.pattern:
            text = self._otherwise(text)
        if text and self.pattern:
            match = re.search(self.pattern, text)
            text = match.group(1 if match.re.groups else 0).strip() if match else ""
        if self.split:
            text = re.sub(self.split, "\n", text)
        if text and self.date:
            text = self._date(text)
        return self._made(text)

    def _made(self, text: str) -> str:
        text = text or self.default
        return f"{self.prefix}{text}" if text else ""

    def _date(self, text: str) -> str:
        try:
            return dt.datetime.strptime(text, self.date).date().isoformat()
        except ValueError:
            names = {"value": text[:40], "format": self.date}
            raise ValueError(_("“%(value)s” is no date of the form %(format)s.") % names) from None

    def _otherwise(self, text: str) -> str:
        if self.otherwise is None:
            raise ValueError(_("the mapping has nothing for “%(value)s”.") % {"value": text[:40]})
        return self.otherwise


def read_rules(path: Path, made: Callable[[Any], Made]) -> Made:
    """What `made` makes of a YAML or TOML file. Raises FileProblem for what is none; `made` raises ValueError."""
    text = read_text(path)
    try:
        return made(tomllib.loads(text) if path.suffix.lower() == ".toml" else yaml.safe_load(text))
    except RecursionError:
        raise FileProblem(_("%(file)s: nested too deep.") % {"file": path.name}) from None
    except (ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise FileProblem(_("%(file)s: %(reason)s") % {"file": path.name, "reason": reason}) from None


def rule_from(name: str, rule: Any) -> Rule:
    """What a mapping file says of a field: a column, or rules by name. Raises ValueError, with a message."""
    if isinstance(rule, str):
        return Rule((rule,))
    if not isinstance(rule, dict) or ("column" in rule) == ("columns" in rule):
        raise ValueError(_("%(name)s: give one “column” or a list of “columns”.") % {"name": name})
    refuse_unknown(rule, RULES)
    options = {key: _string(rule[key]) for key in rule if key not in ("column", "columns", "values")}
    values = {_string(key): _string(value) for key, value in (rule.get("values") or {}).items()}
    try:
        for option in ("pattern", "split"):
            re.compile(options.get(option, ""))
    except re.error as error:
        raise ValueError(f"{name}: {error}") from None
    columns = rule.get("columns") or [rule["column"]]
    return Rule(tuple(str(column) for column in columns), values=values, **options)


def _string(value: Any) -> str:
    """YAML takes yes and no for truth values."""
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def columns_of(rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """All that the rules read, each once."""
    return tuple(dict.fromkeys(column for rule in rules.values() for column in rule.columns))


def fields_of(
    rules: Mapping[str, Rule], cells: Mapping[str, Any], *, line: int, file: str, problems: Problems
) -> dict[str, str]:
    """{field: value} of a row, without empty ones."""
    fields = {}
    for name, rule in rules.items():
        try:
            if value := rule.read(cells):
                fields[name] = value
        except ValueError as error:
            problems.add(line, f"{name}: {error}", file)
    return fields


def refuse_unknown(given: Mapping[str, Any], known: tuple[str, ...]) -> None:
    if unknown := [str(name) for name in given if name not in known]:
        names = {"unknown": ", ".join(unknown), "known": ", ".join(known)}
        raise ValueError(_("nobody knows %(unknown)s; there are: %(known)s.") % names)
