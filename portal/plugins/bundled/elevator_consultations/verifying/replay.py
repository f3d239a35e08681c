"""What the chain says: the last word on each unit, question, answer, notice and objection, and all moves."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from portal.plugins.bundled.elevator_consultations.choices import RecordKind
from portal.plugins.bundled.elevator_consultations.models import ChainRow

Payload = dict[str, Any] | None


@dataclass(slots=True)
class Replayed:
    """`latest` is {kind: {subject: payload}}, None for what was erased. `moves` are all rows about stages."""

    latest: dict[str, dict[str, Payload]] = field(default_factory=lambda: {kind: {} for kind in RecordKind.values})
    moves: list[Payload] = field(default_factory=list)
    erased: int = 0

    def take(self, row: ChainRow) -> None:
        payload = row.payload if isinstance(row.payload, dict) or row.payload is None else {}
        self.latest.setdefault(row.kind, {})[row.subject] = payload
        self.erased += payload is None
        if row.kind == RecordKind.STAGE:
            self.moves.append(payload)


def replay(rows: Iterable[ChainRow]) -> Replayed:
    said = Replayed()
    for row in rows:
        said.take(row)
    return said
