"""A table of the plugins: what the city says of them, where they are on, what is wrong with them."""

import json
from argparse import ArgumentParser
from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from portal.plugins.quarantine import quarantined
from portal.plugins.use import PluginUse, use_of_plugins, vanished


class Command(BaseCommand):
    help = "List the plugins: version, policy, in how many communities they are on and muted, and which were left out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        uses = use_of_plugins()
        if options["json"]:
            found = {
                "installed": [as_json(use) for use in uses],
                "left_out": [{"key": it.key, "package": it.package, "reason": it.reason} for it in quarantined()],
                "vanished": [row.key for row in vanished()],
            }
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        heads = (_("key"), _("version"), _("level"), _("policy"), _("communities"), _("muted"), _("name"))
        for line in table([heads, *map(as_row, uses)]):
            self.stdout.write(line)
        for left_out in quarantined():
            self.stdout.write(self.style.WARNING(_("left out: %s") % f"{left_out.key}: {left_out.reason}"))
        for row in vanished():
            self.stdout.write(self.style.WARNING(_("package gone: %s") % row.key))


def as_json(use: PluginUse) -> dict[str, Any]:
    return {
        "key": use.plugin.key,
        "name": use.plugin.name,
        "version": use.plugin.version,
        "level": str(use.plugin.level),
        "policy": str(use.policy),
        "exceptions": use.exceptions,
        "communities": use.on,
        "muted": use.muted,
    }


def as_row(use: PluginUse) -> tuple[str, ...]:
    policy = str(use.policy) + (f" (+{use.exceptions})" if use.exceptions else "")
    plugin = use.plugin
    return (plugin.key, plugin.version, str(plugin.level), policy, str(use.on), str(use.muted), plugin.name)


def table(rows: list[tuple[str, ...]]) -> list[str]:
    """Columns as wide as their widest cell; the last one is not filled up."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(filled_up(*pair) for pair in zip(row, widths, strict=True)).rstrip() for row in rows]


def filled_up(cell: str, width: int) -> str:
    return cell + " " * (width - width_of(cell))


def width_of(text: str) -> int:
    """Columns of a terminal: Chinese signs take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
