"""The index of guides, and the way to them: the city's, and one below each community."""

from dataclasses import replace
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.communities.current import community_of
from portal.communities.models import Community
from portal.communities.wording import words_for
from portal.home.fixed import FixedPage
from portal.meta import Crumb, PageMeta
from portal.names import fallback_order
from portal.pages import PortalPage, languages_of
from portal.services.addresses import guides_url, label_url
from portal.services.catalogue import guides_shown_in, labelled, overlays_in
from portal.services.listings import GuideListing, guide_links, label_links
from portal.services.models.guide import GuidePage
from portal.services.models.labels import Category, Label, LifeEvent

PAGE_SIZE = 20
POPULAR = 6
OWN = 12


class GuideIndexPage(FixedPage):
    """`community` is None for the city's. Below a community's index every guide of the city answers as well: routed,
    without a page, alias or copy."""

    SORTINGS: ClassVar[dict[str, type[Label]]] = {"category": Category, "life-event": LifeEvent}

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community")
    )

    search_kind = None
    parent_page_types: ClassVar[list[str]] = ["home.CityHomePage", "home.CommunityHomePage"]
    subpage_types: ClassVar[list[str]] = ["services.GuidePage"]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        SynchronizedField("community", overridable=False),
    ]

    class Meta:
        verbose_name = _("index of guides")
        verbose_name_plural = _("indexes of guides")

    #: The category or life event asked for, and which page of its list; set when the page is served.
    selected: tuple[str, Label] | None = None
    page_number = 1

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        here = community_of(request)
        if here is not None and here.pk == self.community_id:
            self.community = here
        if self.live and len(path_components) == 2 and path_components[0] in self.SORTINGS:
            by, code = path_components
            return RouteResult(self, kwargs={"by": by, "code": code})
        return super().route(request, path_components)

    def child_to_route(self, slug: str) -> Page | None:
        """The community's own guide of this slug, else the city's unless it is hidden here; in the best language.

        Two queries for all languages together, and the guide knows where it is shown.
        """
        owners = models.Q(community=None) | models.Q(community=self.community_id)
        guides = GuidePage.objects.live().filter(owners, slug=slug).select_related("locale", "category")
        by_owner: dict[int | None, dict[str, GuidePage]] = {}
        for guide in guides:
            by_owner.setdefault(guide.community_id, {})[guide.locale.language_code] = guide
        languages = by_owner.get(self.community_id) or by_owner.get(None) or {}
        found = next((languages[code] for code in fallback_order() if code in languages), None)
        if found is None:
            return None
        found.live_languages = languages_of(languages)
        if found.community_id is not None:
            found.community = self.community
        elif self.community_id is not None:
            overlay = overlays_in(self.community_id).get(found.translation_key)
            if overlay and overlay.hidden:
                return None
            found.show_in(self.community, overlay)
        return found

    # What it shows

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        by, code = kwargs.pop("by", ""), kwargs.pop("code", "")
        if by:
            label = self.SORTINGS[by].objects.filter(code=code).first()
            if label is None:
                raise Http404
            self.selected = (by, label)
        listing = self.get_listing(request)
        self.page_number = listing.page.number if listing.page else 1
        words = words_for(self.community.kind) if self.community else None
        return {**super().get_context(request, *args, **kwargs), "listing": listing, "words": words}

    def get_listing(self, request: HttpRequest) -> GuideListing:
        community, guides = self.community, guides_shown_in(self.community)
        if self.selected:
            by, label = self.selected
            links = guide_links(labelled(guides, by, label.code), community, request)
            page = Paginator(links, PAGE_SIZE).get_page(request.GET.get("page"))
            return GuideListing(page=page)
        own = [guide for guide in guides if guide.is_own][:OWN]
        return GuideListing(
            categories=label_links(guides, "category", community, request),
            life_events=label_links(guides, "life-event", community, request),
            popular=guide_links(guides[:POPULAR], community, request),
            own=guide_links(own, community, request),
        )

    def get_description(self) -> str:
        place = str(self.community) if self.community else ""
        named = {"subject": self.heading, "place": place}
        if place:
            return (
                gettext("%(subject)s in %(place)s: what to bring, where and when, what it costs, how long it takes.")
                % named
            )
        return gettext("%(subject)s: what to bring, where and when, what it costs, how long it takes.") % named

    def get_address(self, request: HttpRequest, language: str) -> str:
        if self.selected:
            by, label = self.selected
            address = label_url(by, label.code, self.community, request, language=language)
            return f"{address}?page={self.page_number}" if self.page_number > 1 else address
        return guides_url(self.community, request, language=language)

    @property
    def heading(self) -> str:
        return str(self.selected[1]) if self.selected else self.title

    @property
    def heading_language(self) -> str:
        """The heading's where it is not the reader's, else empty."""
        return self.selected[1].names.other_language if self.selected else self.other_language

    def get_meta(self, request: HttpRequest) -> PageMeta:
        meta, title = super().get_meta(request), self.heading
        if self.page_number > 1:
            title = gettext("%(subject)s, page %(number)d") % {"subject": title, "number": self.page_number}
        return replace(meta, title=title) if self.selected else meta

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        if self.selected:
            return [Crumb(self.title, guides_url(self.community, request))]
        return []
