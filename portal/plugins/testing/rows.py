"""The rows of all tables, read and written as they are: whatever the models would do about them has been done."""

import datetime as dt
import functools
from typing import Any

from django.apps import apps
from django.db import connection

Row = tuple[Any, ...]
Statement = tuple[str, list[Any]]


@functools.cache
def primary_keys() -> dict[str, str]:
    """The tables of all models, and the column each is known by."""
    every = (model._meta for model in apps.get_models(include_auto_created=True))
    own = (meta for meta in every if meta.managed and not meta.proxy and meta.pk.column != "rowid")
    return {meta.db_table: str(meta.pk.column) for meta in own}


@functools.cache
def columns_of(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return [column[0] for column in cursor.description]


def rows_of(table: str) -> dict[Any, Row]:
    place = columns_of(table).index(primary_keys()[table])
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return {row[place]: tuple(map(stored, row)) for row in cursor.fetchall()}


def stored(value: object) -> object:
    return str(value) if isinstance(value, dt.time) else value  # SQLite takes no times


def deletion(table: str, keys: list[Any]) -> Statement:
    return f'DELETE FROM "{table}" WHERE "{primary_keys()[table]}" IN ({places(keys)})', keys


def insertion(table: str, rows: list[Row]) -> Statement:
    columns = ", ".join(f'"{column}"' for column in columns_of(table))
    values = ", ".join(f"({places(row)})" for row in rows)
    return f'INSERT INTO "{table}" ({columns}) VALUES {values}', [value for row in rows for value in row]


def places(values: list[Any] | Row) -> str:
    return ", ".join(["%s"] * len(values))
