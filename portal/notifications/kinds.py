"""What the portal may tell people: each kind of message, declared by the app that sends it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

# What mainland providers allow a template's variable to be long.
VARIABLE_LENGTH = 20


@dataclass(frozen=True, slots=True)
class MessageKind:
    """`subject` and `text` are lazy translations with `%(name)s` for each of `variables`.

    The text is what a mail says, what an SMS provider's approved template says in its own words, and what a worker
    reads out on the phone; so it is short, and holds no more about a person than its reader needs. `is_urgent` messages
    do not wait for the end of quiet hours. What is of no use any more after `valid_for` is not sent then, and forgotten
    sooner. What is not `is_called` nobody can be told on the phone (a code): it goes by text or mail or not at all.
    """

    key: str
    subject: str | Promise
    text: str | Promise
    variables: tuple[str, ...] = ()
    is_urgent: bool = False
    is_called: bool = True
    valid_for: dt.timedelta | None = None

    def render(self, variables: Mapping[str, Any], language: str) -> tuple[str, str]:
        """(subject, text) in a language. Raises KeyError for a variable that is not given."""
        values = {name: str(variables[name]) for name in self.variables}
        with override(language):
            return str(self.subject) % values, str(self.text) % values

    def short(self, variables: Mapping[str, Any]) -> dict[str, str]:
        """The variables as SMS templates take them."""
        values = {name: str(variables[name]) for name in self.variables}
        return {n: v if len(v) <= VARIABLE_LENGTH else f"{v[: VARIABLE_LENGTH - 1]}…" for n, v in values.items()}


_kinds: dict[str, MessageKind] = {}


def register_kind(kind: MessageKind) -> MessageKind:
    """Called in AppConfig.ready(), or where the kind is declared in a module that is imported then."""
    if kind.key in _kinds and _kinds[kind.key] != kind:
        raise ValueError(f"there is a kind of message {kind.key!r} already")
    _kinds[kind.key] = kind
    return kind


def kinds() -> Mapping[str, MessageKind]:
    return _kinds
