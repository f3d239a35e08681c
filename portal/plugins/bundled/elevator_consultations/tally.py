"""Both thresholds, by number and by area. Pure arithmetic in exact fractions, for decisions and for checking them.

Sources: Civil Code, article 278; Supreme People's Court, interpretation on differences of ownership, articles 8 and 9.
What that leaves open is decided in docs/decisions/0020-elevator-cases.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from portal.plugins.bundled.elevator_consultations.choices import Voice

Owner = tuple[str, int]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit that is counted, and what it said; `voice` is empty for one that said nothing."""

    unit: int
    area: Decimal
    owner: int | None = None
    is_undelivered: bool = False
    voice: str = ""

    @property
    def counts_as(self) -> Owner:
        """Units that share it are one by number."""
        if self.is_undelivered:
            return ("undelivered", 0)
        return ("unit", self.unit) if self.owner is None else ("owner", self.owner)


@dataclass(frozen=True, slots=True)
class CountingRules:
    """What of a city's rules decides, in the words of the model's fields."""

    part_over: int = 2
    part_under: int = 3
    part_is_strict: bool = False
    consent_over: int = 3
    consent_under: int = 4
    consent_is_strict: bool = False
    abstention_takes_part: bool = True
    silence_takes_part: bool = False

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "CountingRules":
        """From more values than these, such as a row of the chain holds."""
        return cls(**{name: values[name] for name in cls.__slots__})

    @classmethod
    def of(cls, rules: Any) -> "CountingRules":
        """Of a question or a rule set."""
        return cls(**{name: getattr(rules, name) for name in cls.__slots__})

    def takes_part(self, voice: str) -> bool:
        if voice == "":
            return self.silence_takes_part
        return voice != Voice.ABSTAIN or self.abstention_takes_part


@dataclass(frozen=True, slots=True)
class Sum:
    """How many owners, and how many square metres."""

    number: int = 0
    area: Decimal = Decimal(0)

    def of(self, whole: "Sum") -> tuple[Fraction, Fraction]:
        """Its shares, by number and by area; of nothing it is none."""
        number = Fraction(self.number, whole.number) if whole.number else Fraction(0)
        return number, Fraction(self.area) / Fraction(whole.area) if whole.area else Fraction(0)


@dataclass(frozen=True, slots=True)
class Tally:
    """`whole` is all that count, `part` who takes part, the others who said what. Owners whose units differ are in
    `part` and in none of the voices. `units` and `answered` are units, whoever owns them."""

    units: int
    answered: int
    whole: Sum
    part: Sum
    agree: Sum
    object: Sum
    abstain: Sum
    rules: CountingRules

    @property
    def part_is_met(self) -> bool:
        needed = Fraction(self.rules.part_over, self.rules.part_under)
        return _reaches(self.part, self.whole, needed, self.rules.part_is_strict)

    @property
    def consent_is_met(self) -> bool:
        """Of those taking part. Without enough of them nothing is decided: `is_met`."""
        needed = Fraction(self.rules.consent_over, self.rules.consent_under)
        return _reaches(self.agree, self.part, needed, self.rules.consent_is_strict)

    @property
    def is_met(self) -> bool:
        return self.part_is_met and self.consent_is_met

    def as_json(self) -> dict[str, Any]:
        """What a decided question and its row in the chain keep."""
        sums = {
            name: {"number": value.number, "area": f"{value.area:.2f}"}
            for name in ("whole", "part", "agree", "object", "abstain")
            for value in [getattr(self, name)]
        }
        met = {"part_is_met": self.part_is_met, "consent_is_met": self.consent_is_met, "is_met": self.is_met}
        return {"units": self.units, "answered": self.answered, **sums, **met}


def count(units: Iterable[UnitFacts], rules: CountingRules) -> Tally:
    counted = list(units)
    owners: dict[Owner, list[UnitFacts]] = defaultdict(list)
    for unit in counted:
        owners[unit.counts_as].append(unit)

    def summed(fits: Callable[[UnitFacts], bool], owner_fits: Callable[[list[UnitFacts]], bool]) -> Sum:
        number = sum(owner_fits(own) for own in owners.values())
        return Sum(number, sum((unit.area for unit in counted if fits(unit)), Decimal(0)))

    def of_voice(voice: Voice) -> Sum:
        return summed(lambda unit: unit.voice == voice, lambda own: {each.voice for each in own} - {""} == {voice})

    def takes_part(unit: UnitFacts) -> bool:
        return rules.takes_part(unit.voice)

    return Tally(
        units=len(counted),
        answered=sum(unit.voice != "" for unit in counted),
        whole=summed(lambda _unit: True, lambda _own: True),
        part=summed(takes_part, lambda own: any(map(takes_part, own))),
        agree=of_voice(Voice.AGREE),
        object=of_voice(Voice.OBJECT),
        abstain=of_voice(Voice.ABSTAIN),
        rules=rules,
    )


def _reaches(some: Sum, whole: Sum, needed: Fraction, is_strict: bool) -> bool:
    """By number and by area alike. Nothing of nothing reaches no threshold."""
    return all(share > needed if is_strict else share >= needed for share in some.of(whole))
