"""Who pays what share: pure arithmetic, in cents. Shares add up to what is shared, to the cent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from portal.plugins.bundled.elevator_consultations.choices import SharedBy

Coefficients = Mapping[int, Decimal]


@dataclass(frozen=True, slots=True)
class Payer:
    """A unit: who lives there makes no difference."""

    unit: int
    floor: int | None
    area: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan says. `coefficients` are those of floors; a floor that is not named has that of the next named one
    below, and none below all of them."""

    total: int
    subsidies: int = 0
    shared_by: str = SharedBy.FLOOR
    coefficients: Coefficients = field(default_factory=dict)

    @property
    def shared(self) -> int:
        """What is left for the owners."""
        return self.total - self.subsidies


class CannotShare(Exception):
    """Nobody can be told a share: `floorless` are units whose floor nobody has entered; without any, all that would
    pay have a weight of zero, or there is nobody."""

    def __init__(self, floorless: Iterable[int] = ()) -> None:
        super().__init__()
        self.floorless = tuple(floorless)


def shares_of(terms: Terms, payers: Iterable[Payer]) -> dict[int, int]:
    """{unit: cents}. Raises CannotShare."""
    return split(terms.shared, weights_of(terms, payers))


def weights_of(terms: Terms, payers: Iterable[Payer]) -> dict[int, Decimal]:
    """{unit: coefficient of its floor, or its area}. Raises CannotShare."""
    everybody = list(payers)
    if terms.shared_by == SharedBy.AREA:
        return {each.unit: each.area for each in everybody}
    if floorless := [each.unit for each in everybody if each.floor is None]:
        raise CannotShare(floorless)
    return {each.unit: coefficient_of(terms.coefficients, each.floor or 0) for each in everybody}


def coefficient_of(coefficients: Coefficients, floor: int) -> Decimal:
    named = [each for each in coefficients if each <= floor]
    return coefficients[max(named)] if named else Decimal(0)


def split(amount: int, weights: Mapping[int, Decimal]) -> dict[int, int]:
    """By largest remainder: everybody gets the whole cents of their exact share, and those with the largest part of a
    cent left over one more, until nothing is left. Of equal parts the lowest key is first. Raises CannotShare."""
    exact = {key: Fraction(weight) for key, weight in weights.items()}
    whole = sum(exact.values())
    if whole <= 0:
        if amount == 0:
            return dict.fromkeys(weights, 0)
        raise CannotShare
    wanted = {key: amount * weight / whole for key, weight in exact.items()}
    cents = {key: int(share) for key, share in wanted.items()}
    rest = amount - sum(cents.values())
    for key in sorted(wanted, key=lambda each: (cents[each] - wanted[each], each))[:rest]:
        cents[key] += 1
    return cents
