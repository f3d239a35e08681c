"""What the tables say today against what the chain said last: altered, missing and extra rows."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet

from portal.plugins.bundled.elevator_consultations.choices import RecordKind, Stage
from portal.plugins.bundled.elevator_consultations.ledger_payloads import (
    move_payload,
    notice_payload,
    objection_payload,
)
from portal.plugins.bundled.elevator_consultations.models import Answer, Case
from portal.plugins.bundled.elevator_consultations.notice_content import is_as_posted
from portal.plugins.bundled.elevator_consultations.payloads import answer_payload, question_payload, unit_payload
from portal.plugins.bundled.elevator_consultations.verifying.replay import Payload, Replayed


def check_tables(case: Case, said: Replayed, digests: set[str]) -> Iterator[str]:
    sealed: list[str] = []
    for kind, rows in rows_of(case, sealed).items():
        yield from compare(said.latest[kind], rows)
    yield from (f"altered: {each} cannot be opened by any key" for each in sealed)
    yield from check_moves(case, said.moves)
    yield from check_notices(case, digests)


def rows_of(case: Case, sealed: list[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """{kind: {subject: what the chain would say of the row as it is now}}; six queries. What no key opens is named in
    `sealed`."""
    answers = Answer.objects.filter(question__case=case)
    objections = case.objections.prefetch_related("steps")
    return {
        RecordKind.UNIT: {f"unit:{each.pk}": unit_payload(each) for each in case.units.all()},
        RecordKind.QUESTION: {f"question:{each.pk}": question_payload(each) for each in case.questions.all()},
        RecordKind.ANSWER: {
            f"answer:{each.question_id}/{each.unit_id}": answer_payload(each) for each in opened(answers, sealed)
        },
        RecordKind.NOTICE: {f"notice:{each.number}": notice_payload(each) for each in case.notices.all()},
        RecordKind.OBJECTION: {
            f"objection:{each.number}": objection_payload(each, list(each.steps.all()))
            for each in opened(objections, sealed)
        },
    }


def opened(rows: QuerySet[Any], sealed: list[str]) -> Iterator[Any]:
    """One after the other only where somebody wrote something that is no sealed text."""
    try:
        yield from list(rows)
    except ImproperlyConfigured:
        for pk in rows.values_list("pk", flat=True):
            try:
                yield rows.get(pk=pk)
            except ImproperlyConfigured:
                sealed.append(f"{rows.model._meta.verbose_name} {pk}")


def compare(said: Mapping[str, Payload], rows: Mapping[str, dict[str, Any]]) -> Iterator[str]:
    """What is erased in the chain may be gone from its table, too."""
    for subject in sorted(name for name, payload in said.items() if payload is not None and name not in rows):
        yield f"missing: {subject} stands in the chain and not in its table"
    for subject in sorted(rows.keys() - said.keys()):
        yield f"extra: {subject} stands in its table and not in the chain"
    for subject in sorted(said.keys() & rows.keys()):
        payload, row = said[subject], rows[subject]
        if payload is not None and (differs := sorted(differing(payload, row))):
            yield f"altered: {subject} is not as it stands in the chain ({', '.join(differs)})"


def differing(payload: Mapping[str, Any], row: Mapping[str, Any]) -> set[str]:
    return {name for name in payload.keys() | row.keys() if payload.get(name) != row.get(name)}


def check_moves(case: Case, said: list[Payload]) -> Iterator[str]:
    moves = [move_payload(each) for each in case.moves.order_by("moved_at", "pk")]
    if len(moves) != len(said):
        yield f"{'missing' if len(moves) < len(said) else 'extra'}: {len(moves)} stage moves, {len(said)} in the chain"
    elif any(payload is not None and payload != move for payload, move in zip(said, moves, strict=True)):
        yield "altered: a stage move is not as it stands in the chain"
    last = said[-1] if said else {"after": Stage.SURVEY.value}
    if last is not None and case.stage != (stage := last.get("after")):
        yield f"altered: the case is in the stage {case.stage}, by its chain in {stage}"


def check_notices(case: Case, digests: set[str]) -> Iterator[str]:
    """A notice that carries a head which is not in the chain: the chain was computed anew, or its end is gone."""
    for notice in case.notices.all():
        if not is_as_posted(notice):
            yield f"altered: notice:{notice.number} does not say what was posted, its digest differs"
        if notice.chain_head not in digests:
            yield f"missing: the row that notice:{notice.number} carries as the chain’s head ({notice.chain_head})"
