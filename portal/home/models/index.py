"""The page below a home page that lists one sort of page, and leads to each."""

from dataclasses import replace
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.communities.current import community_of
from portal.communities.models import Community
from portal.home.fixed import FixedPage
from portal.meta import PageMeta
from portal.names import fallback_order
from portal.pages import PortalPage, languages_of


class IndexPage(FixedPage):
    """One in each language below a community's home pages; `add_index_pages` makes them.

    Types of which the city has one too declare `community` again, as one that may be None.
    """

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+", verbose_name=_("community"))

    search_kind = None
    parent_page_types: ClassVar[list[str]] = ["home.CommunityHomePage"]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        SynchronizedField("community", overridable=False),
    ]

    class Meta:
        abstract = True

    #: What a page below needs to be shown, fetched with it.
    fetched_with_child: ClassVar[tuple[str, ...]] = ()

    #: Which page of the list is shown; set when it is served.
    page_number = 1

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        here = community_of(request)
        if here is not None and here.pk == self.community_id:
            self.community = here
        if self.live and path_components and (section := self.section_at(path_components)):
            return RouteResult(self, kwargs=section)
        return super().route(request, path_components)

    def section_at(self, path_components: list[str]) -> dict[str, Any]:
        """What `serve` is told for an address below that is none of a page; empty where there is nothing like it."""
        return {}

    def child_to_route(self, slug: str) -> Page | None:
        """The page of this slug in the best language; one query for all of them."""
        pages = self.clean_subpage_models()[0].objects.live()
        pages = pages.filter(community=self.community_id, slug=slug).select_related("locale", *self.fetched_with_child)
        return self.best_of({page.locale.language_code: page for page in pages})

    def best_of(self, versions: dict[str, Any]) -> Any:
        """Of `{language: page}` the one for the reader, which then knows the others and where it is shown."""
        found = next((versions[code] for code in fallback_order() if code in versions), None)
        if found is not None:
            found.live_languages = languages_of(versions)
            if self.community_id is not None and found.community_id == self.community_id:
                found.community = self.community
        return found

    @property
    def heading(self) -> str:
        return self.title

    def get_meta(self, request: HttpRequest) -> PageMeta:
        title = self.heading
        if self.page_number > 1:
            title = gettext("%(subject)s, page %(number)d") % {"subject": title, "number": self.page_number}
        return replace(super().get_meta(request), title=title)
