"""What rows of the chain say of stages, notices and objections. `verify_consultation` reads the same."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from portal.plugins.bundled.elevator_consultations.chain import canonical
from portal.plugins.bundled.elevator_consultations.models import (
    MediationStep,
    Objection,
    PublicNotice,
    StageMove,
)
from portal.plugins.bundled.elevator_consultations.payloads import in_utc, text_digest


def move_payload(move: StageMove) -> dict[str, Any]:
    """What is said about a move is read by everybody, so it stands there in words."""
    said = {"before": str(move.before), "after": str(move.after), "note": dict(move.note)}
    return said | {"at": in_utc(move.moved_at)}


def notice_payload(notice: PublicNotice) -> dict[str, Any]:
    days = {"first_day": notice.first_day.isoformat(), "last_day": notice.last_day.isoformat()}
    is_replaced = notice.replaced_at is not None
    return {"number": notice.number, "digest": notice.digest, **days, "replaced": is_replaced}


def objection_payload(objection: Objection, steps: list[MediationStep]) -> dict[str, Any]:
    """The household's words, the answer and the talks by their digests: the chain tells them to nobody."""
    return {
        "number": objection.number,
        "unit": objection.unit_id,
        "text": text_digest(objection.text),
        "topic": names_digest(objection.topic),
        "answers": names_digest(objection.answers),
        "outcome": str(objection.outcome),
        "steps": [text_digest(f"{step.on.isoformat()} {step.what}") for step in steps],
    }


def names_digest(names: Mapping[str, str]) -> str:
    return sha256(canonical(dict(names))).hexdigest() if names else ""
