"""Addresses for new communities: the same at every run, whatever the order of the rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.romanise import MAX_SLUG_LENGTH


@dataclass(frozen=True, slots=True)
class SlugWish:
    code: str
    base: str
    street: str

    def at_level(self, level: int) -> str:
        tails = ("", self.street, f"{self.street}-{self.code[-3:]}", self.code)
        stem = self.base or "community"
        tail = tails[level].strip("-")
        return f"{stem[: MAX_SLUG_LENGTH - len(tail) - 1]}-{tail}".strip("-")


LEVELS = 4


def assign_slugs(wishes: Iterable[SlugWish], *, taken: Iterable[str]) -> Mapping[str, str]:
    """{code: slug}. All communities that would share an address get the street's pinyin, those that still share one
    the end of their code as well, and if need be the whole code; so none owes its address to the order of the file.

    `taken` are addresses of existing communities, city pages and the portal itself: they stay with whom they belong.
    """
    used, open_wishes, assigned = set(taken), list(wishes), {}
    for level in range(LEVELS):
        counts = Counter(wish.at_level(level) for wish in open_wishes)
        settled = {w.code: s for w in open_wishes if counts[s := w.at_level(level)] == 1 and s not in used}
        assigned.update(settled)
        used.update(settled.values())
        open_wishes = [wish for wish in open_wishes if wish.code not in settled]
    if open_wishes:
        codes = ", ".join(wish.code for wish in open_wishes)
        raise ValueError(f"no free address for {codes}")
    return assigned
