"""Moving a case to another stage: checked under its lock, written down for everybody, in the chain and in the log."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.plugins.api import Names
from portal.plugins.bundled.elevator_consultations.case_facts import facts_of
from portal.plugins.bundled.elevator_consultations.chain import append, locked_case
from portal.plugins.bundled.elevator_consultations.choices import RecordKind, Stage
from portal.plugins.bundled.elevator_consultations.ledger_payloads import move_payload
from portal.plugins.bundled.elevator_consultations.models import Case, StageMove
from portal.plugins.bundled.elevator_consultations.stages import needs_note, problems_of


@transaction.atomic
def move_case(
    case: Case,
    to: Stage,
    *,
    by: User | None,
    note: Names | None = None,
    seen: Stage | None = None,
) -> StageMove | None:
    """Raises ValidationError with all that is missing. `note` is read by everybody; going back, stopping and taking up
    again want one. `seen` is the stage that whoever decided had before them: where somebody else moved the case
    meanwhile it is refused, and None where it is there already, such as after a second click."""
    row = locked_case(case.pk)
    before, note = Stage(row.stage), note or Names()
    if seen is not None and seen != before:
        if before == to:
            return None
        text = _("Somebody has moved the case meanwhile: it is at “%(stage)s” now. Please look again.")
        raise ValidationError(text % {"stage": before.label}, code="stale")
    problems = problems_of(facts_of(row), to)
    if not note and needs_note(before, to) and not problems:
        problems = [_("Say why, in at least one language: everybody reads it.")]
    if problems:
        raise ValidationError(problems)
    return _write(row, before, to, note, by)


def _write(row: Case, before: Stage, to: Stage, note: Names, by: User | None) -> StageMove:
    move = StageMove(case=row, before=before, after=to, note=note, moved_by=by, moved_at=timezone.now())
    move.full_clean(exclude=["case", "moved_by"])
    move.save()
    row.stage, row.stage_since = to, move.moved_at
    row.stop_reason = note if to == Stage.STOPPED else Names()
    row.save(update_fields=["stage", "stage_since", "stop_reason"])
    append(row, RecordKind.STAGE, "stage", move_payload(move))
    log(instance=row, action="elevators.move", user=by, data={"before": str(before), "after": str(to)})
    return move
