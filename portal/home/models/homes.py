"""The city's home page, the root of the site, and a community's home page below it. Both are made of cards."""

from copy import copy
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.communities.choices import CommunityStatus
from portal.communities.current import path_above, set_community
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.errors import gone
from portal.home.cards import rendered_cards
from portal.home.fixed import FixedPage
from portal.home.json_ld import city_json_ld, community_json_ld
from portal.keeping import PAGES, kept
from portal.names import fallback_order
from portal.pages import PortalPage, absolute_url, languages_of
from portal.site_chrome import Place


class HomePage(FixedPage):
    """What both home pages share: a welcome, and cards that come through the `home_cards` hook."""

    welcome = models.CharField(
        _("welcome"), max_length=200, blank=True, help_text=_("One or two sentences below the name.")
    )

    search_kind = None
    content_panels: ClassVar[list] = [*PortalPage.content_panels, "welcome"]
    # Without the slug: a home page's address is its community's.
    promote_panels: ClassVar[list] = [MultiFieldPanel(["seo_title", "search_description"], _("For search engines"))]

    class Meta:
        abstract = True

    def get_description(self) -> str:
        named = {"name": self.title}
        return (
            self.welcome or _("Service guides, notices and whom to call: the neighbourhood pages of %(name)s.") % named
        )

    def get_home_community(self) -> Community | None:
        return None

    def child_to_route(self, slug: str) -> Page | None:
        return copy(section_of(self, slug, get_language() or ""))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["cards"] = rendered_cards(request, self.get_home_community())
        return context


class CityHomePage(HomePage):
    """Root of the site. Communities' home pages are found here by one query, however many there are."""

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("city home page")
        verbose_name_plural = _("city home pages")

    def get_json_ld(self, request: HttpRequest) -> list[dict[str, Any]]:
        return city_json_ld(
            self.title, absolute_url(request, f"/{get_language()}/"), absolute_url(request, reverse("search:results"))
        )

    def child_to_route(self, slug: str) -> Page | None:
        homes = community_homes(self.depth + 1, slug)
        found = next((homes[language] for language in fallback_order() if language in homes), None)
        if found is None:
            return super().child_to_route(slug)
        home = copy(found)
        home.community = copy(home.community)
        return home


class CommunityHomePage(HomePage):
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="home_pages", verbose_name=_("community")
    )

    parent_page_types: ClassVar[list[str]] = ["home.CityHomePage"]
    # Moving a page to another community is not an editor's business: shown, never taken from a form.
    content_panels: ClassVar[list] = [*HomePage.content_panels, FieldPanel("community", read_only=True)]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        SynchronizedField("community", overridable=False),
    ]

    class Meta:
        verbose_name = _("community home page")
        verbose_name_plural = _("community home pages")

    def get_home_community(self) -> Community:
        return self.community

    def get_json_ld(self, request: HttpRequest) -> list[dict[str, Any]]:
        return community_json_ld(self.community, self.get_canonical(request))

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        set_community(request, self.community, path=path_above(request, path_components))
        if self.community.status == CommunityStatus.PREPARING:
            raise Http404
        if self.community.status == CommunityStatus.ARCHIVED:
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.community.status == CommunityStatus.ARCHIVED:
            after = self.community.successor
            successor = Place(name=str(after), url=home_url(request, after)) if after and after.is_open else None
            return gone(request, name=str(self.community), successor=successor)
        return super().serve(request, *args, **kwargs)


# Every address of a community leads through its home page and one of the sections below, so each process keeps them;
# whoever routes gets copies of his own.


@kept(PAGES)
def community_homes(depth: int, slug: str) -> dict[str, CommunityHomePage]:
    """{language: live home page} of the community with this slug."""
    homes = CommunityHomePage.objects.live().filter(slug=slug, depth=depth)
    by_language = {
        home.locale.language_code: home for home in homes.select_related("community__street__district", "locale")
    }
    for home in by_language.values():
        home.live_languages = languages_of(by_language)
    return by_language


@kept(PAGES)
def section_of(home: HomePage, slug: str, language: str) -> Page | None:
    """The page of this slug below a home page that answers in `language`, which is the active one."""
    found = PortalPage.child_to_route(home, slug)
    section = found.specific if found else None
    if isinstance(section, PortalPage):
        section.live_languages = section.get_live_languages()
    return section
