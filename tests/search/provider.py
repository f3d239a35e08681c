"""A provider over entries in memory: what the portal is to search, without the portal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from search.contract import (
    CommunityScope,
    Editing,
    EditorPlaces,
    EntryRef,
    Hit,
    LiveFilter,
    Note,
    SearchEntry,
    Shortcut,
)

SUNSHINE = CommunityScope("990000000001", "sunshine", "阳光花园社区")
HEPING = CommunityScope("990000000002", "heping", "和平里社区")
RIVERSIDE = CommunityScope("990000000003", "riverside", "滨江社区")
LABELS = {"kind": {"guide": "Guide"}, "category": {"permit": "Permits", "housing": "Housing"}}


def entry(key: str, title: str = "", *, language: str = "zh-hans", **values: Any) -> SearchEntry:
    """An entry of the whole city, as a guide of today, but for what is said."""
    values.setdefault("updated_at", datetime(2026, 6, 1, tzinfo=UTC))
    values.setdefault("kind", "guide")
    return SearchEntry(ref=EntryRef(values.pop("id", f"guide:{key}"), language), key=key, title=title or key, **values)


class MemoryProvider:
    """Holds entries by ref. `removed` are refs that went private a moment ago: still entries, but without address."""

    def __init__(self) -> None:
        self.held: dict[EntryRef, SearchEntry] = {}
        self.removed: set[EntryRef] = set()
        self.places = {place.code: place for place in (SUNSHINE, HEPING, RIVERSIDE)}
        self.context: dict[str, Any] = {}
        self.open_now: set[str] = set()
        self.said: dict[str, list[Note]] = {}

    def put(self, *entries: SearchEntry) -> list[str]:
        """Their ids, for `mark_changed`."""
        self.held.update({each.ref: each for each in entries})
        return [each.ref.id for each in entries]

    def take(self, *refs: EntryRef) -> list[str]:
        for ref in refs:
            del self.held[ref]
        return [ref.id for ref in refs]

    def all_refs(self) -> Iterable[EntryRef]:
        return list(self.held)

    def entries(self, refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        return [self.held[ref] for ref in refs if ref in self.held]

    def urls(self, hits: Sequence[Hit], *, community: CommunityScope | None, language: str) -> Mapping[EntryRef, str]:
        place = f"{community.slug}/" if community else ""
        public = [hit for hit in hits if hit.ref in self.held and hit.ref not in self.removed]
        return {hit.ref: f"/{language}/{place}guides/{hit.key}/" for hit in public}

    def community(self, slug_or_code: str) -> CommunityScope | None:
        places = (place for place in self.places.values() if slug_or_code in (place.slug, place.code))
        return next(places, None)

    def communities(self, codes: Sequence[str]) -> Mapping[str, CommunityScope]:
        return {code: self.places[code] for code in codes if code in self.places}

    def notes(
        self, hits: Sequence[Hit], *, community: CommunityScope | None, language: str
    ) -> Mapping[EntryRef, Sequence[Note]]:
        return {hit.ref: self.said[hit.key] for hit in hits if hit.key in self.said}

    def live_filters(self, *, community: CommunityScope | None, everywhere: bool) -> Sequence[LiveFilter]:
        return [LiveFilter("open-now", "Open now", lambda: self.open_now)]

    def shortcuts(self, *, community: CommunityScope | None, language: str) -> Sequence[Shortcut]:
        return [Shortcut("证件" if language.startswith("zh") else "Permits", f"/{language}/guides/category/permit/")]

    def editor_places(self, user: Any) -> EditorPlaces:
        return EditorPlaces()

    def keyword_url(self, words: str) -> str:
        return ""

    def editing(self, refs: Sequence[EntryRef], *, user: Any) -> Mapping[EntryRef, Editing]:
        return {}

    def labels(self, facet: str, codes: Sequence[str], *, language: str) -> Mapping[str, str]:
        return {code: LABELS.get(facet, {}).get(code, code) for code in codes}

    def page_context(self, request: Any, *, community: CommunityScope | None) -> Mapping[str, Any]:
        return self.context
