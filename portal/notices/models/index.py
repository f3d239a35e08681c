"""The index of a community's notices: the current ones, the archive, and the feed."""

from dataclasses import replace
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.home.models import IndexPage
from portal.meta import Crumb, PageMeta
from portal.notices.addresses import ARCHIVE, FEED, archive_url, feed_url, notices_url
from portal.notices.catalogue import archived, compounds_in, current, notices_in
from portal.notices.listings import Filters, compound_options, kind_tabs, notice_links

PAGE_SIZE = 20


class NoticeIndexPage(IndexPage):
    subpage_types: ClassVar[list[str]] = ["notices.NoticePage"]

    class Meta:
        verbose_name = _("index of notices")
        verbose_name_plural = _("indexes of notices")

    #: Whether the archive was asked for, and with which filters; set when the page is served.
    is_archive = False
    filters = Filters()

    def section_at(self, path_components: list[str]) -> dict[str, Any]:
        return {"section": path_components[0]} if path_components in ([ARCHIVE], [FEED]) else {}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        section = kwargs.pop("section", "")
        if section == FEED:
            from portal.notices.feeds import NoticeFeed  # noqa: PLC0415 - feeds are built on models

            return NoticeFeed()(request, self)
        self.is_archive = section == ARCHIVE
        return super().serve(request, *args, **kwargs)

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
        return replace(super().get_meta(request), indexable=not self.filters)

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        return [Crumb(self.title, notices_url(self.community, request))] if self.is_archive else []
