"""Places left at this moment, in whatever search finds: asked of rooms and plugins through the hook `places_left`.

Who has none of the hits is not asked. Nothing is kept: a place may go while somebody reads.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.home.models import PageKey
from portal.home.page_source import searchable_types
from portal.home.search_sources import Reader
from portal.plugins.calling import call, hooks_of, own_apps_with
from portal.plugins.contracts import PlacesLeft
from portal.plugins.registry import installed, plugin_of
from portal.plugins.searching import entry_id
from search.contract import EntryRef, Hit, Note

HOOK = "places_left"


def keys_with_places(reader: Reader) -> Collection[str]:
    """Search keys of everything that has places left, for a reader in this community.

    A query for each room, two for each plugin that has places, and one for the keys of imported pages.
    """
    communities = Community.objects.open()
    if reader.community is not None and not reader.everywhere:
        communities = communities.filter(pk=reader.community.pk)
    ids, pages = set(), set()
    for owner in owners():
        for places in asked(owner, communities, None, None):
            if places.left == 0:
                continue
            if places.page:
                pages.add(places.page)
            else:
                ids.add(entry_id(owner, places.id))
    imported = PageKey.objects.filter(translation_key__in=pages) if pages else PageKey.objects.none()
    names = {str(page): key for page, key in imported.values_list("translation_key", "key")}
    return ids | {names.get(page, page) for page in pages}


def notes_on_places(hits: Sequence[Hit]) -> Iterable[tuple[EntryRef, Note]]:
    """A query for each room and two for each plugin that has one of the hits."""
    by_id: dict[str, list[EntryRef]] = {}
    for hit in hits:
        by_id.setdefault(hit.ref.id, []).append(hit.ref)
    for owner in owners():
        own = [hit.ref.id for hit in hits if hit.kind in kinds_of(owner)]
        prefix = entry_id(owner, "")
        ids = [id.removeprefix(prefix) for id in own if id.startswith(prefix)]
        pages = [id.removeprefix("page:") for id in own if id.startswith("page:")]
        if not ids and not pages:
            continue
        for places in asked(owner, Community.objects.open(), ids, pages):
            found = f"page:{places.page}" if places.page else entry_id(owner, places.id)
            for ref in by_id.get(found, ()):
                yield ref, Note(wording(places.left))


def owners() -> list[str]:
    """Labels of rooms and keys of plugins that have things with places."""
    return [*own_apps_with(HOOK), *(key for key in installed() if HOOK in hooks_of(key))]


@cache
def kinds_of(owner: str) -> set[str]:
    """What their things are called in the search."""
    types = {
        model.search_kind
        for model in searchable_types()
        if owner == (((plugin := plugin_of(model)) and plugin.key) or model._meta.app_label)
    }
    return {owner, *(kind for kind in types if kind)}


def asked(
    owner: str, communities: CommunityQuerySet, ids: Sequence[str] | None, pages: Sequence[str] | None
) -> list[PlacesLeft]:
    return call("places_left", only=owner, communities=communities, ids=ids, pages=pages)


def wording(left: int | None) -> str:
    if left is None:
        return _("Places left")
    if left == 0:
        return _("No place left")
    return ngettext("%(left)d place left", "%(left)d places left", left) % {"left": left}
