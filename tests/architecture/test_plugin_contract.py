"""The plugins' contract: each hook is documented, called as declared and used, the API is what its page says."""

import ast
import re
from importlib import import_module
from inspect import getdoc, signature
from pathlib import Path
from types import FunctionType

import pytest
from packaging.version import Version

from portal.plugins import api, hookspecs
from portal.plugins.calling import plugin_manager
from portal.plugins.offering import BY_HOOK
from portal.plugins.testing.conformance.hooked import ASKING
from tools.hooks_doc import FACTS, TARGET, document, told

ROOT = Path(__file__).resolve().parents[2]
HOOKS = {name: spec for name, spec in vars(hookspecs).items() if isinstance(spec, FunctionType) and spec.__doc__}
BEGINNINGS = {"city_created", "community_opened", "plugin_enabled", "plugin_disabled"}
#: What `call` itself takes, and what it adds for each plugin.
OF_THE_CALL, OF_THE_PLUGIN = {"use", "instead", "only"}, {"settings", "communities"}


def calls() -> dict[str, list[set[str]]]:
    """{hook: names of the arguments of each call of it in the portal}."""
    found: dict[str, list[set[str]]] = {}
    for path in sorted((ROOT / "portal").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(ast.Name("call"), [ast.Constant(hook), *_rest], keywords) if hook in HOOKS:
                    found.setdefault(hook, []).append({keyword.arg or "" for keyword in keywords} - OF_THE_CALL)
    return found


CALLS = calls()


def test_hooks_page_is_as_the_declarations() -> None:
    assert TARGET.read_text("utf-8") == document(), "run: python tools/hooks_doc.py"


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_says_all_there_is_to_say(hook: str) -> None:
    text, facts = told(getdoc(HOOKS[hook]) or "")
    assert (list(facts), all(facts.values()), all(text)) == (list(FACTS), True, True)
    assert Version(facts["Since"]) <= Version(api.API_VERSION)


def test_every_hook_is_called() -> None:
    """And by its name, or the two tests below would not see it."""
    assert CALLS.keys() == HOOKS.keys()


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_is_called_with_its_arguments(hook: str) -> None:
    arguments = set(signature(HOOKS[hook]).parameters)
    for given in CALLS[hook]:
        assert given | (arguments & OF_THE_PLUGIN) == arguments


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_has_a_test_of_its_name(hook: str) -> None:
    tests = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert f"\ndef test_{hook}_" in tests


@pytest.mark.parametrize("hook", HOOKS)
def test_hook_is_used_by_us(hook: str) -> None:
    """By an app, a bundled plugin or the good sample; the samples that only fail do not count."""
    caller = getattr(plugin_manager.hook, hook)
    users = [implementation.function.__module__ for implementation in caller.get_hookimpls()]
    assert [user for user in users if user.startswith(("portal.", "tool_library."))] != []


def test_every_hook_has_its_place_in_the_kit() -> None:
    """Those that give something are asked and measured; the others are called by switching it on and off."""
    assert ASKING.keys() == HOOKS.keys() - BEGINNINGS


def test_every_hook_that_shows_something_is_told_before_it_is_on() -> None:
    assert BY_HOOK.keys() == HOOKS.keys() - BEGINNINGS - {"sitemap_entries", "health"}


@pytest.mark.parametrize("hook", sorted(hookspecs.MAX_QUERIES))
def test_budget_of_a_hook_is_as_documented(hook: str) -> None:
    _text, facts = told(getdoc(HOOKS[hook]) or "")
    said = {"no": 0, "at most one": 1, "at most two": 2, "at most three": 3}
    queries = re.match(r"(.+?) SQL quer", facts["Cost"])
    assert queries is not None
    assert said[queries[1]] == hookspecs.MAX_QUERIES[hook]


# The API


def test_every_name_of_the_api_is_there() -> None:
    assert [name for name in api.__all__ if getattr(api, name, None) is None] == []


def test_api_is_typed_as_it_answers() -> None:
    """What type checkers read is where the names are looked up."""
    (block,) = [node for node in ast.parse(Path(api.__file__).read_text()).body if isinstance(node, ast.If)]
    typed = {(node.module, alias.name) for node in block.body for alias in node.names}  # type: ignore[attr-defined]  # imports only
    assert typed == {(module, name) for module, names in api._HOMES.items() for name in names}


def test_page_about_the_api_names_all_of_it() -> None:
    page = (ROOT / "docs" / "plugins" / "api.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == api.__all__


def test_fields_say_they_are_of_the_api() -> None:
    fields = [getattr(api, name) for name in api.__all__ if name.endswith("Field")]
    assert {field().deconstruct()[1].rpartition(".")[0] for field in fields} == {"portal.plugins.api"}


def test_name_that_goes_away_warns_and_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(api._DEPRECATED, "HomeCard", ("Card", "2.0"))
    with pytest.warns(api.RemovedFromApiWarning) as warned:
        from portal.plugins.api import HomeCard  # noqa: PLC0415 - asking for it is what is tested
    assert HomeCard is api.Card
    (warning,) = warned
    assert warning.filename == __file__
    assert str(warning.message) == (
        "portal.plugins.api.HomeCard goes away in version 2.0 of the API; use portal.plugins.api.Card"
    )


def test_names_that_go_away_go_in_time() -> None:
    """What a version of the API was to be without is gone in it, and no name is both new and old."""
    for name, (instead, version) in api._DEPRECATED.items():
        assert Version(version) > Version(api.API_VERSION), name
        assert (name in api.__all__, instead in api.__all__) == (False, True)


def test_api_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="has no 'activation'"):
        api.activation  # noqa: B018 - asking for it is what is tested
    with pytest.raises(ImportError):
        import_module("portal.plugins.api.activation")
