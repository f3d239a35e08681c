"""What plans come to in a case: read once, reckoned here, worded elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.plugins.bundled.elevator_consultations.choices import SharedBy
from portal.plugins.bundled.elevator_consultations.costs import (
    CannotShare,
    Payer,
    Terms,
    coefficient_of,
    split,
    weights_of,
)
from portal.plugins.bundled.elevator_consultations.models import Case, CostPlan, Unit


@dataclass(frozen=True, slots=True)
class FloorLine:
    """What units of one floor pay, from `low` to `high` each, `all` together."""

    floor: int | None
    units: int
    low: int
    high: int
    all: int
    coefficient: Decimal | None


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """`weights` are coefficients or areas, `problem` is why nothing can be said of shares."""

    plan: CostPlan
    terms: Terms
    weights: dict[int, Decimal]
    shares: dict[int, int]
    floors: tuple[FloorLine, ...]
    problem: CannotShare | None = None


def terms_of(plan: CostPlan) -> Terms:
    coefficients = {int(floor): Decimal(value) for floor, value in plan.coefficients.items()}
    return Terms(plan.total, plan.subsidies, plan.shared_by, coefficients)


def payers_of(case: Case) -> list[Payer]:
    """Those that count now. One query."""
    rows = Unit.objects.filter(case=case).counted().order_by("household__floor", "household__room", "pk")
    return [Payer(*row) for row in rows.values_list("pk", "household__floor", "area")]


def figures_of(case: Case) -> list[PlanFigures]:
    """Of all plans, the chosen one first. Two queries, however many units."""
    plans = list(case.cost_plans.order_by("-is_chosen", "pk"))
    payers = payers_of(case) if plans else []
    return [plan_figures(plan, payers) for plan in plans]


def plan_figures(plan: CostPlan, payers: Sequence[Payer]) -> PlanFigures:
    terms = terms_of(plan)
    try:
        weights = weights_of(terms, payers)
        shares = split(terms.shared, weights)
    except CannotShare as problem:
        return PlanFigures(plan, terms, {}, {}, (), problem)
    return PlanFigures(plan, terms, weights, shares, tuple(floor_lines(terms, payers, shares)))


def floor_lines(terms: Terms, payers: Iterable[Payer], shares: dict[int, int]) -> Iterable[FloorLine]:
    """From the ground up; units whose floor is not known, which pay by area only, last."""
    floors: dict[int | None, list[int]] = {}
    for each in payers:
        floors.setdefault(each.floor, []).append(shares[each.unit])
    by_floor = terms.shared_by == SharedBy.FLOOR
    for floor in sorted(floors, key=lambda each: (each is None, each or 0)):
        cents = floors[floor]
        coefficient = coefficient_of(terms.coefficients, floor) if by_floor and floor is not None else None
        yield FloorLine(floor, len(cents), min(cents), max(cents), sum(cents), coefficient)
