"""The plugin's source uses one public module of Linli, its migrations too."""

import ast
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command

from portal.plugins.app_config import PluginConfig
from portal.plugins.testing.conformance.world import NotConforming

ALLOWED = ("portal.plugins.api",)
ALLOWED_IN_TESTS = (*ALLOWED, "portal.plugins.testing")
OURS = re.compile(r"(portal|search)(\.\w+)*")
DOTTED = re.compile(r"(portal|search)(\.\w+)+")


def it_imports_the_api_only(config: PluginConfig) -> None:
    package = Path(config.path)
    for path in sorted(package.rglob("*.py")):
        relative = path.relative_to(package)
        allowed = ALLOWED_IN_TESTS if "tests" in relative.parts or path.name == "conftest.py" else ALLOWED
        allowed = (*allowed, config.name)  # its own: bundled plugins stand in the portal's package
        for name in named_modules(path.read_text("utf-8")):
            if not any(name == module or name.startswith(f"{module}.") for module in allowed):
                raise NotConforming(f"{relative} names {name}; plugins may import portal.plugins.api only")


def named_modules(source: str) -> Iterator[str]:
    """Modules of Linli that are imported, or named by a dotted path in a text."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if OURS.fullmatch(alias.name))
        elif isinstance(node, ast.ImportFrom) and not node.level and OURS.fullmatch(node.module or ""):
            if node.module in ("portal", "portal.plugins"):
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield str(node.module)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
            yield node.value


def its_migrations_are_whole(config: PluginConfig) -> None:
    """They name the API only (by the check above), and nothing is missing in them."""
    if not list(config.get_models()):
        return
    said = StringIO()
    try:
        call_command("makemigrations", config.label, check=True, dry_run=True, stdout=said, no_color=True)
    except (CommandError, SystemExit):
        changes = " ".join(said.getvalue().split())
        raise NotConforming(f"Its models have changed since its migrations: {changes}") from None
