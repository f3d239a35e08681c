"""The texts of a plugin's source, found without GNU gettext: calls in Python, tags in templates."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

#: {function: positions of context, text and plural among its arguments}
FUNCTIONS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATES = re.compile(rf"\b(_|n?p?gettext)\(\s*{STRING}(?:\s*,\s*{STRING})?(?:\s*,\s*{STRING})?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    plural: str = ""
    context: str = ""
    place: str = ""

    @property
    def key(self) -> str:
        """As a compiled catalogue has it."""
        return f"{self.context}\x04{self.text}" if self.context else self.text


def texts_in(package: Path) -> list[Text]:
    """All texts of the package's Python files and templates, migrations and tests left out."""
    found = []
    for path in sorted([*package.rglob("*.py"), *package.rglob("templates/**/*.*")]):
        if {"migrations", "tests"} & {*path.relative_to(package).parts}:
            continue
        read = texts_of_python if path.suffix == ".py" else texts_of_template
        found += list(read(path.read_text("utf-8"), str(path.relative_to(package))))
    return found


def texts_of_python(source: str, place: str) -> Iterator[Text]:
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in FUNCTIONS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (function := names.get(called(node.func))):
            given = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
            yield from text_of(function, given, place)


def called(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def texts_of_template(source: str, place: str) -> Iterator[Text]:
    for found in IN_TEMPLATES.finditer(templatize(source, origin=place)):
        given = [ast.literal_eval(part) if part else None for part in found.groups()[1:]]
        yield from text_of("gettext" if found[1] == "_" else found[1], given, place)


def text_of(function: str, given: Sequence[object], place: str) -> Iterator[Text]:
    context, text, plural = (
        given[position] if position is not None and position < len(given) else None for position in FUNCTIONS[function]
    )
    if isinstance(text, str):
        yield Text(text, str(plural or ""), str(context or ""), place)
