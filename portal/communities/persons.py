"""Who holds something about persons: apps of the portal register here, plugins say so in their declaration."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise

from portal.communities.querysets import CommunityQuerySet


class HoldsPersons(Protocol):
    """What the portal asks of whoever holds something about persons. A person is found by phone number.

    Every method takes a constant number of queries.
    """

    def export(self, *, communities: CommunityQuerySet, phone: str) -> Iterable[Mapping[str, Any]]:
        """Everything held of this person there: a flat mapping a record, values that JSON can write."""

    def erase(self, *, communities: CommunityQuerySet, phone: str) -> int:
        """Erase it for good and say how many records that were. Called inside a transaction."""


@dataclass(frozen=True, slots=True)
class Holder:
    """An app of the portal that holds something. `description` says what, why and how long; it erases in time by a job
    of its own."""

    key: str
    name: str | Promise
    description: str | Promise
    data: HoldsPersons


_holders: dict[str, Holder] = {}


def register_holder(holder: Holder) -> None:
    """Called in AppConfig.ready(): from then on the admin's screen of personal data shows and erases what it holds."""
    if holder.key in _holders and _holders[holder.key].data is not holder.data:
        raise ValueError(f"there is a holder of personal data {holder.key!r} already")
    _holders[holder.key] = holder


def own_holders() -> list[Holder]:
    return list(_holders.values())
