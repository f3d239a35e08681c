"""Text messages: what a provider has to do, and the one that is configured.

In mainland China a text goes out only by a template that the provider has approved: its id and short variables are
sent, never the words. SMS_TEMPLATES names the template of each kind and language; what has none goes by another
channel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class NotNow(Exception):
    """The provider cannot take it at the moment: it is tried again."""


class Never(Exception):
    """The provider refuses it for good: another channel has to do."""


@dataclass(frozen=True, slots=True)
class Text:
    """`reference` is the same at every try: a provider sends one text for each reference."""

    reference: str
    community_id: int
    phone: str
    kind: str
    language: str
    variables: Mapping[str, str]
    text: str


class SmsProvider(Protocol):
    """`confirms` where it says later, by `actions.record_receipt`, whether a text arrived; else handing over counts."""

    confirms: bool

    def takes(self, *, phone: str, kind: str, language: str) -> bool:
        """Whether it has a template for this and reaches such a number. No network."""

    def send(self, text: Text) -> None:
        """Hand it over. Raises NotNow or Never. Twice the same reference is sent once."""


def provider() -> SmsProvider | None:
    """The configured one; None without, and then nobody gets texts."""
    return import_string(settings.SMS_PROVIDER)() if settings.SMS_PROVIDER else None


def template_for(kind: str, language: str) -> str:
    return settings.SMS_TEMPLATES.get(f"{kind}:{language}", "")
