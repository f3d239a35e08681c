"""Changes of a case's register. Each locks the case and stands in the chain; a reason goes into the log."""

from collections.abc import Iterable

from portal.plugins.bundled.elevator_consultations.chain import append
from portal.plugins.bundled.elevator_consultations.choices import RecordKind
from portal.plugins.bundled.elevator_consultations.models import Case, Unit
from portal.plugins.bundled.elevator_consultations.payloads import unit_payload


def record_units(case: Case, units: Iterable[Unit]) -> None:
    """Write units of a `locked_case`, each with its row of the chain."""
    for unit in units:
        unit.save()
        append(case, RecordKind.UNIT, f"unit:{unit.pk}", unit_payload(unit))
