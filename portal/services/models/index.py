"""The index of guides, and the way to them: the city's, and one below each community."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.communities.models import Community
from portal.communities.wording import words_for
from portal.home.models import IndexPage
from portal.meta import Crumb
from portal.services.addresses import guides_url, label_url
from portal.services.catalogue import guides_shown_in, labelled, overlays_in
from portal.services.listings import GuideListing, guide_links, label_links
from portal.services.models.guide import GuidePage
from portal.services.models.labels import Category, Label, LifeEvent

PAGE_SIZE = 20
POPULAR = 6
OWN = 12


class GuideIndexPage(IndexPage):
    """`community` is None for the city's. Below a community's index every guide of the city answers as well: routed,
    without a page, alias or copy."""

    SORTINGS: ClassVar[dict[str, type[Label]]] = {"category": Category, "life-event": LifeEvent}

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("community")
    )

    parent_page_types: ClassVar[list[str]] = ["home.CityHomePage", "home.CommunityHomePage"]
    subpage_types: ClassVar[list[str]] = ["services.GuidePage"]

    class Meta:
        verbose_name = _("index of guides")
        verbose_name_plural = _("indexes of guides")

    #: The category or life event asked for; set when the page is served.
    selected: tuple[str, Label] | None = None

    def section_at(self, path_components: list[str]) -> dict[str, Any]:
        is_label = len(path_components) == 2 and path_components[0] in self.SORTINGS
        return dict(zip(("by", "code"), path_components, strict=True)) if is_label else {}

    def child_to_route(self, slug: str) -> Page | None:
        """The community's own guide of this slug, else the city's unless it is hidden here; in the best language.

        Two queries for all languages together, and the guide knows where it is shown.
        """
        owners = models.Q(community=None) | models.Q(community=self.community_id)
        guides = GuidePage.objects.live().filter(owners, slug=slug).select_related("locale", "category")
        by_owner: dict[int | None, dict[str, GuidePage]] = {}
        for guide in guides:
            by_owner.setdefault(guide.community_id, {})[guide.locale.language_code] = guide
        found = self.best_of(by_owner.get(self.community_id) or by_owner.get(None) or {})
        if found is None:
            return None
        if found.community_id is None and self.community_id is not None:
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

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        if self.selected:
            return [Crumb(self.title, guides_url(self.community, request))]
        return []
