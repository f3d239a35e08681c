"""Which pages anybody may read, worked out from where they stand in the tree, without loading them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from treebeard.mp_tree import MP_Node
from wagtail.models import Page

from portal.communities.choices import CommunityStatus
from portal.communities.models.community import CITY_PAGE_DEPTH
from portal.pages import below_home, restricted_paths
from portal.plugins.activation import off_paths

STEP: int = MP_Node.steplen
COMMUNITY_DEPTH = CITY_PAGE_DEPTH
_OF_PAGES = ("path", "url_path", "translation_key", "locale__language_code", "content_type_id")
_OF_THOSE_ABOVE = ("path", "live", "content_type_id", "communityhomepage__community_id")


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """Where a page stands that anyone may read. `community` is a primary key (None: the city's), `below_home` its
    address below the city's home page."""

    model: type[Page]
    community: int | None
    below_home: str


#: By translation key and language.
PublicPlaces = Mapping[tuple[UUID, str], PublicPlace]


def public_places(keys: Collection[UUID]) -> PublicPlaces:
    """Of the pages with these translation keys. Two queries, and what `off_paths` takes for plugins' pages."""
    rows = Page.objects.filter(translation_key__in=keys, live=True).order_by().values_list(*_OF_PAGES) if keys else ()
    pages = [(path, url_path, (key, language), model_of(type_)) for path, url_path, key, language, type_ in rows]
    communities = readable({path: model for path, _url_path, _key, model in pages})
    return {
        key: PublicPlace(model, communities[path], below_home(url_path))
        for path, url_path, key, model in pages
        if model is not None and path in communities
    }


def readable(models: Mapping[str, type[Page] | None]) -> dict[str, int | None]:
    """`models` are types by tree path of live pages, None for those of a package that is gone; the answer has the
    primary key of the community (None: the city's) for each that an anonymous resident may read now.

    Left out: pages below one that is not live, pages with a view restriction above them, pages of communities that are
    not open, and pages that belong to a plugin that is off there or gone, or stand below one. One query, and what
    `off_paths` takes for plugins' pages.
    """
    if not models:
        return {}
    depths = {path: len(path) // STEP for path in models}
    above = {path[: depth * STEP] for path in models for depth in range(2, max(depths[path], COMMUNITY_DEPTH + 1))}
    rows = Page.objects.filter(path__in=above).order_by()
    standing = dict(models)
    homes: dict[str, int] = {}
    closed = set(restricted_paths())
    for path, live, type_, community, status in rows.values_list(*_OF_THOSE_ABOVE, _STATUS):
        standing.setdefault(path, model_of(type_))
        if community is not None:
            homes[path] = community
        if not live or status not in (None, CommunityStatus.OPEN):
            closed.add(path)
    whose = {path: homes.get(path[: COMMUNITY_DEPTH * STEP]) for path in standing}
    closed |= off_paths((path, model, whose[path]) for path, model in standing.items())
    return {
        path: whose[path]
        for path in models
        if not any(path[: depth * STEP] in closed for depth in range(1, depths[path] + 1))
    }


_STATUS = "communityhomepage__community__status"


def model_of(type_: int) -> type[Page] | None:
    """Content types are kept by each process."""
    model: type[Page] | None = ContentType.objects.get_for_id(type_).model_class()
    return model
