"""What an uninstalled plugin left is taken out, all of it or nothing; before that its rows can be put aside."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from tool_library.models import Loan, Tool, ToolLibraryPage
from wagtail.models import ModelLogEntry, Page

from portal.communities.models import Community
from portal.notifications.models import Message
from portal.participation.models import Entry
from portal.plugins.actions import disable_plugin
from portal.plugins.exporting import rows_of
from portal.plugins.models import Activation, InstalledPlugin
from portal.plugins.registry import plugin_of
from search.models import SearchDocument
from tests.factories.communities import CommunityFactory
from tests.factories.gone import KEY, LABEL, tables_left, vanish
from tests.factories.guides import make_guide
from tests.factories.people import UserFactory
from tests.factories.plugins import community_with
from tests.workshops.models import SignUp, Workshop

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_english"),
    # What Wagtail says of a page whose type is gone.
    pytest.mark.filterwarnings("ignore:A specific version of the following object"),
]


@pytest.fixture
def _english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def gone() -> Iterator[Community]:
    """Where the package was on. It left a page in each language and five tables."""
    community = community_with("tools", slug="sunshine")
    vanish(community)
    yield community
    ContentType.objects.clear_cache()  # it knows types that are rolled back


def run(*words: str) -> list[str]:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().splitlines()


def refusal(*words: str) -> tuple[int, str]:
    with pytest.raises(CommandError) as error:
        run(*words)
    return error.value.returncode, str(error.value)


TOLD = [
    "Tool shed: pages 2",
    *(f"table {LABEL}_{name}: rows {rows}" for name, rows in
      {"board": 2, "loan": 1, "shelf": 2, "tool": 1, "toollibrarypage": 2}.items()),
]  # fmt: skip


def test_removal_is_told_before_it_is_done(gone: Community) -> None:
    assert run("remove_plugin", KEY) == [*TOLD, "Nothing was removed yet: add --yes."]
    assert (len(tables_left()), Page.objects.filter(content_type__app_label=LABEL).count()) == (5, 2)


def test_removal_takes_out_what_was_handed_in_and_told(gone: Community) -> None:
    Entry.objects.create(kind=f"{LABEL}.wish", community=gone, name="Mei")
    Message.objects.create(kind=f"{KEY}.ready", community=gone, key="ready", about="ready", language="en")
    run("remove_plugin", KEY, "--yes")
    assert (Entry.objects.count(), Message.objects.count()) == (0, 0)


def test_rows_are_put_aside_with_what_they_derive_from(monkeypatch: Any) -> None:
    monkeypatch.setattr("portal.plugins.exporting.models_of", lambda plugin: [Workshop, SignUp])
    workshop = Workshop.objects.create(community=CommunityFactory(), title="Lanterns")
    sign_up = SignUp.objects.create(community=workshop.community, workshop=workshop, name="Mei")
    rows = list(rows_of(plugin_of(Tool)))
    assert rows == [workshop.places_ptr, workshop, sign_up.entry_ptr, sign_up]
    assert [row.object for row in serializers.deserialize("json", serializers.serialize("json", rows))] == rows


def test_removal_leaves_nothing_behind(gone: Community, client: Client) -> None:
    page_type = ContentType.objects.get(app_label=LABEL, model="toollibrarypage")
    permission = Permission.objects.create(content_type=page_type, codename="lend", name="Lend")
    Group.objects.create(name="Lenders").permissions.add(permission)
    MigrationRecorder.Migration.objects.create(app=LABEL, name="0001_initial")
    assert run("remove_plugin", KEY, "--yes") == [*TOLD, "Removed."]
    connection.check_constraints()
    assert tables_left() == []
    assert not InstalledPlugin.objects.filter(key=KEY).exists()
    assert not Activation.objects.filter(community=gone).exists()
    assert not ContentType.objects.filter(app_label=LABEL).exists()
    assert not MigrationRecorder.Migration.objects.filter(app=LABEL).exists()
    assert Page.find_problems() == ([], [], [], [], [])
    assert client.get("/en/sunshine/").status_code == 200


def test_removal_is_in_the_log(gone: Community) -> None:
    run("remove_plugin", KEY, "--yes")
    assert ModelLogEntry.objects.get(action="plugins.remove").label == "Tool shed"


def test_removed_entries_leave_the_search(gone: Community, django_capture_on_commit_callbacks: Any) -> None:
    SearchDocument.objects.create(entry_id=f"plugin:{KEY}:saw", language="en", is_present=True, title="Saw")
    with django_capture_on_commit_callbacks(execute=True):
        run("remove_plugin", KEY, "--yes")
    assert not SearchDocument.objects.filter(entry_id=f"plugin:{KEY}:saw", is_present=True).exists()


def test_pages_of_other_kinds_below_are_told(gone: Community) -> None:
    guide = make_guide("drills", community=gone)
    guide.move(Page.objects.filter(content_type__app_label=LABEL).first(), pos="last-child")
    assert "pages of other kinds below them: 1" in run("remove_plugin", KEY)


def test_installed_plugin_is_not_removed() -> None:
    said = "The package of “tools” is still installed: uninstall it first."
    assert refusal("remove_plugin", "tools", "--yes") == (2, said)


def test_unknown_plugin_is_not_removed() -> None:
    said = "No plugin named “nothing” was ever installed here."
    assert refusal("remove_plugin", "nothing", "--yes") == (2, said)


def test_what_another_gone_plugin_refers_to_stays(gone: Community) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {LABEL}_lessons_place (id integer NOT NULL PRIMARY KEY,"
            f" tool_id integer NOT NULL REFERENCES {LABEL}_tool (id) DEFERRABLE INITIALLY DEFERRED)"
        )
    InstalledPlugin.objects.create(key="shed_lessons", app_label=f"{LABEL}_lessons", names={"en": "Lessons"})
    said = f"Tables of another uninstalled plugin refer to it, so that one goes first: {LABEL}_lessons_place."
    assert refusal("remove_plugin", KEY, "--yes") == (2, said)
    run("remove_plugin", "shed_lessons", "--yes")
    run("remove_plugin", KEY, "--yes")
    assert tables_left() == []


def test_city_screen_says_how_to_remove(gone: Community, client: Client) -> None:
    client.force_login(UserFactory(is_superuser=True))
    assert f"remove_plugin {KEY}" in client.get("/admin/city-plugins/").content.decode()


# Before


def test_rows_of_a_plugin_that_is_off_are_written_down() -> None:
    community = community_with("tools", slug="sunshine")
    tool = Tool.objects.create(community=community, names={"zh-hans": "电钻", "en": "Drill"})
    Loan.objects.create(tool=tool, name="Mei", phone="13800000000")
    disable_plugin("tools", community=community)
    rows = [json.loads(line) for line in run("export_plugin", "tools")]
    assert [row["model"] for row in rows] == [
        *["wagtailcore.page"] * 2,
        *["tool_library.toollibrarypage"] * 2,
        "tool_library.tool",
        "tool_library.loan",
    ]
    assert (rows[-2]["fields"]["names"], rows[-1]["fields"]["name"]) == ({"zh-hans": "电钻", "en": "Drill"}, "Mei")


def test_written_rows_can_be_read_again(tmp_path: Any) -> None:
    community = community_with("tools", slug="sunshine")
    tool = Tool.objects.create(community=community, names={"en": "Drill"})
    kept = tmp_path / "tools.jsonl"
    kept.write_text("\n".join(run("export_plugin", "tools")))
    Tool.objects.all().delete()
    ToolLibraryPage.objects.update(introduction="gone")
    call_command("loaddata", kept, verbosity=0)
    assert (Tool.objects.get(), set(ToolLibraryPage.objects.values_list("introduction", flat=True))) == (tool, {""})


def test_rows_of_no_plugin_are_refused() -> None:
    assert refusal("export_plugin", "nothing") == (2, "No plugin named “nothing” is installed.")
