"""Files of rules: lists of lines under `zh`, `en`, `glossary` and `readings`, as editors would write them down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from search.models import RuleKind, SearchRule
from search.models.rule import split_words

_SECTIONS = ("zh", "en", "glossary", "readings")


class NotARule(ValueError):
    """Says which line, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Imported:
    added: int
    known: int


def rules_in(data: Any, *, community: str = "") -> list[SearchRule]:
    """The rules of a file as read from YAML, unsaved and checked.

    `a, b` mean the same; `a, b => c` is one way; in `glossary`, `a = b`; in `readings`, `长护险 = chang hu xian`.
    """
    if not isinstance(data, Mapping) or not set(data) <= set(_SECTIONS):
        raise NotARule(_("A list under each of %(names)s is wanted.") % {"names": ", ".join(_SECTIONS)})
    rules = []
    for section, line in _lines(data):
        rule = _rule(section, line)
        rule.community = community
        try:
            rule.full_clean(validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            raise NotARule(f"{section}: {line}: {' '.join(error.messages)}") from error
        rules.append(rule)
    return rules


def _lines(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for section in _SECTIONS:
        lines = data.get(section) or []
        if not isinstance(lines, list):
            raise NotARule(_("%(name)s is no list.") % {"name": section})
        for line in lines:
            yield section, str(line)


def _rule(section: str, line: str) -> SearchRule:
    if section in ("glossary", "readings"):
        kind = RuleKind.GLOSSARY if section == "glossary" else RuleKind.READING
        left, _sign, right = line.partition("=")
    else:
        left, arrow, right = line.partition("=>")
        kind = RuleKind.ONE_WAY if arrow else RuleKind.EQUAL
    return SearchRule(kind=kind, words=", ".join(split_words(left)), targets=", ".join(split_words(right)))


@transaction.atomic
def import_rules(rules: list[SearchRule]) -> Imported:
    """Add those that are new; a rule with the same kind and words stays as it is."""
    added = 0
    for rule in rules:
        values = {"community": rule.community, "kind": rule.kind, "words": rule.words}
        _row, is_new = SearchRule.objects.get_or_create(**values, defaults={"targets": rule.targets})
        added += is_new
    return Imported(added, len(rules) - added)
