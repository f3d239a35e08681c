"""The arithmetic of satisfaction: whole numbers only, so that nothing is rounded over a line.

Averages are compared as sums (`10 * total >= line * count`, the line in tenths) and shown cut off after two digits:
3.996 is shown as 3.99, never as the 4.0 it did not reach.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

RATINGS = (1, 2, 3, 4, 5)
#: Sums of fewer answers than this are not shown to anybody but those who work on the project.
LEAST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """How many gave each rating, from 1 to 5."""

    counts: tuple[int, int, int, int, int]

    @classmethod
    def of(cls, ratings: Iterable[int]) -> "Tally":
        given = list(ratings)
        return cls(tuple(given.count(rating) for rating in RATINGS))  # type: ignore[arg-type]  # there are five

    @classmethod
    def from_stored(cls, counts: Sequence[int]) -> "Tally":
        """Of five numbers; an empty sequence is none at all."""
        return cls(tuple(counts) if counts else (0,) * 5)  # type: ignore[arg-type]  # there are five

    @property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def total(self) -> int:
        return sum(rating * number for rating, number in zip(RATINGS, self.counts, strict=True))

    def reaches(self, *, line: int, least: int) -> bool:
        """Whether at least `least` answered, and their average is `line` tenths or more."""
        return self.count >= least and 10 * self.total >= line * self.count

    @property
    def average(self) -> str:
        """Two digits, cut off; empty without answers."""
        if not self.count:
            return ""
        hundredths = 100 * self.total // self.count
        return f"{hundredths // 100}.{hundredths % 100:02d}"

    @property
    def is_shown(self) -> bool:
        """Whether so many answered that their average says nothing about any one of them."""
        return self.count >= LEAST_SHOWN

    @property
    def shown_counts(self) -> tuple[int, ...]:
        """The numbers by rating, or nothing where one of them is so small that neighbours could guess whose it is."""
        return self.counts if all(not number or number >= LEAST_SHOWN for number in self.counts) else ()


def line_text(line: int) -> str:
    """Tenths as people write them: 40 is 4.0."""
    return f"{line // 10}.{line % 10}"
