"""All that the rest of the project may import of search: plain values, the provider's shape, and a few functions.

Search knows entries, not pages. The portal registers one provider; search asks it for entries in batches, and for
addresses and labels when it shows results.
"""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

MOST_LIVE_KEYS = 30_000


@dataclass(frozen=True, slots=True)
class EntryRef:
    """One entry in one language. `id` is the same in all languages, at most 100 characters, `[A-Za-z0-9:_-]`."""

    id: str
    language: str


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What is searched: plain text without markup, codes instead of labels.

    `key` is the stable public key, at most 100 characters; entries that share it (a city guide and a community's
    version of it) are one result, the reader's own community's first. `community` is a community's code, empty for the
    city's. `hidden_in` are the codes of communities that do not show this city entry. Codes have at most 64 characters.
    `languages` are those it can be read in; empty for its own alone. All of an id's entries have the same.
    """

    ref: EntryRef
    key: str
    kind: str
    title: str
    updated_at: datetime
    keywords: tuple[str, ...] = ()
    summary: str = ""
    body: str = ""
    other_titles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    category: str = ""
    audiences: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    community: str = ""
    hidden_in: tuple[str, ...] = ()
    expires_at: datetime | None = None
    popularity: int = 0


@dataclass(frozen=True, slots=True)
class CommunityScope:
    """A community as search needs it: `code` filters, `slug` and `name` are shown."""

    code: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What an engine found, before it has an address."""

    ref: EntryRef
    key: str
    community: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line on a result, read when it is shown and in no index: places left now, an office's phone (`phone`, to dial).

    `text` is in the language asked for.
    """

    text: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class LiveFilter:
    """A condition that changes by the minute or differs by community, so that no index can hold it: "open now".

    `keys` gives the keys of all entries that pass at this moment; it is called only where the filter is chosen. Engine
    and database take so many: of more than MOST_LIVE_KEYS, the first in their order are looked for.
    """

    code: str
    label: str
    keys: Callable[[], Collection[str]]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A way to many pages at once, such as a category; `title` in the language asked for."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class EditorPlaces:
    """Where somebody may steer the search: the whole city (which includes every community), or communities, names by
    code."""

    is_city: bool = False
    communities: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.is_city or bool(self.communities)


@dataclass(frozen=True, slots=True)
class Editing:
    """Where somebody works on an entry, drafts included."""

    title: str
    url: str


class SearchProvider(Protocol):
    """What the portal answers. Every method takes a constant number of SQL queries, however long its arguments."""

    def all_refs(self) -> Iterable[EntryRef]:
        """Every entry an anonymous resident may see now, in every language."""

    def entries(self, refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        """The entries of these refs; a ref without an entry is to leave the index."""

    def urls(self, hits: Sequence[Hit], *, community: CommunityScope | None, language: str) -> Mapping[EntryRef, str]:
        """Addresses as the reader's community shows them; a hit without one is no longer public and is dropped."""

    def community(self, slug_or_code: str) -> CommunityScope | None:
        """An open community by slug or code."""

    def communities(self, codes: Sequence[str]) -> Mapping[str, CommunityScope]:
        """The open communities among these codes, by code, names in the active language."""

    def notes(
        self, hits: Sequence[Hit], *, community: CommunityScope | None, language: str
    ) -> Mapping[EntryRef, Sequence[Note]]:
        """What is true of these at this moment; most have nothing to say."""

    def live_filters(self, *, community: CommunityScope | None, everywhere: bool) -> Sequence[LiveFilter]:
        """What can be asked of the moment, for a reader in this community; names in the active language. No query.

        `everywhere`: entries of other communities are looked for as well.
        """

    def shortcuts(self, *, community: CommunityScope | None, language: str) -> Sequence[Shortcut]:
        """What suggestions offer besides pages. No query where nothing changed since the last time."""

    def labels(self, facet: str, codes: Sequence[str], *, language: str) -> Mapping[str, str]:
        """Names of the codes of a facet: `kind`, `category`, `audience`, `channel` or `language`."""

    def editor_places(self, user: Any) -> EditorPlaces:
        """Where this user of the admin may steer the search; empty for everybody else."""

    def keyword_url(self, words: str) -> str:
        """Where an editor adds these words to a page's aliases; empty where there is no such place."""

    def editing(self, refs: Sequence[EntryRef], *, user: Any) -> Mapping[EntryRef, "Editing"]:
        """Where this user of the admin works on these entries; without those she may not change."""

    def page_context(self, request: Any, *, community: CommunityScope | None) -> Mapping[str, Any]:
        """Extra context for the results page, asked for once and before anything is rendered, so that it may also
        say on the request which community the page is about.

        `breadcrumbs` goes into `meta`. When nothing is found the page shows `popular` (things with `title` and `url`)
        and `phones` (things with `label`, `number` and `note`); give querysets or callables, which cost nothing
        otherwise. `ask` is called with the question and gives the Shortcut to where somebody may be asked.
        """


