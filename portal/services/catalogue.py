"""What lists of guides say of each guide.

The city's are the same in a thousand communities, and a community's are on most of its pages, so each process keeps
them; what a community shows is the city's without those it hides, and its own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import get_language

from portal.communities.models import Community
from portal.home.labels import LabelEntry
from portal.keeping import PAGES, kept
from portal.names import best_version

if TYPE_CHECKING:
    from portal.services.models import GuideOverlay


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """A live guide in the best language for the reader. `is_own`: a community's, not the city's."""

    is_own: bool
    category: LabelEntry | None
    life_events: tuple[LabelEntry, ...]
    pk: int
    key: UUID
    slug: str
    title: str
    summary: str
    kind: str
    popularity: int
    language: str

    def labels(self, by: str) -> Sequence[LabelEntry]:
        """`by` is a key of `GuideIndexPage.SORTINGS`."""
        if by == "life-event":
            return self.life_events
        return (self.category,) if self.category else ()

    @property
    def place_in_lists(self) -> tuple[int, str, int]:
        """Most read first."""
        return -self.popularity, self.title, self.pk


def guides_shown_in(community: Community | None) -> Sequence[GuideEntry]:
    """What a place shows: the city's guides; in a community its own, and those of the city that it neither hides nor
    has one of its own in place of (one with the same slug)."""
    language = get_language() or ""
    return _shown_in(community.pk, language) if community else _guides_of_city(language)


def guides_related_to(page_id: int, community: Community | None) -> list[GuideEntry]:
    """What the editor of a guide chose, as far as this place shows it, whatever language it was chosen in."""
    rows = apps.get_model("services", "RelatedGuide").objects.filter(page=page_id).order_by("sort_order")
    chosen = list(rows.values_list("target__translation_key", flat=True))
    shown = {guide.key: guide for guide in guides_shown_in(community)} if chosen else {}
    return [shown[key] for key in dict.fromkeys(chosen) if key in shown]


def counted(guides: Iterable[GuideEntry], by: str) -> list[tuple[LabelEntry, int]]:
    """The labels that some of the guides have, with how many have them."""
    return sorted(Counter(label for guide in guides for label in guide.labels(by)).items(), key=itemgetter(0))


def labelled(guides: Iterable[GuideEntry], by: str, code: str) -> list[GuideEntry]:
    return [guide for guide in guides if any(label.code == code for label in guide.labels(by))]


@kept(PAGES)
def overlays_in(community: int) -> dict[UUID, "GuideOverlay"]:
    """What a community adds to the city's guides or hides of them, by the guide's key."""
    overlays = apps.get_model("services", "GuideOverlay").objects.filter(community=community)
    return {overlay.guide_key: overlay for overlay in overlays}


@kept(PAGES)
def _shown_in(community: int, language: str) -> Sequence[GuideEntry]:
    own = _guides_of(community, language)
    replaced = {guide.slug for guide in own}
    hidden = {key for key, overlay in overlays_in(community).items() if overlay.hidden}
    citys = [guide for guide in _guides_of_city(language) if guide.key not in hidden and guide.slug not in replaced]
    return sorted([*own, *citys], key=lambda guide: guide.place_in_lists)


@kept(PAGES)
def _guides_of_city(language: str) -> Sequence[GuideEntry]:
    return _guides_of(None, language)


GUIDE = ("pk", "translation_key", "slug", "title", "summary", "kind", "popularity", "locale__language_code")
CATEGORY = tuple(f"category__{name}" for name in ("order", "code", "names", "icon"))
LIFE_EVENT = tuple(f"life_event_rows__life_event__{name}" for name in ("order", "code", "names"))


def _guides_of(owner: int | None, language: str) -> Sequence[GuideEntry]:
    """Of the city or of one community; one query, with a row for each life event of a page."""
    pages = apps.get_model("services", "GuidePage").objects.live().filter(community=owner)
    rows = pages.order_by("translation_key", "pk").values_list(*GUIDE, *CATEGORY, *LIFE_EVENT)
    best = (
        best_version(_pages(rows_of_guide, is_own=owner is not None), language)
        for _key, rows_of_guide in groupby(rows, key=itemgetter(1))
    )
    return sorted(best, key=lambda guide: guide.place_in_lists)


def _pages(rows: Iterable[tuple[Any, ...]], *, is_own: bool) -> Iterator[GuideEntry]:
    """A guide's pages, one a language."""
    category, life_event = len(GUIDE), len(GUIDE) + len(CATEGORY)
    for _pk, group in groupby(rows, key=itemgetter(0)):
        of_page = list(group)
        first = of_page[0]
        yield GuideEntry(
            is_own,
            LabelEntry(*first[category:life_event]) if first[category] is not None else None,
            tuple(LabelEntry(*row[life_event:]) for row in of_page if row[life_event] is not None),
            *first[:category],
        )
