"""Pages as a search source: every live page of a type with a `search_kind` is an entry a language."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import get_language_info
from wagtail.models import Page, get_page_models
from wagtail.permissions import policy_registry

from portal.also_known_as import AlsoKnownAs
from portal.communities.models import Community
from portal.home.documents.attached import texts_of
from portal.home.models import PageKey
from portal.home.public_places import PublicPlace, PublicPlaces
from portal.home.queries import PublicPage, public_pages
from portal.pages import PortalPage
from search.contract import Editing, EntryRef, Hit, SearchEntry


@cache
def searchable_types() -> Sequence[type[PortalPage]]:
    return [model for model in get_page_models() if issubclass(model, PortalPage) and model.search_kind]


def entry_id(page: Page) -> str:
    return f"page:{page.translation_key}"


def key_of(ref: EntryRef) -> UUID:
    """Parsed once: each query of a batch would do it again."""
    return UUID(ref.id.removeprefix("page:"))


def _types_of(keys: Sequence[UUID]) -> list[type[PortalPage]]:
    """Those among the pages of these keys; there are more types than a batch has."""
    found = set(Page.objects.filter(translation_key__in=keys).values_list("content_type", flat=True).distinct())
    return [model for model in searchable_types() if ContentType.objects.get_for_model(model).pk in found]


class PageSource:
    prefix = "page"

    def all_refs(self) -> Iterable[EntryRef]:
        pages = Page.objects.live().type(*searchable_types()).select_related("locale").order_by("path")
        return [ref_of(public.page) for public in public_pages(pages)]

    def entries(self, refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        wanted, pages = set(refs), []
        keys = [key_of(ref) for ref in refs]
        for model in _types_of(keys):
            rows = model.search_queryset().filter(live=True, translation_key__in=keys).select_related("locale")
            own = [page for page in rows if page.specific_class is model]
            model.prepare_search(own)
            pages.extend(own)
        titles: dict[str, list[tuple[EntryRef, str]]] = {}
        for page in pages:
            titles.setdefault(entry_id(page), []).append((ref_of(page), page.title))
        imported = dict(PageKey.objects.filter(translation_key__in=keys).values_list("translation_key", "key"))
        found = public_pages(pages)
        languages: dict[str, tuple[str, ...]] = {}
        for public in found:
            ref = ref_of(public.page)
            languages[ref.id] = (*languages.get(ref.id, ()), ref.language)
        shown = [each for each in found if ref_of(each.page) in wanted]
        attached = texts_of(each.page for each in shown)
        for public in shown:
            page, ref = public.page, ref_of(public.page)
            others = tuple(title for other, title in titles[ref.id] if other != ref)
            key = imported.get(page.translation_key) or str(page.translation_key)
            in_languages, files = languages[ref.id], attached[page.pk]
            yield entry_for(public, key=key, others=others, languages=in_languages, attached=files)

    def page_keys(self, hits: Sequence[Hit]) -> Iterable[UUID]:
        return [key_of(hit.ref) for hit in hits]

    def paths(
        self, hits: Sequence[Hit], places: PublicPlaces, *, community: Community | None, language: str
    ) -> Mapping[EntryRef, str]:
        found = ((hit.ref, places.get((key_of(hit.ref), hit.ref.language))) for hit in hits)
        slug = community.slug if community else ""
        return {ref: path_of(place, community=slug, language=language) for ref, place in found if place}


def pages_to_edit(refs: Sequence[EntryRef], user: Any) -> dict[EntryRef, Editing]:
    """Where somebody edits the pages of these entries, published or not."""
    keys, wanted = [key_of(ref) for ref in refs], set(refs)
    own = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    pages = own.filter(translation_key__in=keys).select_related("locale").defer_streamfields()
    return {
        ref_of(page): Editing(page.draft_title, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        for page in pages
        if ref_of(page) in wanted
    }


def ref_of(page: Page) -> EntryRef:
    return EntryRef(id=entry_id(page), language=page.locale.language_code)


def entry_for(
    public: PublicPage, *, key: str, others: tuple[str, ...], languages: tuple[str, ...], attached: str = ""
) -> SearchEntry:
    """`attached` is what its files say: residents look for the notice, not for the file."""
    page = public.page
    values = page.search_values()
    aliases = page.keyword_list if isinstance(page, AlsoKnownAs) else ()
    return SearchEntry(
        ref=ref_of(page),
        key=key,
        kind=values.kind or page.search_kind,
        title=page.title,
        updated_at=page.last_published_at or page.latest_revision_created_at or page.first_published_at,
        keywords=tuple(dict.fromkeys([*aliases, *values.keywords])),
        summary=values.summary,
        body=f"{values.body}\n{attached}" if attached else values.body,
        other_titles=others,
        languages=languages,
        category=values.category,
        audiences=values.audiences,
        channels=values.channels,
        community=public.community.code if public.community else "",
        hidden_in=values.hidden_in,
        expires_at=page.expire_at,
        popularity=values.popularity,
    )


def path_of(place: PublicPlace, *, community: str, language: str) -> str:
    """The page's address in the reader's language, a city page's below the community with this slug where that shows
    it."""
    shown = getattr(place.model, "shown_in_communities", False)
    if place.community is None and community and shown:
        return f"/{language}/{community}/{place.below_home}"
    return f"/{language}/{place.below_home}"


def language_names() -> Mapping[str, str]:
    """Each in itself, as who reads it looks for it."""
    return {code: get_language_info(code)["name_local"] for code, _label in settings.LANGUAGES}
