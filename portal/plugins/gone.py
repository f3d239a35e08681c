"""Plugins that are recorded but no longer installed, and pages of types that no package has: seen by a system check."""

from collections.abc import Iterable, Sequence

from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Count
from wagtail.models import Page

from portal.plugins import discovery
from portal.plugins.hidden import is_gone
from portal.plugins.models import InstalledPlugin
from portal.plugins.orphans import orphan_tables, tables_of


@checks.register(checks.Tags.database)
def check_gone(databases: Sequence[str] | None = None, **kwargs: object) -> list[checks.CheckMessage]:
    """Warnings; `migrate` shows them, and `check --database default`. None before the first migration."""
    needed = {InstalledPlugin._meta.db_table, Page._meta.db_table}
    if DEFAULT_DB_ALIAS not in (databases or ()) or not needed <= set(connection.introspection.table_names()):
        return []
    return [*_plugins_gone(orphan_tables()), *_types_gone()]


def _plugins_gone(tables: Sequence[str]) -> Iterable[checks.CheckMessage]:
    for row in InstalledPlugin.objects.exclude(key__in=list(discovery.found())):
        left = tables_of(row, tables)
        yield checks.Warning(
            f"The plugin {row.key} is not installed any more. It left {len(left)} tables: {', '.join(left) or 'none'}.",
            hint=f"Install it again if it was not meant to go; else see `manage.py remove_plugin {row.key}`.",
            id="portal.W002",
        )


def _types_gone() -> Iterable[checks.CheckMessage]:
    types = Page.objects.filter(is_gone()).order_by().values_list("content_type__app_label", "content_type__model")
    for app_label, model, count in types.annotate(count=Count("pk")):
        yield checks.Warning(
            f"{count} pages are of the type {app_label}.{model}, which no installed package has.",
            hint="They answer 404. Install the package again, or delete them in the admin.",
            id="portal.W003",
        )
