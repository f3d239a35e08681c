"""It does not listen to which communities it is asked about."""

from datetime import timedelta

from django.utils import timezone

from leaking.deaf.models import Heard
from portal.plugins.api import CalendarEntry, DashboardItem, PluginEntry, SitemapEntry, hookimpl, plugin_url


@hookimpl
def search_entries(communities, ids):
    for row in Heard.objects.select_related("community"):
        for language, name in row.names.items():
            yield PluginEntry(f"heard-{row.pk}", language, row.community, name, "", timezone.now())


@hookimpl
def sitemap_entries(communities):
    for row in Heard.objects.select_related("community"):
        yield SitemapEntry({"en": plugin_url("deaf", "heard", community=row.community, language="en")})


@hookimpl
def calendar_entries(communities, uids):
    for row in Heard.objects.select_related("community"):
        day = timezone.localdate()
        yield CalendarEntry(f"heard-{row.pk}", row.community, row.names, "x/deaf/heard/", day, day + timedelta(days=1))


@hookimpl
def dashboard_items(user, communities):
    return [DashboardItem(str(row), "/admin/", 1) for row in Heard.objects.all()]
