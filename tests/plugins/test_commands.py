"""The commands: what they list, switch, refuse and say."""

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tool_library.models import ToolLibraryPage

from portal.communities.models import Community
from portal.plugins.actions import enable_plugin, set_policy
from portal.plugins.activation import communities_with, is_on
from portal.plugins.choices import Policy
from portal.plugins.models import Activation, InstalledPlugin
from portal.plugins.quarantine import _quarantined, quarantine
from tests.factories.communities import CommunityFactory, StreetFactory
from tests.factories.home import opened_community

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def _english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def run(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refused(*words: str) -> tuple[int, str, str]:
    """Exit code, its one line, and the lines before it."""
    err = StringIO()
    with pytest.raises(CommandError) as error:
        call_command(*words, stdout=StringIO(), stderr=err)
    return error.value.returncode, str(error.value), err.getvalue()


def slugs(key: str = "tools") -> list[str]:
    return [community.slug for community in communities_with(key).order_by("code")]


@pytest.fixture
def street() -> list[Community]:
    """Two communities of a street and one elsewhere; the plugin is available in that street."""
    here = StreetFactory()
    found = [CommunityFactory(street=here), CommunityFactory(street=here), CommunityFactory()]
    set_policy("tools", Policy.AVAILABLE, street=here)
    return found


@pytest.fixture
def _left_out() -> Iterator[None]:
    quarantine("broken", package="broken_package", error=ImportError("nothing there"))
    yield
    _quarantined.pop("broken")


@pytest.mark.usefixtures("_left_out")
def test_table_says_where_plugins_are_on(street: list[Community]) -> None:
    enable_plugin("tools", community=street[0])
    Activation.objects.filter(community=street[0]).update(muted_at="2026-01-01T00:00Z")
    InstalledPlugin.objects.create(key="gone", app_label="gone", names={"en": "Gone"})
    lines = run("plugins")[0].splitlines()
    assert [line.split() for line in lines if line.startswith("tools")] == [
        ["tools", "1.0", "community", "withheld", "(+1)", "1", "1", "Tool", "library"]
    ]
    assert lines[-2:] == ["left out: broken: ImportError: nothing there", "package gone: gone"]


def test_list_is_there_for_programs(street: list[Community]) -> None:
    enable_plugin("tools", community=street[0])
    found = json.loads(run("plugins", "--json")[0])
    assert (found["left_out"], found["vanished"]) == ([], [])
    assert [plugin for plugin in found["installed"] if plugin["key"] == "tools"] == [
        {
            "key": "tools",
            "name": "Tool library",
            "version": "1.0",
            "level": "community",
            "policy": "withheld",
            "exceptions": 1,
            "communities": 1,
            "muted": 0,
        }
    ]


def test_enabling_names_what_was_refused(street: list[Community]) -> None:
    enable_plugin("tools", community=street[0])
    code, line, before = refused("enable_plugin", "tools", "--all")
    assert (code, line) == (1, "1 changed, 1 were as wanted already, 1 were refused.")
    assert before.splitlines()[-1] == f"{street[2].slug}: The city does not offer “Tool library” here."
    assert slugs() == [street[0].slug, street[1].slug]


def test_enabling_for_a_street_is_all_or_nothing_wrong(street: list[Community]) -> None:
    out, _err = run("enable_plugin", "tools", "--street", street[0].street.code)
    assert out == "2 changed, 0 were as wanted already, 0 were refused.\n"
    out, _err = run("enable_plugin", "tools", "--community", street[0].slug, street[1].code, "--off")
    assert (out, slugs()) == ("2 changed, 0 were as wanted already, 0 were refused.\n", [])


def test_dry_run_changes_nothing(street: list[Community]) -> None:
    code, line, _before = refused("enable_plugin", "tools", "--all", "--dry-run")
    assert (code, slugs()) == (1, [])
    assert line == "2 would change, 0 are as wanted already, 1 would be refused."
    out, _err = run("enable_plugin", "tools", "--district", street[0].street.district.code, "--dry-run")
    assert out.splitlines()[:2] == [f"{community.slug}: would go on" for community in street[:2]]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["nothing", "--all"], "No plugin named “nothing” is installed."),
        (["tools"], "Give --community, --district, --street or --all."),
        (["tools", "--all", "--street", "990000001"], "Give --community, --district, --street or --all."),
        (["tools", "--community", "atlantis", "ys"], "There is no such place: atlantis, ys"),
        (["sirens", "--community", "atlantis"], "There is no such place: atlantis"),
    ],
)
def test_enabling_nowhere_is_said(words: list[str], line: str) -> None:
    assert refused("enable_plugin", *words)[:2] == (2, line)


def test_plugin_of_the_city_wants_the_whole_city() -> None:
    community = CommunityFactory()
    assert refused("enable_plugin", "sirens", "--community", community.slug)[:2] == (
        2,
        "This plugin works for the whole city: give --all.",
    )
    assert refused("enable_plugin", "sirens", "--all")[:2] == (1, "The city does not offer “Siren tests” here.")
    set_policy("sirens", Policy.AVAILABLE)
    run("enable_plugin", "sirens", "--all")
    assert is_on("sirens", None)
    run("enable_plugin", "sirens", "--all", "--off")
    assert not is_on("sirens", None)


def test_policy_is_set_and_carried_out() -> None:
    community = opened_community()
    out, _err = run("plugin_policy", "tools", "required", "--dry-run")
    assert out.splitlines() == [f"{community.slug}: would go on", "Would go on: 1, off: 0."]
    assert slugs() == []
    out, _err = run("plugin_policy", "tools", "required")
    assert (out, slugs(), ToolLibraryPage.objects.count()) == ("On: 1, off: 0.\n", [community.slug], 2)


def test_policy_of_a_street_is_taken_back(street: list[Community]) -> None:
    enable_plugin("tools", community=street[0])
    code = street[0].street.code
    assert run("plugin_policy", "tools", "none", "--street", code)[0] == "On: 0, off: 1.\n"
    assert (
        run("plugin_policy", "tools", "required", "--district", street[0].street.district.code)[0] == "On: 2, off: 0.\n"
    )


def test_policy_warns_of_what_is_needed() -> None:
    CommunityFactory()
    _out, err = run("plugin_policy", "lessons", "required")
    assert err.splitlines()[-1] == "“Craft lessons” is on without “Tool library”, which it needs, in 1 communities."


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["nothing", "required"], "No plugin named “nothing” is installed."),
        (["tools", "required", "--street", "1"], "There is no such place: 1"),
        (["tools", "none"], "For all there has to be a policy."),
    ],
)
def test_policy_of_nothing_is_said(words: list[str], line: str) -> None:
    assert refused("plugin_policy", *words)[:2] == (2, line)
