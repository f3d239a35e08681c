"""What rows of the chain say of a register, a question, an answer. `verify_consultation` reads the same."""

import datetime as dt
from hashlib import sha256
from typing import Any

from portal.plugins.bundled.elevator_consultations.models import Answer, Question, Unit
from portal.plugins.bundled.elevator_consultations.models.rules import RULE_FIELDS


def unit_payload(unit: Unit) -> dict[str, Any]:
    return {
        "unit": unit.pk,
        "household": unit.household_id,
        "area": f"{unit.area:.2f}",
        "source": str(unit.area_source),
        "owner": unit.owner_mark,
        "undelivered": unit.is_undelivered,
        "removed": unit.removed_at is not None,
    }


def question_payload(question: Question) -> dict[str, Any]:
    said = {
        "question": question.pk,
        "kind": str(question.kind),
        "texts": dict(question.texts),
        "opens_at": in_utc(question.opens_at),
        "closes_at": in_utc(question.closes_at),
        "rules": {name: _plain(getattr(question, name)) for name in RULE_FIELDS},
        "decided": question.decided_at is not None,
    }
    return said | ({"result": question.result} if question.decided_at else {})


def answer_payload(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question_id,
        "unit": answer.unit_id,
        "voice": str(answer.voice),
        "point": text_digest(answer.point),
        "channel": str(answer.channel),
        "scan": answer.scan_digest,
    }


def text_digest(text: str) -> str:
    """Empty for no text."""
    return sha256(text.encode()).hexdigest() if text else ""


def in_utc(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else value
