"""Where search entries come from: pages, and what other rooms register. Each source owns the ids with its prefix."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest

from portal.communities.models import Community
from portal.home.public_places import PublicPlaces
from search.contract import Editing, EntryRef, Hit, Note, SearchEntry, Shortcut


class SearchSource(Protocol):
    """A kind of searchable thing. Entry ids are `prefix:...`; all methods take a constant number of queries."""

    prefix: str

    def all_refs(self) -> Iterable[EntryRef]:
        """Every entry an anonymous resident may see now."""

    def entries(self, refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        """The entries of these refs; what may not be seen any more is left out."""

    def page_keys(self, hits: Sequence[Hit]) -> Iterable[UUID]:
        """Translation keys of the pages these hits stand for, so that all sources' are looked up at once. No query."""

    def paths(
        self, hits: Sequence[Hit], places: PublicPlaces, *, community: Community | None, language: str
    ) -> Mapping[EntryRef, str]:
        """Address of each hit as the reader's community shows it; what may not be seen any more is left out.

        `places` are those of all sources' `page_keys` that anybody may read now.
        """


_sources: dict[str, SearchSource] = {}


def register_source(source: SearchSource) -> None:
    """Called in AppConfig.ready()."""
    _sources[source.prefix] = source


def sources() -> Iterable[SearchSource]:
    return _sources.values()


def by_source(items: Sequence, refs: Sequence[EntryRef]) -> list[tuple[SearchSource, list]]:
    """`items` grouped by the source that owns the ref at the same place; those of vanished sources are dropped."""
    groups: dict[str, list] = {}
    for item, ref in zip(items, refs, strict=True):
        groups.setdefault(ref.id.split(":", 1)[0], []).append(item)
    return [(_sources[prefix], group) for prefix, group in groups.items() if prefix in _sources]


EditingOf = Callable[[Sequence[EntryRef], Any], Mapping[EntryRef, Editing]]
_editing: dict[str, EditingOf] = {}


def register_editing(prefix: str, editing: EditingOf) -> None:
    """Where a user works on the entries of a source, those she may change (`SearchProvider.editing`); in ready()."""
    _editing[prefix] = editing


def editing_of(refs: Sequence[EntryRef], user: Any) -> dict[EntryRef, Editing]:
    found: dict[EntryRef, Editing] = {}
    for prefix, editing in _editing.items():
        own = [ref for ref in refs if ref.id.startswith(f"{prefix}:")]
        found |= editing(own, user) if own else {}
    return found


Labels = Callable[[], Mapping[str, Any]]
_labels: dict[str, list[Labels]] = {}


def register_labels(facet: str, labels: Labels) -> None:
    """Names of a facet's codes (`SearchProvider.labels`) in the active language; in ready()."""
    _labels.setdefault(facet, []).append(labels)


def labels_of(facet: str, codes: Collection[str] | None = None) -> dict[str, str]:
    """Of these codes; None: of all there are."""
    names = (labels() for labels in _labels.get(facet, []))
    return {code: str(name) for found in names for code, name in found.items() if codes is None or code in codes}


Popular = Callable[[HttpRequest, Community | None], Iterable[Any]]
_popular: list[Popular] = []


def register_popular(popular: Popular) -> None:
    """What others look for (things with `title` and `url`), shown where a search finds nothing; in ready()."""
    if popular not in _popular:
        _popular.append(popular)


def popular_pages(request: HttpRequest, community: Community | None) -> list[Any]:
    return [page for popular in _popular for page in popular(request, community)]


@dataclass(frozen=True, slots=True)
class Reader:
    """Where somebody asks from; `everywhere`: what other communities have is looked for as well."""

    community: Community | None
    everywhere: bool = False


AskOffice = Callable[[Community, HttpRequest, str], str]
_ask_office: list[AskOffice] = []


def register_ask_office(address: AskOffice) -> None:
    """Where a community's office can be asked; the text is what the question begins with. In ready()."""
    _ask_office[:] = [address]


def ask_office_url(community: Community | None, request: HttpRequest, text: str) -> str:
    """Empty where nobody takes questions, and for readers without a community."""
    return _ask_office[0](community, request, text) if _ask_office and community else ""


PassingKeys = Callable[[Reader], Collection[str]]
_live: dict[str, tuple[Any, PassingKeys]] = {}


def register_live_filter(code: str, label: Any, keys: PassingKeys) -> None:
    """Something that is true of entries at this moment (`label` is lazy); `keys` of those that pass, in ready()."""
    _live[code] = (label, keys)


def live_filters() -> Mapping[str, tuple[Any, PassingKeys]]:
    return _live


Notes = Callable[[Sequence[Hit]], Iterable[tuple[EntryRef, Note]]]
_notes: list[Notes] = []


def register_notes(notes: Notes) -> None:
    """What is true of some hits at this moment, in the active language, in a constant number of queries; in ready()."""
    if notes not in _notes:
        _notes.append(notes)


def notes_of(hits: Sequence[Hit]) -> list[Iterable[tuple[EntryRef, Note]]]:
    return [notes(hits) for notes in _notes]


Shortcuts = Callable[[Community | None], Iterable[Shortcut]]
_shortcuts: list[Shortcuts] = []


def register_shortcuts(found: Shortcuts) -> None:
    """Ways to many pages, in the active language, as suggestions offer them; in ready(). Must cost no query."""
    if found not in _shortcuts:
        _shortcuts.append(found)


def shortcuts(community: Community | None) -> list[Shortcut]:
    return [shortcut for found in _shortcuts for shortcut in found(community)]
