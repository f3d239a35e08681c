"""Taking what an uninstalled plugin left out of the database: its pages, its tables, what the portal noted of it.

The package goes first. A process that still had it would ask for its tables whenever a community is deleted, and the
next `migrate` would make them again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.notifications.models import Message
from portal.participation.models import Entry
from portal.plugins import discovery
from portal.plugins.models import InstalledPlugin
from portal.plugins.orphans import orphan_tables, references_of, tables_of
from portal.plugins.searching import all_entries_changed


@dataclass(frozen=True, slots=True)
class Leftovers:
    """`below` counts pages of other kinds that stand below its own and go with them; `tables` are {name: rows}."""

    plugin: InstalledPlugin
    pages: int
    below: int
    tables: Mapping[str, int]


def leftovers_of(key: str) -> Leftovers:
    """What `remove_plugin` would take out. Raises ValidationError where it may not."""
    plugin = InstalledPlugin.objects.filter(key=key).first()
    if plugin is None:
        raise ValidationError(_("No plugin named “%(key)s” was ever installed here.") % {"key": key})
    if key in discovery.found():
        raise ValidationError(
            _("The package of “%(plugin)s” is still installed: uninstall it first.") % {"plugin": key}
        )
    orphans = orphan_tables()
    tables = tables_of(plugin, orphans)
    others = references_of(table for table in orphans if table not in tables)
    if holding := sorted({each.table for each in others if each.to_table in tables}):
        raise ValidationError(
            _("Tables of another uninstalled plugin refer to it, so that one goes first: %(tables)s.")
            % {"tables": ", ".join(holding)}
        )
    pages = pages_of(plugin)
    everything = {page.pk for root in pages for page in root.get_descendants(inclusive=True).only("pk")}
    return Leftovers(plugin, len(pages), len(everything) - len(pages), {name: rows_in(name) for name in tables})


@transaction.atomic
def remove_plugin(key: str, *, by: User | None = None) -> Leftovers:
    """Take all of it out for good, and say what that was. Files it stored stay. All or nothing.

    Raises ValidationError while its package is installed, and while another plugin's tables refer to its own.
    """
    left = leftovers_of(key)
    drop_tables(left.tables)
    while page := pages_of(left.plugin).first():
        page.delete(user=by)
    all_entries_changed(key)
    Entry.objects.filter(kind__startswith=f"{left.plugin.app_label}.").delete()
    Message.objects.filter(kind__startswith=f"{key}.").delete()
    # With them go permissions, revisions, and what Wagtail and wagtail-localize noted of its models.
    ContentType.objects.filter(app_label=left.plugin.app_label).delete()
    MigrationRecorder.Migration.objects.filter(app=left.plugin.app_label).delete()
    log(instance=left.plugin, action="plugins.remove", user=by)
    left.plugin.delete()
    return left


def pages_of(plugin: InstalledPlugin) -> PageQuerySet:
    return Page.objects.filter(content_type__app_label=plugin.app_label).order_by("path")


def rows_in(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - the database's own name
        return int(cursor.fetchone()[0])


def drop_tables(tables: Mapping[str, int]) -> None:
    """They may refer to one another in a circle: all of them are emptied before the first one goes."""
    quoted = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        for name in quoted:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - likewise
    connection.check_constraints(table_names=list(tables))
    with connection.cursor() as cursor:
        for name in quoted:
            cursor.execute(connection.SchemaEditorClass.sql_delete_table % {"table": name})
