from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.api import (
    PAGES,
    CalendarEntry,
    CalendarKind,
    Card,
    DashboardItem,
    GuideAction,
    HealthReport,
    MenuLink,
    PageNotice,
    PlacesLeft,
    PluginEntry,
    Recurrence,
    Severity,
    SitemapEntry,
    changing_key,
    hookimpl,
    kept,
    plugin_url,
)
from tool_library.apps import ToolLibraryConfig
from tool_library.models import Loan, Tool, ToolLibraryPage

MANY = 50


@hookimpl
def home_cards(request, community, settings):
    tools = list(Tool.objects.filter(community=community)[: settings.get("on_home", 3)])
    if not tools:
        return []
    url = plugin_url("tools", "ask", community=community, request=request)
    return [Card("tools", _("Borrow a tool"), "tool_library/_card.html", 600, {"tools": tools, "url": url})]


@hookimpl
def menu_links(request, community):
    return [MenuLink(_("Tools"), plugin_url("tools", "ask", community=community, request=request), 700, "repair")]


@hookimpl
def page_notices(request, community):
    """A new tool is news for two days."""
    tool = newest_tool(community.pk)
    if tool is None:
        return []
    url = plugin_url("tools", "tool", community=community, request=request, pk=tool.pk)
    key, until = changing_key(f"tools-{tool.pk}", *tool.names.values()), tool.changed_at + timedelta(days=2)
    return [PageNotice(key, _("There is a new tool to borrow"), url=url, severity=Severity.INFO, ends=until)]


@kept(PAGES)
def newest_tool(community_id):
    return Tool.objects.filter(community=community_id).order_by("-changed_at").first()


@hookimpl
def guide_actions(request, community, guide):
    return [GuideAction(_("Borrow a tool"), plugin_url("tools", "ask", community=community, request=request))]


@hookimpl
def search_entries(communities, ids):
    for tool in tools_in(communities, ids):
        for language, name in tool.names.items():
            yield PluginEntry(f"tool-{tool.pk}", language, tool.community, name, f"tools/{tool.pk}/", tool.changed_at)


@hookimpl
def places_left(communities, ids):
    """A tool can be borrowed by one person at a time."""
    borrowed = Count("loans", filter=Q(loans__is_paused=False))
    for tool in tools_in(communities, ids).annotate(borrowed=borrowed):
        yield PlacesLeft(0 if tool.borrowed else 1, id=f"tool-{tool.pk}")


@hookimpl
def sitemap_entries(communities):
    for tool in tools_in(communities):
        paths = {
            language: plugin_url("tools", "tool", community=tool.community, language=language, pk=tool.pk)
            for language in tool.names
        }
        yield SitemapEntry(paths, tool.changed_at)


@hookimpl
def calendar_entries(communities, uids):
    """Tools are handed out on Saturday mornings."""
    starts = datetime(2026, 1, 3, 9, tzinfo=timezone.get_default_timezone())
    for tool in tools_in(communities, uids):
        yield CalendarEntry(
            uid=f"tool-{tool.pk}",
            community=tool.community,
            titles=tool.names,
            path=f"x/tools/tools/{tool.pk}/",
            starts=starts,
            ends=starts + timedelta(hours=1),
            kind=CalendarKind.OTHER,
            recurrence=Recurrence("FREQ=WEEKLY;BYDAY=SA", not_on_holidays=True),
        )


@hookimpl
def dashboard_items(communities):
    waiting = loans_in(communities).filter(is_paused=False).count()
    return [DashboardItem(_("Tools asked for"), reverse("tool_library_loan:index"), waiting)] if waiting else []


@hookimpl
def health(communities):
    """A long queue means that nobody looks after it."""
    waiting = loans_in(communities).filter(is_paused=False).count()
    return [HealthReport(_("Loans that wait"), str(waiting), is_well=waiting < MANY)]


@hookimpl
def community_opened(community):
    titles = ToolLibraryConfig.plugin.names
    return ToolLibraryPage.add_in_every_language(community, titles=titles, slug="tools")


@hookimpl
def plugin_enabled(community):
    """Whoever waited when it was switched off waits again."""
    Loan.objects.filter(tool__community=community, is_paused=True).update(is_paused=False)
    return []


@hookimpl
def plugin_disabled(community):
    """Nobody looks at the list any more, so nobody is kept waiting."""
    Loan.objects.filter(tool__community=community).update(is_paused=True)
    return []


def tools_in(communities, ids=None):
    tools = Tool.objects.filter(community__in=communities.order_by().values("pk")).select_related("community")
    return tools if ids is None else tools.filter(pk__in=[id.removeprefix("tool-") for id in ids])


def loans_in(communities):
    return Loan.objects.filter(tool__community__in=communities.order_by().values("pk"))
