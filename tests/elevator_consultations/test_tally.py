"""Thresholds against an oracle that counts in plain fractions, and the cases the law's texts name."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.plugins.bundled.elevator_consultations.tally import CountingRules, Sum, UnitFacts, count

VOICES = ("agree", "object", "abstain", "")


@st.composite
def registers(draw: st.DrawFn) -> list[UnitFacts]:
    """Up to 30 units; some share an owner, some are not handed over."""
    units = []
    for number in range(draw(st.integers(0, 30))):
        area = Decimal(draw(st.integers(1, 10**7))).scaleb(-2)
        undelivered = draw(st.booleans()) and draw(st.booleans())
        owner = None if undelivered else draw(st.none() | st.integers(0, 4))
        units.append(UnitFacts(number, area, owner, undelivered, draw(st.sampled_from(VOICES))))
    return units


@st.composite
def counting_rules(draw: st.DrawFn) -> CountingRules:
    unders = [draw(st.integers(1, 12)) for _half in range(2)]
    overs = [draw(st.integers(1, under)) for under in unders]
    flags = [draw(st.booleans()) for _flag in range(4)]
    return CountingRules(overs[0], unders[0], flags[0], overs[1], unders[1], *flags[1:])


def oracle(units: list[UnitFacts], rules: CountingRules) -> tuple[bool, bool]:
    """(taking part, consent) are met: one owner after the other, one unit after the other, nothing shared."""
    partaking = {"agree", "object"}
    partaking |= {"abstain"} if rules.abstention_takes_part else set()
    partaking |= {""} if rules.silence_takes_part else set()
    all_area = part_area = yes_area = Fraction(0)
    voices_of: dict[str, list[str]] = {}
    for unit in units:
        area = Fraction(str(unit.area))
        all_area += area
        if unit.voice in partaking:
            part_area += area
        if unit.voice == "agree":
            yes_area += area
        name = "developer" if unit.is_undelivered else f"u{unit.unit}" if unit.owner is None else f"o{unit.owner}"
        voices_of.setdefault(name, []).append(unit.voice)
    part = yes = 0
    for voices in voices_of.values():
        part += 1 if partaking.intersection(voices) else 0
        yes += 1 if "agree" in voices and "object" not in voices and "abstain" not in voices else 0
    part_line, yes_line = Fraction(rules.part_over, rules.part_under), Fraction(rules.consent_over, rules.consent_under)

    def passes(some: Fraction | int, whole: Fraction | int, line: Fraction, strict: bool) -> bool:
        return whole > 0 and (some > line * whole if strict else some >= line * whole)

    return (
        passes(part, len(voices_of), part_line, rules.part_is_strict)
        and passes(part_area, all_area, part_line, rules.part_is_strict),
        passes(yes, part, yes_line, rules.consent_is_strict)
        and passes(yes_area, part_area, yes_line, rules.consent_is_strict),
    )


@given(registers(), counting_rules())
def test_thresholds_agree_with_plain_fractions(units: list[UnitFacts], rules: CountingRules) -> None:
    tally = count(units, rules)
    assert (tally.part_is_met, tally.consent_is_met) == oracle(units, rules)


@given(registers(), counting_rules(), st.randoms(use_true_random=False))
def test_order_of_units_makes_no_difference(units: list[UnitFacts], rules: CountingRules, shuffler) -> None:
    shuffled = list(units)
    shuffler.shuffle(shuffled)
    assert count(shuffled, rules) == count(units, rules)


@given(registers(), counting_rules())
def test_nobody_counts_twice_or_agrees_unasked(units: list[UnitFacts], rules: CountingRules) -> None:
    tally = count(units, rules)
    assert tally.whole.area == sum(unit.area for unit in units)
    assert tally.whole.number == len({unit.counts_as for unit in units})
    for voice in (tally.agree, tally.object, tally.abstain):
        assert voice.number <= tally.whole.number
    spoken = tally.agree.number + tally.object.number + tally.abstain.number
    assert spoken <= len({unit.counts_as for unit in units if unit.voice})
    assert tally.part.area <= tally.whole.area


def flats(*voices: str, **values) -> list[UnitFacts]:
    return [UnitFacts(number, Decimal("80"), voice=voice, **values) for number, voice in enumerate(voices)]


def test_exactly_two_thirds_is_enough_unless_strict() -> None:
    units = flats("agree", "agree", "")
    assert count(units, CountingRules()).part_is_met
    assert not count(units, CountingRules(part_is_strict=True)).part_is_met


def test_number_alone_is_not_enough_without_area() -> None:
    units = [*flats("agree", "agree"), UnitFacts(9, Decimal("80.01"))]
    tally = count(units, CountingRules())
    assert tally.part.of(tally.whole) == (Fraction(2, 3), Fraction(16000, 24001))
    assert not tally.part_is_met


def test_units_of_one_owner_count_once_by_number() -> None:
    units = flats("agree", "agree", owner=7)
    tally = count(units, CountingRules())
    assert (tally.whole, tally.agree) == (Sum(1, Decimal(160)), Sum(1, Decimal(160)))


def test_undelivered_units_are_one_owner_together() -> None:
    tally = count(flats("agree", "agree", "agree", is_undelivered=True), CountingRules())
    assert tally.whole == Sum(1, Decimal(240))


def test_owner_who_says_both_agrees_by_area_only() -> None:
    tally = count(flats("agree", "object", owner=7), CountingRules())
    assert (tally.part, tally.agree) == (Sum(1, Decimal(160)), Sum(0, Decimal(80)))


def test_owner_takes_part_with_any_of_its_units() -> None:
    tally = count(flats("agree", "", owner=7), CountingRules())
    assert (tally.part, tally.agree) == (Sum(1, Decimal(80)), Sum(1, Decimal(80)))


@pytest.mark.parametrize(("counts", "expected"), [(True, 3), (False, 2)])
def test_abstention_takes_part_as_data_says(counts: bool, expected: int) -> None:
    tally = count(flats("agree", "agree", "abstain"), CountingRules(abstention_takes_part=counts))
    assert (tally.part.number, tally.consent_is_met) == (expected, not counts)


@pytest.mark.parametrize(("counts", "expected"), [(True, 4), (False, 2)])
def test_silence_takes_part_as_data_says(counts: bool, expected: int) -> None:
    tally = count(flats("agree", "agree", "", ""), CountingRules(silence_takes_part=counts))
    assert (tally.part.number, tally.part_is_met, tally.is_met) == (expected, counts, False)


def test_empty_register_meets_no_threshold() -> None:
    tally = count([], CountingRules())
    assert (tally.part_is_met, tally.consent_is_met, tally.is_met) == (False, False, False)
