"""A community's notices as an Atom feed, with the filters of the index. Subscribers keep what they got, so lists of
persons are not in it."""

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.notices.addresses import feed_url, notice_url, notices_url
from portal.notices.catalogue import NoticeEntry, compounds_in, current, notices_in
from portal.notices.choices import NoticeKind
from portal.notices.listings import Filters, lead_of, target_text
from portal.notices.models import NoticeIndexPage
from portal.pages import absolute_url

NEWEST = 30


class NoticeFeed(Feed):
    """`NoticeFeed()(request, index)`; `obj` below is the index with what its filters are."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoticeIndexPage:
        index: NoticeIndexPage = args[0]
        index.filters = Filters.of(request.GET, compounds_in(index.community))
        self.request = request
        return index

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def title(self, obj: NoticeIndexPage) -> str:
        name = _("%(subject)s: %(place)s") % {"subject": obj.title, "place": obj.community}
        if obj.filters.kind:
            return f"{name} – {NoticeKind(obj.filters.kind).label}"
        return name

    def subtitle(self, obj: NoticeIndexPage) -> str:
        return obj.get_description()

    def link(self, obj: NoticeIndexPage) -> str:
        return absolute_url(self.request, notices_url(obj.community, self.request))

    def feed_url(self, obj: NoticeIndexPage) -> str:
        return absolute_url(self.request, f"{feed_url(obj.community, self.request)}{obj.filters.query()}")

    def feed_guid(self, obj: NoticeIndexPage) -> str:
        return self.feed_url(obj)

    def author_name(self, obj: NoticeIndexPage) -> str:
        return str(obj.community)

    def items(self, obj: NoticeIndexPage) -> list[tuple[NoticeIndexPage, NoticeEntry]]:
        notices = obj.filters.apply(current(notices_in(obj.community, self.request)))
        return [(obj, notice) for notice in notices if not notice.lists_persons][:NEWEST]

    def item_title(self, item: tuple[NoticeIndexPage, NoticeEntry]) -> str:
        return item[1].title

    def item_description(self, item: tuple[NoticeIndexPage, NoticeEntry]) -> str:
        return lead_of(item[1])

    def item_link(self, item: tuple[NoticeIndexPage, NoticeEntry]) -> str:
        index, notice = item
        return absolute_url(self.request, notice_url(notice.slug, index.community, self.request))

    def item_guid(self, item: tuple[NoticeIndexPage, NoticeEntry]) -> str:
        """The same whatever becomes of its address."""
        return f"urn:uuid:{item[1].key}"

    def item_pubdate(self, item: tuple[NoticeIndexPage, NoticeEntry]) -> dt.datetime:
        return item[1].published_at

    def item_updateddate(self, item: tuple[NoticeIndexPage, NoticeEntry]) -> dt.datetime:
        return item[1].changed_at

    def item_categories(self, item: tuple[NoticeIndexPage, NoticeEntry]) -> list[str]:
        notice = item[1]
        return [str(NoticeKind(notice.kind).label), *(target_text(target) for target in notice.targets)]

    def get_feed(self, obj: NoticeIndexPage, request: HttpRequest) -> Any:
        feed = super().get_feed(obj, request)
        feed.feed["language"] = get_language()
        return feed
