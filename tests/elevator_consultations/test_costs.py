"""Shares: to the cent, by floor or by area, and said where they cannot be reckoned. Pure."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.plugins.bundled.elevator_consultations.choices import SharedBy
from portal.plugins.bundled.elevator_consultations.costs import (
    CannotShare,
    Payer,
    Terms,
    coefficient_of,
    shares_of,
    split,
)

COEFFICIENTS = {1: Decimal(0), 3: Decimal(1), 4: Decimal("1.2")}
weights = st.dictionaries(
    st.integers(1, 999), st.integers(0, 99_999).map(lambda each: Decimal(each) / 1000), min_size=1, max_size=24
).filter(lambda each: any(each.values()))


def payers(*floors: int | None, area: str = "80.00") -> list[Payer]:
    return [Payer(number, floor, Decimal(area)) for number, floor in enumerate(floors, start=1)]


@given(amount=st.integers(0, 10**12), weights=weights)
def test_shares_add_up_and_miss_the_exact_by_less_than_a_cent(amount: int, weights: dict[int, Decimal]) -> None:
    found = split(amount, weights)
    whole = sum(map(Fraction, weights.values()))
    assert sum(found.values()) == amount
    assert all(abs(found[key] - amount * Fraction(weight) / whole) < 1 for key, weight in weights.items())


@given(amount=st.integers(0, 10**9), weights=weights, data=st.data())
def test_order_of_units_makes_no_difference(amount: int, weights: dict[int, Decimal], data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(weights.items()))))
    assert split(amount, shuffled) == split(amount, weights)


@given(amount=st.integers(0, 10**9), weights=weights)
def test_nobody_pays_more_than_who_weighs_more(amount: int, weights: dict[int, Decimal]) -> None:
    found = split(amount, weights)
    assert all(found[a] <= found[b] + 1 for a in weights for b in weights if weights[a] <= weights[b])
    assert all(found[key] == 0 for key, weight in weights.items() if not weight)


def test_of_equal_parts_the_first_unit_pays_the_cent() -> None:
    assert split(100, {7: Decimal(1), 3: Decimal(1), 5: Decimal(1)}) == {7: 33, 3: 34, 5: 33}


@pytest.mark.parametrize(("floor", "coefficient"), [(-1, "0"), (1, "0"), (2, "0"), (3, "1"), (4, "1.2"), (33, "1.2")])
def test_floor_not_named_pays_as_the_next_below(floor: int, coefficient: str) -> None:
    assert coefficient_of(COEFFICIENTS, floor) == Decimal(coefficient)


def test_subsidies_come_off_before_floors_share() -> None:
    terms = Terms(total=50_000_000, subsidies=28_000_000, coefficients=COEFFICIENTS)
    assert shares_of(terms, payers(1, 2, 3, 4)) == {1: 0, 2: 0, 3: 10_000_000, 4: 12_000_000}


def test_area_shares_even_where_floors_are_not_known() -> None:
    terms = Terms(total=30_000, shared_by=SharedBy.AREA)
    everybody = [Payer(1, None, Decimal("50.00")), Payer(2, 6, Decimal("100.00"))]
    assert shares_of(terms, everybody) == {1: 10_000, 2: 20_000}


def test_missing_floors_are_named_and_nothing_is_guessed() -> None:
    with pytest.raises(CannotShare) as found:
        shares_of(Terms(total=100, coefficients=COEFFICIENTS), payers(3, None, 4, None))
    assert found.value.floorless == (2, 4)


@pytest.mark.parametrize("everybody", [[], payers(1, 1)])
def test_nobody_to_pay_is_said_unless_nothing_is_left(everybody: list[Payer]) -> None:
    with pytest.raises(CannotShare):
        shares_of(Terms(total=100, coefficients=COEFFICIENTS), everybody)
    assert sum(shares_of(Terms(total=100, subsidies=100, coefficients=COEFFICIENTS), everybody).values()) == 0
