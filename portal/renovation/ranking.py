"""What residents want most, from lists in order: of three places the first weighs three, the last one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.renovation.satisfaction import LEAST_SHOWN


@dataclass(frozen=True, slots=True)
class Support:
    """For one wish: on how many lists it stands, on how many first, and what that weighs."""

    lists: int = 0
    first: int = 0
    weight: int = 0

    @property
    def is_shown(self) -> bool:
        """Whether the number of lists may be told; no list at all is nobody's."""
        return self.lists == 0 or self.lists >= LEAST_SHOWN


def supports(lists: Iterable[Sequence[int]], most: int) -> dict[int, Support]:
    """{wish: support} of lists of at most `most` wishes, the most wanted first."""
    found: dict[int, list[int]] = {}
    for wishes in lists:
        for place, wish in enumerate(wishes):
            counts = found.setdefault(wish, [0, 0, 0])
            counts[0] += 1
            counts[1] += place == 0
            counts[2] += most - place
    return {wish: Support(*counts) for wish, counts in found.items()}


def most_wanted(wishes: Sequence[int], support: Mapping[int, Support]) -> list[int]:
    """The heaviest first; of equal ones those with more lists, then in the order in which they were offered."""
    place = {wish: number for number, wish in enumerate(wishes)}
    none = Support()
    return sorted(
        wishes, key=lambda wish: (-support.get(wish, none).weight, -support.get(wish, none).lists, place[wish])
    )
