"""What lists say of each team; each process keeps them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import get_language

from portal.communities.models import Community
from portal.home.labels import LabelEntry
from portal.keeping import PAGES, kept
from portal.names import best_version


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """A live team in the best language for the reader."""

    key: UUID
    slug: str
    title: str
    summary: str
    is_recruiting: bool
    language: str
    field: LabelEntry | None

    @property
    def place_in_lists(self) -> tuple[bool, str, str]:
        """Those that look for people first."""
        return not self.is_recruiting, self.title, self.slug


TEAM = ("translation_key", "slug", "title", "summary", "is_recruiting", "locale__language_code")
FIELD = tuple(f"field__{name}" for name in ("order", "code", "names", "icon"))


def teams_in(community: Community) -> Sequence[TeamEntry]:
    return _teams_in(community.pk, get_language() or "")


@kept(PAGES)
def _teams_in(community: int, language: str) -> Sequence[TeamEntry]:
    """One query."""
    pages = apps.get_model("volunteers", "VolunteerTeamPage").objects.live().filter(community=community)
    rows = pages.order_by("translation_key", "pk").values_list(*TEAM, *FIELD)
    best = (best_version(map(_entry, group), language) for _key, group in groupby(rows, key=itemgetter(0)))
    return sorted(best, key=attrgetter("place_in_lists"))


def _entry(row: tuple[Any, ...]) -> TeamEntry:
    own, of_field = row[: len(TEAM)], row[len(TEAM) :]
    field_of = LabelEntry(*of_field) if of_field[0] is not None else None
    return TeamEntry(*own, field=field_of)  # type: ignore[misc]  # `own` is as long as TEAM


def counted(teams: Iterable[TeamEntry]) -> list[tuple[LabelEntry, int]]:
    """The fields of work some of the teams have, with how many have them."""
    return sorted(Counter(team.field for team in teams if team.field).items(), key=itemgetter(0))
