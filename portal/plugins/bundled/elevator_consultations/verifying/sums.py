"""Decided questions counted anew, from what the chain said at that moment."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.plugins.bundled.elevator_consultations.choices import RecordKind
from portal.plugins.bundled.elevator_consultations.models import ChainRow
from portal.plugins.bundled.elevator_consultations.tally import CountingRules, UnitFacts, count
from portal.plugins.bundled.elevator_consultations.verifying.replay import Payload, Replayed

#: What rows that were tampered with may do to whoever reads them.
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, InvalidOperation)


class Unprovable(Exception):
    """A row that would be needed is erased."""


def check_sums(rows: Sequence[ChainRow], cannot: list[str]) -> Iterator[str]:
    """What cannot be counted any more goes into `cannot`."""
    said = Replayed()
    for row in rows:
        said.take(row)
        if row.kind != RecordKind.QUESTION or not isinstance(row.payload, dict) or not row.payload.get("decided"):
            continue
        try:
            counted, kept = sums_of(row.payload, said), row.payload["result"]
            differs = ", ".join(name for name, value in counted.items() if kept.get(name) != value)
        except Unprovable:
            cannot.append(f"that {row.subject} was counted right: rows it needs are erased")
        except UNREADABLE:
            yield f"altered: {row.subject} in row {row.number} cannot be counted anew, a row it needs is no such row"
        else:
            if differs:
                yield f"altered: {row.subject} in row {row.number}, counted anew, differs in {differs}"


def sums_of(question: Mapping[str, Any], said: Replayed) -> dict[str, Any]:
    """The tally of a question by the units and answers that the chain had said."""
    voices = {}
    for subject, answer in said.latest[RecordKind.ANSWER].items():
        if subject.startswith(f"answer:{question['question']}/"):
            voices[there(answer)["unit"]] = there(answer)["voice"]
    units = map(there, said.latest[RecordKind.UNIT].values())
    facts = [facts_of(unit, voices.get(unit["unit"], "")) for unit in units if not unit["removed"]]
    return count(facts, CountingRules.read(question["rules"])).as_json()


def facts_of(unit: Mapping[str, Any], voice: str) -> UnitFacts:
    return UnitFacts(unit["unit"], Decimal(unit["area"]), unit["owner"], unit["undelivered"], voice)


def there(payload: Payload) -> dict[str, Any]:
    if payload is None:
        raise Unprovable
    return payload
