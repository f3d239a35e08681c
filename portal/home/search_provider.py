"""What search asks of the portal, answered from the registered sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.communities.current import set_community
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.communities.rules import Anyone, communities_edited_by, is_city_administrator
from portal.home.offices import offices_for
from portal.home.public_places import public_places
from portal.home.queries import city_settings
from portal.home.search_sources import (
    Reader,
    ask_office_url,
    by_source,
    editing_of,
    labels_of,
    live_filters,
    notes_of,
    popular_pages,
    shortcuts,
    sources,
)
from portal.keeping import PAGES, kept
from portal.meta import Crumb
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
    views_of,
)


@dataclass(frozen=True, slots=True)
class Phone:
    label: str
    number: str
    note: str = ""


class PortalSearchProvider:
    def all_refs(self) -> Iterable[EntryRef]:
        for source in sources():
            yield from source.all_refs()

    def entries(self, refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        views = views_of({ref.id for ref in refs})
        for source, own in by_source(refs, refs):
            for entry in source.entries(own):
                # What an import says is where counting begins.
                yield replace(entry, popularity=entry.popularity + views.get(entry.ref.id, 0))

    def urls(self, hits: Sequence[Hit], *, community: CommunityScope | None, language: str) -> Mapping[EntryRef, str]:
        reader = community_in(community)
        groups = by_source(hits, [hit.ref for hit in hits])
        places = public_places({key for source, own in groups for key in source.page_keys(own)})
        found: dict[EntryRef, str] = {}
        for source, own in groups:
            found.update(source.paths(own, places, community=reader, language=language))
        return found

    def community(self, slug_or_code: str) -> CommunityScope | None:
        community = open_community(slug_or_code)
        return scope_of(community) if community else None

    def communities(self, codes: Sequence[str]) -> Mapping[str, CommunityScope]:
        found = Community.objects.open().filter(code__in=codes).only("code", "slug", "names")
        return {community.code: scope_of(community) for community in found}

    def notes(
        self, hits: Sequence[Hit], *, community: CommunityScope | None, language: str
    ) -> Mapping[EntryRef, Sequence[Note]]:
        found: dict[EntryRef, list[Note]] = {}
        with translation.override(language):
            for notes in notes_of(hits):
                for ref, note in notes:
                    found.setdefault(ref, []).append(note)
        return found

    def live_filters(self, *, community: CommunityScope | None, everywhere: bool) -> Sequence[LiveFilter]:
        reader = Reader(community_in(community), everywhere)
        return [LiveFilter(code, str(label), partial(keys, reader)) for code, (label, keys) in live_filters().items()]

    def shortcuts(self, *, community: CommunityScope | None, language: str) -> Sequence[Shortcut]:
        with translation.override(language):
            return shortcuts(community_in(community))

    def labels(self, facet: str, codes: Sequence[str], *, language: str) -> Mapping[str, str]:
        with translation.override(language):
            return labels_of(facet, codes)

    def editor_places(self, user: Anyone) -> EditorPlaces:
        if is_city_administrator(user):
            return EditorPlaces(is_city=True)
        own = communities_edited_by(user)
        return EditorPlaces(communities={community.code: str(community.names) for community in own})

    def keyword_url(self, words: str) -> str:
        return f"{reverse('add_keyword')}?{urlencode({'word': words})}"

    def editing(self, refs: Sequence[EntryRef], *, user: Anyone) -> Mapping[EntryRef, Editing]:
        return editing_of(refs, user)

    def page_context(self, request: HttpRequest, *, community: CommunityScope | None) -> Mapping[str, Any]:
        reader = community_in(community)
        if reader is not None:
            set_community(request, reader, path=home_url(request, reader))
        return {
            "breadcrumbs": (Crumb(str(reader or _("Home")), home_url(request, reader)),),
            "popular": lambda: popular_pages(request, reader),
            "phones": lambda: phones_of(request, reader),
            "ask": lambda text: ask_of(request, reader, text),
        }


@dataclass(frozen=True, slots=True)
class PortalScope(CommunityScope):
    """Search hands back the scope it was given: with it comes the community, which needs no second query."""

    community: Community = field(compare=False, repr=False)


@kept(PAGES)
def open_community(slug_or_code: str) -> Community | None:
    """With its street, by which plugins are on there. What is found in it is looked up anew for each answer."""
    found = Community.objects.open().with_street().filter(Q(slug=slug_or_code) | Q(code=slug_or_code))
    return found.first()


def scope_of(community: Community) -> CommunityScope:
    return PortalScope(code=community.code, slug=community.slug, name=str(community.names), community=community)


def community_in(scope: CommunityScope | None) -> Community | None:
    if scope is None:
        return None
    if isinstance(scope, PortalScope):
        return scope.community
    return Community.objects.open().filter(code=scope.code).first()


def phones_of(request: HttpRequest, community: Community | None) -> list[Phone]:
    """Whom to ask when searching found nothing: the community's offices with their hours, then the city's hotline."""
    places: list[Any] = [community, *offices_for(community)] if community else []
    found = [Phone(str(place), place.phone, place.hours.short_text()) for place in places if place.phone]
    return [*found, Phone(_("City hotline"), city_settings(request).hotline)]


def ask_of(request: HttpRequest, community: Community | None, text: str) -> Shortcut:
    """Readers who are nowhere yet find their community first: the question lands with its editors."""
    if url := ask_office_url(community, request, text):
        return Shortcut(_("Ask the office of %(community)s") % {"community": community}, url)
    return Shortcut(_("Find your community to ask its office"), reverse("communities:find"))
