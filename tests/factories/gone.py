"""What `pip uninstall` leaves behind: content types and tables that no installed package knows."""
# ruff: noqa: S608 - the names in the statements are those below

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from tool_library.models import Tool, ToolLibraryPage

from portal.communities.models import Community
from portal.plugins.models import Activation, InstalledPlugin

KEY, LABEL = "shed", "tool_shed"
DEFERRED = "DEFERRABLE INITIALLY DEFERRED"
# As Django makes them: a page's own table, one that refers to it, and rows of communities with rows of their own.
TABLES = f"""
CREATE TABLE {LABEL}_toollibrarypage (
    page_ptr_id integer NOT NULL PRIMARY KEY REFERENCES wagtailcore_page (id) {DEFERRED}, introduction text NOT NULL);
CREATE TABLE {LABEL}_shelf (
    id integer NOT NULL PRIMARY KEY,
    page_id integer NOT NULL REFERENCES {LABEL}_toollibrarypage (page_ptr_id) {DEFERRED},
    photo_of_id integer NULL REFERENCES wagtailcore_page (id) {DEFERRED});
CREATE TABLE {LABEL}_board (
    id integer NOT NULL PRIMARY KEY, shelf_id integer NOT NULL REFERENCES {LABEL}_shelf (id) {DEFERRED});
CREATE TABLE {LABEL}_tool (
    id integer NOT NULL PRIMARY KEY, community_id bigint NOT NULL REFERENCES communities_community (id) {DEFERRED});
CREATE TABLE {LABEL}_loan (
    id integer NOT NULL PRIMARY KEY, tool_id integer NOT NULL REFERENCES {LABEL}_tool (id) {DEFERRED});
"""


def vanish(community: Community) -> InstalledPlugin:
    """From now on the tool library's pages, rows and content types are those of a package that is not installed."""
    with connection.cursor() as cursor:
        for statement in TABLES.split(";")[:-1]:
            cursor.execute(statement)
        pages = [page.pk for page in ToolLibraryPage.objects.order_by("path")]
        for number, page in enumerate(pages):
            cursor.execute(f"INSERT INTO {LABEL}_toollibrarypage VALUES (%s, '')", [page])
            cursor.execute(f"INSERT INTO {LABEL}_shelf VALUES (%s, %s, %s)", [number, page, pages[0]])
            cursor.execute(f"INSERT INTO {LABEL}_board VALUES (%s, %s)", [number, number])
        cursor.execute(f"INSERT INTO {LABEL}_tool VALUES (1, %s)", [community.pk])
        cursor.execute(f"INSERT INTO {LABEL}_loan VALUES (1, 1)")
        cursor.execute(f"DELETE FROM {ToolLibraryPage._meta.db_table}")
    Tool.objects.all().delete()
    ContentType.objects.filter(app_label="tool_library").update(app_label=LABEL)
    ContentType.objects.clear_cache()
    shed = InstalledPlugin.objects.create(
        key=KEY, app_label=LABEL, names={"zh-hans": "工具棚", "en": "Tool shed"}, policy="available"
    )
    Activation.objects.filter(community=community, plugin="tools").update(plugin=shed)
    return shed


def rows_in(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {LABEL}_{table}")
        return cursor.fetchone()[0]


def tables_left() -> list[Any]:
    return sorted(name for name in connection.introspection.table_names() if name.startswith(LABEL))
