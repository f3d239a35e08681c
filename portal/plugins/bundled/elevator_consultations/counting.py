"""From the rows of a question to its tally."""

from collections.abc import Iterable

from portal.plugins.bundled.elevator_consultations.models import Case, Question
from portal.plugins.bundled.elevator_consultations.models.rules import Rules
from portal.plugins.bundled.elevator_consultations.tally import CountingRules, Tally, UnitFacts, count


def facts_of(case: Case, question: Question | None = None) -> list[UnitFacts]:
    """The register as it counts now, with what was said to the question. Two queries, however many units."""
    units = case.units.counted().order_by("pk")
    voices = dict(question.answers.values_list("unit_id", "voice")) if question else {}
    rows: Iterable[tuple] = units.values_list("pk", "area", "owner_mark", "is_undelivered")
    return [UnitFacts(pk, area, owner, undelivered, voices.get(pk, "")) for pk, area, owner, undelivered in rows]


def tally_of(question: Question, rules: Rules | None = None) -> Tally:
    """As it stands now, by the question's own rules unless others are asked for."""
    return count(facts_of(question.case, question), CountingRules.of(rules or question))
