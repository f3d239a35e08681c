"""Every hook there is: when it is called, what it gets, what it returns. Called through `portal.plugins.calling`.

A plugin implements them in the module `hooks` beside its AppConfig; an implementation takes the arguments it needs and
leaves out the others. It is asked only where the plugin is on. `settings` are what the community set for the plugin.

What all have in common: an exception, SystemExit, endless recursion and, on pages, more queries than
PLUGIN_MAX_QUERIES or more time than PLUGIN_MAX_MILLISECONDS is counted against the plugin in that community.
PLUGIN_MAX_FAILURES of them within an hour mute it there: its hooks are not called until somebody resets it. Values are
taken from the answer, and templates are rendered, within the same containment, so a lazy queryset is no way around it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pluggy
from django.contrib.auth.models import User
from django.http import HttpRequest
from wagtail.models import Page

from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.plugins.contracts import (
    CalendarEntry,
    Card,
    DashboardItem,
    Figure,
    GuideAction,
    HealthReport,
    MenuLink,
    PageNotice,
    PlacesLeft,
    PluginEntry,
    SitemapEntry,
)

PROJECT = "portal"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

#: A reader waits for these, so they have a budget: SQL queries of a call, in `home_cards` for each card.
MAX_QUERIES = {
    "home_cards": 1,
    "menu_links": 0,
    "page_notices": 0,
    "guide_actions": 1,
    "places_left": 2,
    "dashboard_items": 2,
    "health": 3,
}
ON_PAGES = frozenset(MAX_QUERIES)


# On pages


@hookspec
def home_cards(request: HttpRequest, community: Community | None, settings: Mapping[str, Any]) -> Iterable[Card]:
    """Cards for a home page, the community's or (`community` is None) the city's.

    Called: once for each view of a home page, outside any transaction. Return nothing where there is nothing to show.
    Error: a box that says the plugin is not available stands in for its cards.
    Cost: at most one SQL query for each card that has data.
    Since: 1.0
    """


@hookspec
def menu_links(request: HttpRequest, community: Community | None, settings: Mapping[str, Any]) -> Iterable[MenuLink]:
    """Links of the main menu, of the community or (`community` is None) of the city.

    Called: for every page view.
    Error: its links are missing.
    Cost: no SQL query.
    Since: 1.0
    """


@hookspec
def page_notices(
    request: HttpRequest, community: Community | None, settings: Mapping[str, Any]
) -> Iterable[PageNotice]:
    """What readers of this page must know now, in a line above it: the water is off, a storm comes.

    Give those that will start as well: pages are kept whole, until the first of these times. `request.path` tells the
    page. Read what you have through `kept(PAGES)`, which asks the database once a change, not once a page.

    Called: for every page view.
    Error: its notices are missing.
    Cost: no SQL query.
    Since: 1.0
    """


@hookspec
def guide_actions(
    request: HttpRequest, community: Community | None, guide: Page, settings: Mapping[str, Any]
) -> Iterable[GuideAction]:
    """What a resident can do here about the subject of a guide: sign up, ask for a visit.

    `guide` is the page that is shown, the city's own or one of the community; its `category.code` and `translation_key`
    tell what it is about.

    Called: once for each view of a guide, outside any transaction.
    Error: its buttons are missing.
    Cost: at most one SQL query.
    Since: 1.0
    """


# For search


@hookspec
def search_entries(communities: CommunityQuerySet, ids: Sequence[str] | None) -> Iterable[PluginEntry]:
    """What residents may find that is no page: all of it (`ids` is None), or those of these ids that still exist.

    `communities` are those in which the plugin is on. Say `entries_changed(plugin, ids)` when something changes.

    Called: after a change, and for a rebuild of the index; never in a resident's request but to make the addresses of
    what was found.
    Error: what it has leaves the results until it answers again.
    Cost: a constant number of SQL queries.
    Since: 1.0
    """


@hookspec
def places_left(
    communities: CommunityQuerySet, ids: Sequence[str] | None, pages: Sequence[str] | None
) -> Iterable[PlacesLeft]:
    """How many places are left now in what search finds: in entries of `search_entries` of these `ids`, and in pages of
    these translation keys; if both are None, in all that have some left and can be signed up for.

    It is read when results are shown or narrowed down to "places left", and never stored, so there is nothing to say
    when a place is taken. Give nothing for what has no sign-up. `communities` are those in which the plugin is on.

    Called: for a page of results that has something of the plugin; for all of it where a reader asks for places left.
    Error: its places are not shown, and what it has does not pass that filter.
    Cost: at most two SQL queries.
    Since: 1.0
    """


@hookspec
def sitemap_entries(communities: CommunityQuerySet) -> Iterable[SitemapEntry]:
    """What search engines should know that is no page of its own in the tree; pages are listed by the portal itself.

    Only what anyone may read now, only addresses that are canonical.

    Called: when the sitemap is made anew, at most once a change of content.
    Error: its addresses are missing.
    Cost: a constant number of SQL queries.
    Since: 1.0
    """


# For the calendar


@hookspec
def calendar_entries(communities: CommunityQuerySet, uids: Sequence[str] | None) -> Iterable[CalendarEntry]:
    """What takes place, once or again and again: all of it (`uids` is None), or those of these uids that still exist.

    `communities` are those in which the plugin is on. Say `calendar_changed(plugin, uids)` when something changes. What
    is over may be left out once it is a year old. The portal works out the dates, two years ahead, and shows them.

    Called: after a change and each night; never in a resident's request.
    Error: what was known of its entries stays until it answers again.
    Cost: a constant number of SQL queries.
    Since: 1.0
    """


# For those who work on the site


@hookspec
def dashboard_items(user: User, communities: CommunityQuerySet) -> Iterable[DashboardItem]:
    """What waits for this person, in those communities she works in where the plugin is on.

    Called: for every view of the admin's start page.
    Error: its lines are missing.
    Cost: at most two SQL queries.
    Since: 1.0
    """


@hookspec
def health(communities: CommunityQuerySet) -> Iterable[HealthReport]:
    """Whether what the plugin leans on works: a queue, a provider, a file.

    Called: for every view of the city's plugin health page.
    Error: the page says so.
    Cost: at most three SQL queries, no network.
    Since: 1.0
    """


@hookspec
def figures(communities: CommunityQuerySet, first: date, last: date) -> Iterable[Figure]:
    """What was done in these communities from `first` to `last`, both included: hours of classes given, cases closed.

    Sums only, counted from what was noted when it was done; nothing that lets a person be told. One value for each
    community that has something, with the same `key` everywhere. `communities` are those in which the plugin is on.

    Called: for a view of the figures of a year, by staff; never in a resident's request.
    Error: its figures are missing.
    Cost: a constant number of SQL queries.
    Since: 1.0
    """


# When something begins or ends


@hookspec
def city_created() -> Iterable[Page]:
    """The city has its home pages; add what your app keeps below them, return the pages you added.

    Called: inside the transaction of `create_city`, again at every run: add only what is missing.
    Error: it is rolled back for itself, the city is made.
    Cost: none that residents feel.
    Since: 1.0
    """


@hookspec
def community_opened(community: Community, settings: Mapping[str, Any]) -> Iterable[Page]:
    """A community has its home pages; add what your app keeps below them, return the pages you added.

    Called: inside the transaction that opens it, again whenever `open_communities` runs on an open community, and
    after the plugin is switched on in an open community: add only what is missing.
    Error: it is rolled back for itself; in the portal's own apps the community is not opened.
    Cost: none that residents feel.
    Since: 1.0
    """


@hookspec
def plugin_enabled(community: Community | None, settings: Mapping[str, Any]) -> Iterable[Page]:
    """Your plugin was switched on, for the first time or again; `community` is None for plugins of the city.

    Called: inside the transaction that switches it on, for your plugin only. Add only what is missing, return the pages
    you added.
    Error: it is rolled back for itself; the plugin is on all the same.
    Cost: none that residents feel.
    Since: 1.0
    """


@hookspec
def plugin_disabled(community: Community | None, settings: Mapping[str, Any]) -> Iterable[None]:
    """Your plugin was switched off. Its data stays; stop what would go on by itself. Return nothing.

    Called: inside the transaction that switches it off, for your plugin only.
    Error: it is rolled back for itself; the plugin is off all the same.
    Cost: none that residents feel.
    Since: 1.0
    """