@dataclass(frozen=True, slots=True)
class Health:
    """`basic`: no engine is configured, the database answers. `waiting` entries are not yet searchable as they are;
    `parked` ones were refused and are tried again later and later."""

    engine: Literal["ok", "away", "basic"]
    waiting: int
    oldest_waiting_seconds: float
    parked: int = 0


@dataclass(frozen=True, slots=True)
class IndexHealth:
    """One language: `documents` in the index in service, `index` empty where there is none; `built` is how much of the
    next one is filled, from 0 to 1, None where none is being built."""

    language: str
    index: str
    documents: int
    waiting: int
    oldest_waiting_seconds: float
    built: float | None


_provider: SearchProvider | None = None


def register_provider(provider: SearchProvider) -> None:
    """Called once, in an AppConfig.ready()."""
    global _provider
    _provider = provider


def get_provider() -> SearchProvider:
    if _provider is None:
        raise RuntimeError("no search provider is registered")
    return _provider


def mark_changed(ids: Iterable[str]) -> None:
    """Say that these entries changed, appeared or went, in any language.

    Call it inside the transaction that makes the change: the mark commits or rolls back with it, and the index
    follows after commit, also when the process dies in between.
    """
    from search.marks import mark_changed as mark  # noqa: PLC0415 - models are not loaded when this module is

    mark(ids)


def mark_known(prefix: str, *, community: str = "") -> None:
    """The same for every entry found until now whose id begins with `prefix`, or those of them in one community."""
    from search.marks import mark_known as mark  # noqa: PLC0415 - models are not loaded when this module is

    mark(prefix, community=community)


def health() -> Health:
    """Two SQL queries and, where an engine is configured, one short request to it. Never raises for a lost engine."""
    from search.health import measure  # noqa: PLC0415 - models are not loaded when this module is

    return measure()


def views_of(ids: Iterable[str]) -> dict[str, int]:
    """How often these entries were read lately, for `SearchEntry.popularity`; one SQL query."""
    from search.popularity import views_of as views  # noqa: PLC0415 - models are not loaded when this module is

    return views(ids)


def settle_views() -> None:
    """Have the index follow what is read much or no longer. For timed work, every few minutes."""
    from search.popularity import settle  # noqa: PLC0415 - models are not loaded when this module is

    settle()


def forget_old_counts() -> None:
    """Old views weigh less, old questions go. For timed work, daily; twice a day does no harm."""
    from search.popularity import fade  # noqa: PLC0415 - models are not loaded when this module is

    fade()


def index_health() -> Sequence[IndexHealth]:
    """Language by language, from the database alone: three queries."""
    from search.health import by_language  # noqa: PLC0415 - models are not loaded when this module is

    return by_language()


def forget_indexes() -> None:
    """Say that the engine starts empty, as one in memory does: indexes are made anew, and none is missed as lost."""
    from search.rebuilding import forget_indexes as forget  # noqa: PLC0415 - models are not loaded when this module is

    forget()


def catch_up() -> None:
    """Bring up to date what a crash or a lost engine left behind, for half a minute at most; the rest another time.

    Idempotent, for timed work. Raises when a configured engine cannot be reached.
    """
    from search.sync import sync_waiting  # noqa: PLC0415 - models are not loaded when this module is

    ends_at = time.monotonic() + 30
    sync_waiting(is_over=lambda: time.monotonic() > ends_at)
