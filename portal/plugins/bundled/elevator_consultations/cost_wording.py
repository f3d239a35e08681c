"""Costs in words and tables, in the active language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.plugins.api import Household, Names
from portal.plugins.bundled.elevator_consultations.choices import SharedBy
from portal.plugins.bundled.elevator_consultations.cost_figures import FloorLine, PlanFigures, figures_of
from portal.plugins.bundled.elevator_consultations.costs import CannotShare
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.models import Case, Unit


def yuan(cents: int) -> str:
    return pgettext("money", "%(amount)s yuan") % {"amount": f"{Decimal(cents) / 100:,.2f}"}


def plain(number: Decimal) -> str:
    """Without noughts at its end: 1.30 is 1.3."""
    return f"{number.normalize():f}"


def floor_name(floor: int | None) -> str:
    if floor is None:
        return _("Floor not entered")
    return _("Floor %(floor)d") % {"floor": floor}


def share_range(line: FloorLine) -> str:
    """What a unit of the floor pays."""
    if line.low == line.high:
        return yuan(line.low)
    return _("%(low)s to %(high)s") % {"low": yuan(line.low), "high": yuan(line.high)}


def problem_text(problem: CannotShare) -> str:
    count = len(problem.floorless)
    if not count:
        return _("Nobody would pay anything: look at the register and at the coefficients.")
    text = ngettext(
        "The floor of %(count)d unit is not entered, so its share cannot be reckoned.",
        "The floors of %(count)d units are not entered, so shares cannot be reckoned.",
        count,
    )
    return text % {"count": count}


@dataclass(frozen=True, slots=True)
class CostTable:
    """Plans side by side: a line a floor, a column a plan."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    problems: tuple[str, ...]


def table_of(figures: Sequence[PlanFigures]) -> CostTable | None:
    """None where there is no plan."""
    if not figures:
        return None
    rows = [
        (_("Total"), *(yuan(each.terms.total) for each in figures)),
        (_("Subsidies"), *(subsidy_text(each.terms.subsidies, Names(each.plan.subsidies_note)) for each in figures)),
        (_("Owners pay together"), *(yuan(each.terms.shared) for each in figures)),
        (_("Shared"), *(str(SharedBy(each.terms.shared_by).label) for each in figures)),
    ]
    floors = {line.floor for each in figures for line in each.floors}
    for floor in sorted(floors, key=lambda each: (each is None, each or 0)):
        rows.append((floor_name(floor), *(cell_of(each, floor) for each in figures)))
    problems = [
        f"{each.plan}: {problem_text(each.problem)}" if len(figures) > 1 else problem_text(each.problem)
        for each in figures
        if each.problem
    ]
    return CostTable((_("A unit pays"), *map(plan_name, figures)), tuple(rows), tuple(problems))


def plan_name(figures: PlanFigures) -> str:
    name = str(figures.plan)
    return _("%(plan)s (chosen)") % {"plan": name} if figures.plan.is_chosen else name


def subsidy_text(cents: int, note: Names) -> str:
    """With where it comes from, where that is said."""
    amount = yuan(cents)
    return pgettext("subsidies", "%(amount)s (%(note)s)") % {"amount": amount, "note": note} if str(note) else amount


def cell_of(figures: PlanFigures, floor: int | None) -> str:
    line = next((each for each in figures.floors if each.floor == floor), None)
    if line is None:
        return "–"
    if line.coefficient is None:
        return share_range(line)
    values = {"share": share_range(line), "coefficient": plain(line.coefficient)}
    return _("%(share)s (coefficient %(coefficient)s)") % values


# What one unit pays, as its household reads it after its code


@dataclass(frozen=True, slots=True)
class UnitShare:
    """`how` says how `amount` was reckoned, in one sentence a household can follow with a calculator."""

    plan: str
    is_chosen: bool
    amount: str
    how: str


def share_of(unit: Unit) -> list[UnitShare]:
    """In each plan, the chosen one first. Three queries at most."""
    return [unit_share(unit, figures) for figures in figures_of(unit.case)]


def shares_of_household(case: Case, household: Household) -> list[UnitShare]:
    """Likewise; nothing for one that is not in the register."""
    unit = case.units.counted().filter(household=household).select_related("case", "household").first()
    return share_of(unit) if unit else []


def unit_share(unit: Unit, figures: PlanFigures) -> UnitShare:
    plan, chosen = str(figures.plan), figures.plan.is_chosen
    if figures.problem or unit.pk not in figures.shares:
        problem = figures.problem
        return UnitShare(plan, chosen, "", problem_text(problem) if problem else _("This unit no longer counts."))
    return UnitShare(plan, chosen, yuan(figures.shares[unit.pk]), how_text(unit, figures))


def how_text(unit: Unit, figures: PlanFigures) -> str:
    terms = figures.terms
    text = _(
        "%(total)s less %(subsidies)s of subsidies is %(shared)s. Shared by floor: your unit counts %(own)s of "
        "%(all)s in all. Rounded to the cent."
    )
    if terms.shared_by == SharedBy.AREA:
        text = _(
            "%(total)s less %(subsidies)s of subsidies is %(shared)s. Shared by area: your unit has %(own)s of "
            "%(all)s m². Rounded to the cent."
        )
    return text % {
        "total": yuan(terms.total),
        "subsidies": yuan(terms.subsidies),
        "shared": yuan(terms.shared),
        "own": plain(figures.weights[unit.pk]),
        "all": plain(sum(figures.weights.values(), Decimal(0))),
    }


def unit_table(units: Iterable[Unit], figures: Sequence[PlanFigures]) -> CostTable:
    """A line a unit, with what all pay last."""
    able = [each for each in figures if not each.problem]
    headers = (_("Unit"), pgettext("of a unit", "Floor"), _("Area, m²"), *map(plan_name, able))
    rows = [
        (
            door_of(unit.household),
            "–" if unit.household.floor is None else str(unit.household.floor),
            str(unit.area),
            *(yuan(each.shares[unit.pk]) if unit.pk in each.shares else "–" for each in able),
        )
        for unit in units
    ]
    if rows:
        rows.append((_("All together"), "", "", *(yuan(sum(each.shares.values())) for each in able)))
    return CostTable(headers, tuple(rows), ())
