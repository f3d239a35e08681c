"""The append-only chain of a case. Written here only, within the transaction of what it records."""

import datetime as dt
import hmac
import json
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.utils import timezone

from portal.plugins.bundled.elevator_consultations.choices import RecordKind
from portal.plugins.bundled.elevator_consultations.models import Case, ChainRow


def locked_case(pk: int) -> Case:
    """Inside a transaction: whatever is decided in one case waits for each other. Households are locked before, never
    after (`lock_household`)."""
    return Case.objects.select_for_update(of=("self",)).select_related("community").get(pk=pk)


def append(case: Case, kind: RecordKind, subject: str, payload: Mapping[str, Any]) -> ChainRow:
    """Add a row to the chain of a `locked_case`. The payload is what JSON can write, amounts and areas as text."""
    salt = secrets.token_hex(32)
    row = ChainRow(
        case=case,
        number=case.chain_length + 1,
        kind=kind,
        subject=subject,
        at=timezone.now(),
        payload=dict(payload),
        salt=salt,
        commitment=commitment_of(salt, payload),
        previous=case.chain_head,
    )
    row.digest = digest_of(row)
    row.save()
    case.chain_length, case.chain_head = row.number, row.digest
    case.save(update_fields=["chain_length", "chain_head"])
    return row


def commitment_of(salt: str, payload: Mapping[str, Any]) -> str:
    return hmac.new(bytes.fromhex(salt), canonical(payload), sha256).hexdigest()


def digest_of(row: ChainRow) -> str:
    """Over everything but payload and salt, which may be erased."""
    at = row.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return sha256(canonical([row.previous, row.number, row.kind, row.subject, at, row.commitment])).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON without blanks, keys sorted, as UTF-8: the same value is the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
