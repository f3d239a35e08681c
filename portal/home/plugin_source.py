"""What plugins have that is no page as a search source: the answers of the `search_entries` hook.

Whose an entry is, it says itself; that the plugin is on there and the community open is looked up here each time, so
that nothing is found, and nothing shown, because a plugin left it to somebody else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from uuid import UUID

from django.conf import settings

from portal.communities.models import Community
from portal.home.page_source import searchable_types
from portal.home.public_places import PublicPlaces
from portal.pages import PortalPage
from portal.plugins.activation import communities_with
from portal.plugins.addresses import plugin_root
from portal.plugins.calling import call
from portal.plugins.contracts import PluginEntry
from portal.plugins.registry import installed, plugin_of
from portal.plugins.searching import PREFIX, entry_id
from search.contract import EntryRef, Hit, SearchEntry

ID = re.compile(r"[A-Za-z0-9_-]{1,50}")


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """An entry as search has it, and where it answers: in which community, below the plugin's address there."""

    entry: SearchEntry
    community: Community
    path: str


class PluginSource:
    """Each method takes two queries for each plugin it asks, and what that plugin's hook takes."""

    prefix = PREFIX

    def all_refs(self) -> Iterable[EntryRef]:
        return [placed.entry.ref for key in installed() for placed in public_entries(key)]

    def entries(self, refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        wanted = set(refs)
        for key, ids in ids_by_plugin(refs).items():
            entries = [placed.entry for placed in public_entries(key, ids)]
            titles = [(entry.ref, entry.title) for entry in entries]
            for entry in entries:
                if entry.ref in wanted:
                    others = [title for ref, title in titles if ref.id == entry.ref.id and ref != entry.ref]
                    languages = tuple(ref.language for ref, _title in titles if ref.id == entry.ref.id)
                    yield replace(entry, other_titles=tuple(others), languages=languages)

    def page_keys(self, hits: Sequence[Hit]) -> Iterable[UUID]:
        return ()

    def paths(
        self, hits: Sequence[Hit], places: PublicPlaces, *, community: Community | None, language: str
    ) -> Mapping[EntryRef, str]:
        wanted = {hit.ref for hit in hits}
        found = {}
        for key, ids in ids_by_plugin(wanted).items():
            for placed in public_entries(key, ids):
                if placed.entry.ref in wanted:
                    root = plugin_root(key, community=placed.community, language=language)
                    found[placed.entry.ref] = f"{root}{placed.path}"
        return found


def public_entries(
    key: str, ids: Sequence[str] | None = None, *, community: Community | None = None
) -> list[PlacedEntry]:
    """What a plugin has in the open communities in which it is on, or in this one: all of it, or only these ids."""
    within = Community.objects.filter(pk=community.pk) if community else Community.objects.all()
    placed = call("search_entries", use=partial(_placed, key), only=key, ids=ids, communities=within)
    places = {each.community.pk for each in placed if community in (None, each.community)}
    on = set(communities_with(key).open().filter(pk__in=places).values_list("pk", flat=True)) if places else set()
    return [each for each in placed if each.community.pk in on]


def ids_by_plugin(refs: Iterable[EntryRef]) -> dict[str, list[str]]:
    """{plugin: its own ids} of the installed plugins among these."""
    found: dict[str, dict[str, None]] = {}
    for ref in refs:
        _prefix, key, id_ = ref.id.split(":", 2)
        if key in installed():
            found.setdefault(key, {})[id_] = None
    return {key: list(ids) for key, ids in found.items()}


def _placed(key: str, entry: PluginEntry) -> PlacedEntry:
    """Plain values, taken while the plugin answers for what goes wrong; ValueError for what search cannot hold."""
    if not ID.fullmatch(entry.id):
        raise ValueError(f"{entry.id!r} is no id of a search entry")
    if entry.language not in dict(settings.LANGUAGES):
        raise ValueError(f"{entry.language!r} is none of LANGUAGES")
    ref = EntryRef(entry_id(key, entry.id), entry.language)
    values = SearchEntry(
        ref=ref,
        key=ref.id,
        kind=key,
        title=str(entry.title),
        updated_at=entry.updated_at,
        keywords=tuple(map(str, entry.keywords)),
        summary=str(entry.summary),
        body=str(entry.body),
        community=entry.community.code,
    )
    return PlacedEntry(values, entry.community, str(entry.path))


def kind_labels() -> Mapping[str, str]:
    """Names of the kinds that plugins' entries and pages have, in the active language."""
    types = {kind: model.get_verbose_name() for kind, model in _types_of_plugins()}
    return types | {key: plugin.name for key, plugin in installed().items()}


@cache
def _types_of_plugins() -> Sequence[tuple[str, type[PortalPage]]]:
    return [(model.search_kind, model) for model in searchable_types() if model.search_kind and plugin_of(model)]
