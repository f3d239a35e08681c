"""What guides give search beside their pages: a community's words on a city guide, and the names of facets.

An overlay with words of its own is an entry of its own under the guide's key, so that the community's residents find
its note, and get its page in place of the city's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from wagtail.query import PageQuerySet

from portal.communities.choices import CommunityStatus, Role
from portal.communities.models import Community
from portal.communities.rules import communities_for
from portal.components import LinkItem
from portal.home.models import PageKey
from portal.home.page_source import path_of
from portal.home.public_places import PublicPlaces
from portal.home.queries import public_pages
from portal.home.search_sources import (
    register_editing,
    register_labels,
    register_live_filter,
    register_popular,
    register_shortcuts,
    register_source,
)
from portal.keeping import PAGES, kept
from portal.services.catalogue import guides_shown_in
from portal.services.choices import Channel, GuideKind
from portal.services.listings import guide_links, label_links
from portal.services.models import Audience, Category, GuideOverlay, GuidePage
from portal.services.models.labels import Label
from portal.services.open_now import keys_open_now
from portal.services.plain_text import text_of
from search.contract import Editing, EntryRef, Hit, SearchEntry, Shortcut, mark_changed, views_of

POPULAR = 5


def overlay_id(overlay: GuideOverlay, code: str) -> str:
    return f"overlay:{overlay.guide_key}:{code}"


class OverlaySource:
    prefix = "overlay"

    def all_refs(self) -> Iterable[EntryRef]:
        shown = [overlay for overlay in shown_overlays() if overlay.has_text]
        guides = city_guides(overlay.guide_key for overlay in shown)
        for overlay in shown:
            for guide in guides.get(overlay.guide_key, ()):
                yield EntryRef(overlay_id(overlay, overlay.community.code), guide.locale.language_code)

    def entries(self, refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        wanted = set(refs)
        overlays = [overlay for overlay in shown_overlays(self._of(refs)) if overlay.has_text]
        guides = city_guides(overlay.guide_key for overlay in overlays)
        keys = dict(PageKey.objects.filter(translation_key__in=guides).values_list("translation_key", "key"))
        for overlay in overlays:
            versions = guides.get(overlay.guide_key, [])
            for guide in versions:
                ref = EntryRef(overlay_id(overlay, overlay.community.code), guide.locale.language_code)
                if ref in wanted:
                    others = tuple(other.title for other in versions if other is not guide)
                    key = keys.get(overlay.guide_key) or str(overlay.guide_key)
                    languages = tuple(version.locale.language_code for version in versions)
                    entry = entry_for(overlay, guide, ref=ref, key=key, others=others)
                    yield replace(entry, languages=languages)

    def page_keys(self, hits: Sequence[Hit]) -> Iterable[UUID]:
        return [guide_key_of(hit.ref) for hit in hits]

    def paths(
        self, hits: Sequence[Hit], places: PublicPlaces, *, community: Community | None, language: str
    ) -> Mapping[EntryRef, str]:
        shown = shown_among(self._of([hit.ref for hit in hits])).order_by()
        rows = shown.values_list("guide_key", "community__code", "community__slug")
        slugs = {f"overlay:{key}:{code}": slug for key, code, slug in rows}
        found = ((hit.ref, places.get((guide_key_of(hit.ref), hit.ref.language))) for hit in hits)
        return {
            ref: path_of(place, community=slugs[ref.id], language=language)
            for ref, place in found
            if place and place.community is None and ref.id in slugs
        }

    @staticmethod
    def _of(refs: Sequence[EntryRef]) -> Q:
        parts = [ref.id.split(":") for ref in refs]
        return Q(guide_key__in={key for _prefix, key, _code in parts}, community__code__in={c for _p, _k, c in parts})


def notes_to_edit(refs: Sequence[EntryRef], user: Any) -> dict[EntryRef, Editing]:
    """Where somebody writes what her community says of a city guide."""
    parts = {ref: ref.id.split(":") for ref in refs}
    codes = {code for _prefix, _key, code in parts.values()}
    own = set(communities_for(user, Role.EDITOR).filter(code__in=codes).values_list("code", flat=True))
    guides = city_guides((UUID(key) for _prefix, key, _code in parts.values()), with_values=False)
    return {
        ref: Editing(guides[UUID(key)][0].title, reverse("city_guide", args=[code, key]))
        for ref, (_prefix, key, code) in parts.items()
        if code in own and UUID(key) in guides
    }


def guide_key_of(ref: EntryRef) -> UUID:
    return UUID(ref.id.split(":")[1])


def shown_overlays(which: Q | None = None) -> list[GuideOverlay]:
    """What open communities say of city guides they show."""
    return list(shown_among(which or Q()).select_related("community").order_by("pk"))


def shown_among(which: Q) -> QuerySet[GuideOverlay]:
    return GuideOverlay.objects.filter(which, hidden=False, community__status=CommunityStatus.OPEN)


def city_guides(keys: Iterable[UUID], *, with_values: bool = True) -> dict[UUID, list[GuidePage]]:
    """The city's public guides of these keys, a page a language, with what `search_values` reads.

    Five queries, however many; three without the values.
    """
    guides = GuidePage.search_queryset().select_related("locale", "category") if with_values else _places()
    guides = guides.filter(live=True, translation_key__in=set(keys), community=None)
    found: dict[UUID, list[GuidePage]] = {}
    for public in public_pages(guides):
        found.setdefault(public.page.translation_key, []).append(public.page)
    return found


def _places() -> PageQuerySet:
    """Where guides stand, without their words: a guide in full takes longer to load than all else of its address."""
    place = ("path", "depth", "url_path", "slug", "live", "translation_key", "content_type", "locale", "community")
    return GuidePage.objects.select_related("locale").only(*place)


def entry_for(
    overlay: GuideOverlay, guide: GuidePage, *, ref: EntryRef, key: str, others: tuple[str, ...]
) -> SearchEntry:
    values = guide.search_values()
    words = [overlay.note.in_language(ref.language), overlay.counter.in_language(ref.language), text_of(guide)]
    return SearchEntry(
        ref=ref,
        key=key,
        kind=values.kind,
        title=guide.title,
        updated_at=max(overlay.updated_at, guide.last_published_at or overlay.updated_at),
        keywords=tuple(guide.keyword_list),
        summary=values.summary,
        body="\n".join(word for word in words if word),
        other_titles=others,
        category=values.category,
        audiences=values.audiences,
        channels=values.channels,
        community=overlay.community.code,
        expires_at=guide.expire_at,
        popularity=values.popularity,
    )


# What changes what


def mark_overlay(sender: type, instance: GuideOverlay, **kwargs: object) -> None:
    mark_changed([f"page:{instance.guide_key}", overlay_id(instance, instance.community.code)])


def mark_overlays_of(sender: type, instance: GuidePage, **kwargs: object) -> None:
    """A community's entry repeats the city's words."""
    overlays = GuideOverlay.objects.filter(guide_key=instance.translation_key).select_related("community")
    if ids := [overlay_id(overlay, overlay.community.code) for overlay in overlays]:
        mark_changed(ids)


def mark_community(sender: type, instance: Community, created: bool, **kwargs: object) -> None:
    if not created:
        mark_changed([overlay_id(overlay, instance.code) for overlay in instance.guide_overlays.all()])


def popular_guides(request: HttpRequest, community: Community | None) -> Iterable[LinkItem]:
    """Those most read lately, as far as this place shows them; one query."""
    guides = guides_shown_in(community)
    views = views_of(f"page:{guide.key}" for guide in guides)
    # What an import says is where counting begins, as in the rank of results.
    most_read = sorted(guides, key=lambda guide: -guide.popularity - views.get(f"page:{guide.key}", 0))
    links = guide_links(most_read[:POPULAR], community, request)
    return [LinkItem(link.title, link.url, language=link.language) for link in links]


def label_shortcuts(community: Community | None) -> Iterable[Shortcut]:
    """Categories and life events that have guides here."""
    return _shortcuts_in(community, get_language())


@kept(PAGES)
def _shortcuts_in(community: Community | None, language: str) -> tuple[Shortcut, ...]:
    """In the active language, which is `language`: every letter that somebody types asks for them."""
    guides = guides_shown_in(community)
    links = [link for by in ("category", "life-event") for link in label_links(guides, by, community)]
    return tuple(Shortcut(link.title, link.url) for link in links)


@kept(PAGES)
def labels(model: type[Label]) -> tuple[Label, ...]:
    return tuple(model.objects.all())


def connect() -> None:
    """Called in AppConfig.ready(); the uids keep a second call harmless."""
    register_source(OverlaySource())
    register_editing(OverlaySource.prefix, notes_to_edit)
    register_popular(popular_guides)
    register_shortcuts(label_shortcuts)
    register_live_filter("open-now", gettext_lazy("Counter open now"), keys_open_now)
    register_labels("kind", lambda: dict(GuideKind.choices))
    register_labels("channel", lambda: dict(Channel.choices))
    register_labels("category", lambda: {label.code: label for label in labels(Category)})
    register_labels("audience", lambda: {label.code: label for label in labels(Audience)})
    for signal in (post_save, post_delete):
        signal.connect(mark_overlay, sender=GuideOverlay, dispatch_uid=f"overlay_marks_{id(signal)}")
        signal.connect(mark_overlays_of, sender=GuidePage, dispatch_uid=f"overlay_marks_guide_{id(signal)}")
    post_save.connect(mark_community, sender=Community, dispatch_uid="overlay_marks_community")
