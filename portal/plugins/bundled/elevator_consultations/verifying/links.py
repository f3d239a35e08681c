"""The chain by itself: every row whole, each on the one before, none missing, none cut off at the end."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from portal.plugins.bundled.elevator_consultations.chain import commitment_of, digest_of
from portal.plugins.bundled.elevator_consultations.models import Case, ChainRow


def check_links(case: Case, rows: Sequence[ChainRow]) -> Iterator[str]:
    """`rows` in their order."""
    before, number = "", 0
    for row in rows:
        if row.number != number + 1:
            yield f"missing: {missing_text(number + 1, row.number - 1)}"
        if row.previous != before:
            yield f"altered: row {row.number} does not stand on the row before it"
        yield from check_row(row)
        before, number = row.digest, row.number
    yield from check_end(case, number, before)


def check_row(row: ChainRow) -> Iterator[str]:
    if digest_of(row) != row.digest:
        yield f"altered: row {row.number} ({row.subject}) does not have its digest"
    if row.payload is not None and not is_committed(row, row.payload):
        yield f"altered: what row {row.number} ({row.subject}) says is not what was committed to"


def is_committed(row: ChainRow, payload: Mapping[str, Any]) -> bool:
    try:
        return commitment_of(row.salt, payload) == row.commitment
    except ValueError:  # not even a salt
        return False


def check_end(case: Case, number: int, head: str) -> Iterator[str]:
    if case.chain_length > number:
        yield f"cut off: {missing_text(number + 1, case.chain_length)} at the end"
    elif case.chain_length < number:
        yield f"extra: the case counts {case.chain_length} rows, the chain has {number}"
    elif case.chain_head != head:
        yield "altered: the last row is not the one that the case knows"


def missing_text(first: int, last: int) -> str:
    if last < first:
        return f"the numbers of rows do not follow each other at {first}"
    return f"row {first}" if first == last else f"rows {first} to {last}"
