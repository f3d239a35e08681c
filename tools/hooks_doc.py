"""Write docs/plugins/hooks.md from the hooks' declarations: `tools/hooks_doc.py`.

It reads `portal/plugins/hookspecs.py` and `portal/plugins/contracts.py` as text, so it needs nothing but Python.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[1]
PLUGINS = ROOT / "portal" / "plugins"
TARGET = ROOT / "docs" / "plugins" / "hooks.md"
FACTS = ("Called", "Error", "Cost", "Since")


def document() -> str:
    specs, values = (PLUGINS / "hookspecs.py").read_text("utf-8"), (PLUGINS / "contracts.py").read_text("utf-8")
    parts = [
        "# Hooks",
        "<!-- Written by tools/hooks_doc.py from portal/plugins/hookspecs.py; change it there. -->",
        *paragraphs(ast.get_docstring(ast.parse(specs)) or ""),
        *hooks(specs),
        "## Values",
        "All are dataclasses of `portal.plugins.api` that cannot be changed. A text may be a lazy one; it is made plain"
        " when the value is made.",
        *[value(node) for node in classes(values)],
    ]
    return "\n\n".join(parts) + "\n"


def hooks(source: str) -> Iterator[str]:
    """A heading for each comment that begins a group, then its hooks in their order."""
    lines = source.splitlines()
    groups = {number: line[2:] for number, line in enumerate(lines, 1) if line.startswith("# ")}
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for number in [number for number in groups if number < node.lineno]:
            yield f"## {groups.pop(number)}"
        yield hook(node)


def hook(node: ast.FunctionDef) -> str:
    text, facts = told(ast.get_docstring(node) or "")
    arguments = ", ".join(argument.arg for argument in node.args.args)
    rows = [f"| `{argument.arg}` | `{ast.unparse(argument.annotation)}` |" for argument in node.args.args]
    rows = [row.replace(" | None`", " or None`") for row in rows]
    about = [f"- {name}: {facts[name]}" for name in FACTS]
    answer = f"- Returns: `{ast.unparse(node.returns)}`"
    table = "\n".join(["| argument | type |", "|---|---|", *rows]) if rows else "No arguments."
    return "\n\n".join([f"### `{node.name}({arguments})`", *text, table, "\n".join([answer, *about])])


def told(docstring: str) -> tuple[list[str], dict[str, str]]:
    """The paragraphs of a hook's docstring, and what its last lines say: {"Called": ..., "Cost": ...}."""
    text, _blank, last = docstring.rpartition("\n\n")
    facts: dict[str, str] = {}
    for line in last.splitlines():
        name, colon, said = line.partition(": ")
        if colon and name in FACTS:
            facts[name] = said
        else:
            facts[list(facts)[-1]] += f" {line.strip()}"
    return paragraphs(text), facts


def paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in dedent(text).split("\n\n")]


def classes(source: str) -> list[ast.ClassDef]:
    return [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.decorator_list]


def value(node: ast.ClassDef) -> str:
    rows = ["| field | type | without it |", "|---|---|---|"]
    for part in node.body:
        if isinstance(part, ast.AnnAssign):
            kind = ast.unparse(part.annotation).replace(" | None", " or None")
            rows.append(f"| `{ast.unparse(part.target)}` | `{kind}` | {default(part.value)} |")
    return "\n\n".join([f"### `{node.name}`", *paragraphs(ast.get_docstring(node) or ""), "\n".join(rows)])


def default(given: ast.expr | None) -> str:
    if given is None:
        return "needed"
    if isinstance(given, ast.Call):
        return "empty"
    return {"''": "empty", "()": "empty"}.get(ast.unparse(given), f"`{ast.unparse(given)}`")


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(document(), "utf-8")
