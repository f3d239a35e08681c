"""Lists of guides and labels as templates read them: titles, addresses, counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import get_language

from portal.communities.models import Community
from portal.communities.wording import words_for
from portal.components import Badge, LinkItem
from portal.services.addresses import guides_url, label_url
from portal.services.catalogue import GuideEntry, counted
from portal.services.choices import GuideKind

if TYPE_CHECKING:
    from django.core.paginator import Page


@dataclass(frozen=True, slots=True)
class GuideListing:
    """The index has `categories`, `life_events`, `popular` and a community's `own` guides; below a category or life
    event `page` holds the guides, a page of `LinkItem` at a time. All in the order in which they are shown."""

    categories: Sequence[LinkItem] = ()
    life_events: Sequence[LinkItem] = ()
    popular: Sequence[LinkItem] = ()
    own: Sequence[LinkItem] = ()
    page: "Page[Any] | None" = None

    @property
    def is_empty(self) -> bool:
        return not (self.popular or self.page)


def guide_links(
    guides: Iterable[GuideEntry], community: Community | None, request: HttpRequest | None = None
) -> list[LinkItem]:
    """Guides as `community` shows them."""
    base, language = guides_url(community, request), get_language()
    return [
        LinkItem(
            title=guide.title,
            url=f"{base}{guide.slug}/",
            summary=guide.summary,
            badges=badges_of(guide.kind, owner=community if guide.is_own else None),
            language="" if guide.language == language else guide.language,
        )
        for guide in guides
    ]


def badges_of(kind: str, *, owner: Community | None) -> list[Badge]:
    badges = []
    if kind != GuideKind.GUIDE:
        badges.append(Badge(str(GuideKind(kind).label)))
    if owner is not None:
        badges.append(Badge(str(words_for(owner.kind).from_here), "info"))
    return badges


def label_links(
    guides: Iterable[GuideEntry], by: str, community: Community | None, request: HttpRequest | None = None
) -> list[LinkItem]:
    """The guides' labels, `note` being the number of guides; `by` is a key of `GuideIndexPage.SORTINGS`."""
    return [
        LinkItem(
            title=str(label),
            url=label_url(by, label.code, community, request),
            note=str(count),
            icon=label.icon,
            language=label.names.other_language,
        )
        for label, count in counted(guides, by)
    ]
