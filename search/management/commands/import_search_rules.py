"""Synonyms, one-way rules, glossary and readings from a file, into the city's rules or a community's."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError

from search.contract import get_provider
from search.models import SearchRule
from search.rule_files import NotARule, import_rules, rules_in


class Command(BaseCommand):
    help = "Add search rules from a YAML file (see docs/operators/search.md). Safe to run again: what is there stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--community", default="", help="slug or code; left out: the whole city")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are rules already")
        parser.add_argument("--dry-run", action="store_true", help="only check the file")

    def handle(self, *args: Any, file: Path, community: str, dry_run: bool, **options: Any) -> None:
        if options["if_empty"] and SearchRule.objects.exists():
            return
        scope = get_provider().community(community) if community else None
        if community and scope is None:
            raise CommandError(f"There is no open community {community!r}.")
        try:
            data = yaml.safe_load(file.read_text("utf-8-sig"))
            rules = rules_in(data, community=scope.code if scope else "")
        except (OSError, UnicodeDecodeError, yaml.YAMLError, NotARule) as error:
            raise CommandError(f"{file}: {error}") from error
        if dry_run:
            self.stdout.write(f"{len(rules)} rules, all well formed.")
            return
        imported = import_rules(rules)
        if options["verbosity"]:
            self.stdout.write(self.style.SUCCESS(f"{imported.added} rules added, {imported.known} were there."))
