"""The index of a community's notices: the current ones, the archive, and the feed."""

from dataclasses import replace
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.communities.current import community_of
from portal.communities.models import Community
from portal.home.fixed import FixedPage
from portal.meta import Crumb, PageMeta
from portal.names import fallback_order
from portal.notices.addresses import ARCHIVE, FEED, archive_url, feed_url, notices_url
from portal.notices.catalogue import archived, compounds_in, current, notices_in
from portal.notices.listings import Filters, compound_options, kind_tabs, notice_links
from portal.notices.models.page import NoticePage
from portal.pages import PortalPage, languages_of

PAGE_SIZE = 20


class NoticeIndexPage(FixedPage):
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+", verbose_name=_("community"))

    search_kind = None
    parent_page_types: ClassVar[list[str]] = ["home.CommunityHomePage"]
    subpage_types: ClassVar[list[str]] = ["notices.NoticePage"]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        SynchronizedField("community", overridable=False),
    ]

    class Meta:
        verbose_name = _("index of notices")
        verbose_name_plural = _("indexes of notices")

    #: Whether the archive was asked for, with which filters, and which page of it; set when the page is served.
    is_archive = False
    filters = Filters()
    page_number = 1

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        here = community_of(request)
        if here is not None and here.pk == self.community_id:
            self.community = here
        if self.live and path_components in ([ARCHIVE], [FEED]):
            return RouteResult(self, kwargs={"section": path_components[0]})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        section = kwargs.pop("section", "")
        if section == FEED:
            from portal.notices.feeds import NoticeFeed  # noqa: PLC0415 - feeds are built on models

            return NoticeFeed()(request, self)
        self.is_archive = section == ARCHIVE
        return super().serve(request, *args, **kwargs)

    def child_to_route(self, slug: str) -> Page | None:
        """The community's notice of this slug in the best language; one query for all of them."""
        notices = NoticePage.objects.live().filter(community=self.community_id, slug=slug).select_related("locale")
        languages = {notice.locale.language_code: notice for notice in notices}
        found = next((languages[code] for code in fallback_order() if code in languages), None)
        if found is not None:
            found.live_languages = languages_of(languages)
            found.community = self.community
        return found

    # What it shows

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        compounds = compounds_in(self.community)
        self.filters = Filters.of(request.GET, compounds)
        notices = notices_in(self.community, request)
        old = archived(notices)
        shown = self.filters.apply(old if self.is_archive else current(notices))
        if compound := self.filters.compound:
            shown.sort(key=lambda notice: not notice.is_aimed_at(compound))
        page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
        links = notice_links(page.object_list, self.community, request, compound=compound)
        page.object_list = links  # type: ignore[assignment]  # shown in place of what they are made from
        self.page_number = page.number
        url = self._url(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "page_of_notices": page,
            "tabs": kind_tabs(url, self.filters),
            "compounds": compound_options(url, self.filters, compounds),
            "clear_url": url if self.filters.compound else "",
            "archive_url": archive_url(self.community, request) if old and not self.is_archive else "",
            "current_url": notices_url(self.community, request) if self.is_archive else "",
            "feed_url": f"{feed_url(self.community, request)}{self.filters.query()}",
            "chosen": self.filters,
        }

    def _url(self, request: HttpRequest, language: str | None = None) -> str:
        make = archive_url if self.is_archive else notices_url
        return make(self.community, request, language=language)

    def get_description(self) -> str:
        named = {"place": self.community}
        if self.is_archive:
            return gettext("Older notices of %(place)s.") % named
        return gettext("What %(place)s tells its residents: notices, news, public announcements.") % named

    def get_address(self, request: HttpRequest, language: str) -> str:
        """Without filters: they show parts of the same list."""
        address = self._url(request, language)
        return f"{address}?page={self.page_number}" if self.page_number > 1 and not self.filters else address

    @property
    def heading(self) -> str:
        return gettext("Archive of notices") if self.is_archive else self.title

    def get_meta(self, request: HttpRequest) -> PageMeta:
        meta, title = super().get_meta(request), self.heading
        if self.page_number > 1:
            title = gettext("%(subject)s, page %(number)d") % {"subject": title, "number": self.page_number}
        return replace(meta, title=title, indexable=not self.filters)

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        return [Crumb(self.title, notices_url(self.community, request))] if self.is_archive else []
