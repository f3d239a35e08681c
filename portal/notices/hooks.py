"""What notices add to homes, menus, the calendar and communities."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.home.actions import add_index_pages
from portal.notices import calendar
from portal.notices.addresses import NOTICES_SLUG, notices_url
from portal.notices.catalogue import current, notices_in
from portal.notices.listings import notice_links
from portal.notices.models import NoticeIndexPage
from portal.plugins.contracts import CalendarEntry, Card, MenuLink
from portal.plugins.hookspecs import hookimpl

ON_HOME = 4


@hookimpl
def menu_links(request: HttpRequest, community: Community | None) -> Iterable[MenuLink]:
    if community is None:
        return []
    return [MenuLink(label=_("Notices"), url=notices_url(community, request), order=200, icon="notice")]


@hookimpl
def home_cards(request: HttpRequest, community: Community | None) -> Iterable[Card]:
    """The newest; those that only older ones are left of have no card."""
    if community is None or not (notices := current(notices_in(community, request))):
        return []
    links = notice_links(notices[:ON_HOME], community, request)
    context = {"notices": links, "url": notices_url(community, request)}
    return [Card("notices", _("Notices"), "notices/_notices_card.html", 250, context)]


@hookimpl
def calendar_entries(communities: CommunityQuerySet, uids: Sequence[str] | None) -> Iterable[CalendarEntry]:
    return calendar.entries_of(communities, uids)


@hookimpl
def community_opened(community: Community) -> Iterable[Page]:
    return add_index_pages(NoticeIndexPage, title=gettext_lazy("Notices"), slug=NOTICES_SLUG, community=community)
