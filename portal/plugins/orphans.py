"""What uninstalled packages left in the database: tables that no installed model owns, and rows there that still refer
to rows of ours.

Nothing is known of such a table but what the database says of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import pre_delete
from wagtail.models import Page

from portal.plugins.models import InstalledPlugin


@dataclass(frozen=True, slots=True)
class Reference:
    """`table.column` refers to `to_table.to_column`."""

    table: str
    column: str
    to_table: str
    to_column: str
    is_nullable: bool


def orphan_tables() -> list[str]:
    """One query. Tables of a search backend's own making are among them; they refer to nothing."""
    owned = {*connection.introspection.django_table_names(), MigrationRecorder.Migration._meta.db_table}
    return sorted(name for name in connection.introspection.table_names() if name not in owned)


def tables_of(plugin: InstalledPlugin, orphans: Iterable[str]) -> list[str]:
    """Those of these tables that begin with the label of a plugin's app, and with no other's that is longer."""
    labels = list(InstalledPlugin.objects.values_list("app_label", flat=True))

    def owner(table: str) -> str:
        return max((label for label in labels if table.startswith(f"{label}_")), key=len, default="")

    return [table for table in orphans if owner(table) == plugin.app_label]


def references_of(tables: Iterable[str]) -> list[Reference]:
    """The foreign keys of these tables. Two queries a table."""
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            relations = connection.introspection.get_relations(cursor, table)
            if not relations:
                continue
            columns = connection.introspection.get_table_description(cursor, table)
            nullable = {column.name for column in columns if column.null_ok}
            for column, (to_column, to_table) in relations.items():
                found.append(Reference(table, column, to_table, to_column, column in nullable))
    return found


def release(table: str, column: str, values: Iterable[Any]) -> None:
    """Let go of rows of ours that are about to be deleted.

    In orphaned tables, rows that must refer to them are deleted with all that refers to those; where the reference may
    be empty it is emptied.
    """
    references = references_of(orphan_tables())
    waiting, done = [(table, column, value) for value in values], set()
    doomed: list[tuple[Reference, Any]] = []
    while waiting:
        target = waiting.pop()
        if target in done:
            continue
        done.add(target)
        for reference in references:
            if (reference.to_table, reference.to_column) == target[:2]:
                doomed.append((reference, target[2]))
                if not reference.is_nullable:
                    waiting += _referred_rows(reference, target[2], references)
    for reference, value in reversed(doomed):  # children first
        _let_go(reference, value)


def _referred_rows(reference: Reference, value: Any, references: list[Reference]) -> list[tuple[str, str, Any]]:
    """What others may refer to of the rows that go."""
    quote = connection.ops.quote_name
    columns = {each.to_column for each in references if each.to_table == reference.table}
    found = []
    with connection.cursor() as cursor:
        for column in sorted(columns):
            cursor.execute(
                f"SELECT {quote(column)} FROM {quote(reference.table)} WHERE {quote(reference.column)} = %s",  # noqa: S608 - names are the database's own, quoted
                [value],
            )
            found += [(reference.table, column, row[0]) for row in cursor.fetchall()]
    return found


def _let_go(reference: Reference, value: Any) -> None:
    quote = connection.ops.quote_name
    table, column = quote(reference.table), quote(reference.column)
    change = f"UPDATE {table} SET {column} = NULL" if reference.is_nullable else f"DELETE FROM {table}"  # noqa: S608 - likewise
    with connection.cursor() as cursor:
        cursor.execute(f"{change} WHERE {column} = %s", [value])


def release_page(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page goes, by whatever way; what an uninstalled package keeps of it would hold it fast."""
    release(Page._meta.db_table, "id", [instance.pk])


def connect() -> None:
    """Called in AppConfig.ready(); the uid keeps a second call harmless."""
    pre_delete.connect(release_page, sender=Page, dispatch_uid="orphaned_rows")
