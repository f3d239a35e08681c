"""Plugins that cannot be used: left out with a warning, whatever is wrong with them. The portal starts without them."""

import json
import os
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from portal.plugins.discovery import GROUP, sort_out
from portal.plugins.registry import installed

ROOT = Path(__file__).resolve().parents[2]
REASONS = {
    "in_hooks": "LookupError: no hooks",
    "in_models": "RuntimeError: half of the models are made",
    "in_ready": "RuntimeError: its provider is away",
    "in_urls": "RuntimeError: no addresses",
    "in_wagtail_hooks": "RuntimeError: after its first hook",
    "leaves_at_import": "SystemExit: no licence key",
    "lost_form": "ModuleNotFoundError: No module named 'left_out.lost_form.forms'",
    "lost_personal_data": "ModuleNotFoundError: No module named 'left_out.lost_personal_data.privacy'",
    "lost_reference": "DeclarationError: Field defines a relation with model 'lost_reference.Vanished', which is"
    " either not installed, or is abstract. (fields.E300, Row)",
    "no-key": "the key 'no-key' is not made of small letters, digits and underscores",
    "no_chinese": "DeclarationError: it has no name or description in zh-hans",
    "no_declaration": "DeclarationError: its AppConfig has no `plugin = Plugin(...)`",
    "no_range": "DeclarationError: the API range 'one' is not one",
    "not_there": "ModuleNotFoundError: No module named 'left_out.not_there'",
    "outdated": "DeclarationError: it works with version >=0.5,<1.0 of the API, this portal has 1.0",
    "plain_app": "DeclarationError: left_out.declarations:PlainApp is no PluginConfig",
    "taken_label": "DeclarationError: another app has the name or label 'services'",
    "undecided_page": "DeclarationError: UndecidedPage does not say whether it is searched. "
    "(portal.E001, UndecidedPage)",
    "unknown_hook": "DeclarationError: there is no hook 'footer_links'",
    "unknown_icon": "DeclarationError: the portal has no icon 'unicorn'",
    "wrapping": "DeclarationError: its home_cards is a wrapper",
    "wrong_arguments": "PluginValidationError: Plugin 'wrong_arguments' for hook 'menu_links' hookimpl definition:"
    " menu_links(request, household) Argument(s) {'household'} are declared in the hookimpl but can not be found in"
    " the hookspec",
    "wrong_key": "DeclarationError: its entry point is named 'wrong_key', its key is 'another_key'",
}
LOOK = """
import gc, json, weakref, django
django.setup()
from django.apps import apps
from django.dispatch import Signal
from django.test import Client
from wagtail import hooks
from wagtail.models import get_page_models
from portal.plugins.calling import plugin_manager
from portal.plugins.quarantine import quarantined
from portal.plugins.registry import installed

hooks.get_hooks("construct_main_menu")
signals = [thing for thing in gc.get_objects() if issubclass(type(thing), Signal)]
receivers = [kept[1]() if isinstance(kept[1], weakref.ref) else kept[1]
             for signal in signals for kept in signal.receivers]
related = [relation.related_model for model in apps.get_models() for relation in model._meta.related_objects]
functions = [function for found in hooks._hooks.values() for function, _order in found]
plugins = {implementation.plugin_name for caller in plugin_manager.hook.__dict__.values()
           for implementation in caller.get_hookimpls() if implementation.plugin_name in installed()}
print(json.dumps({
    "reasons": {left_out.key: left_out.reason for left_out in quarantined()},
    "installed": sorted(installed()),
    "models": [model.__module__ for model in [*apps.get_models(), *get_page_models(), *related]],
    "functions": [getattr(function, "__module__", "") or "" for function in [*functions, *receivers]],
    "asked": sorted(plugins),
    "answer": Client().get("/healthz").status_code,
}))
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "PYTHONPATH": str(ROOT / "tests" / "sample_plugins" / "left_out"),
    }
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def started() -> dict[str, Any]:
    """What is there in a process in which these plugins are installed, beside the good sample."""
    done = run("-W", "error", "-c", LOOK)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_plugin_is_left_out_for_its_reason(started: dict[str, Any]) -> None:
    assert started["reasons"] == REASONS


def test_others_are_there_all_the_same(started: dict[str, Any]) -> None:
    assert (started["installed"], started["answer"]) == (sorted(installed()), 200)
    assert "tool_library.models" in started["models"]


def test_nothing_of_them_stays(started: dict[str, Any]) -> None:
    """No model, page type, Wagtail hook or receiver; of their hooks none is asked."""
    places = [*started["models"], *started["functions"]]
    assert [place for place in places if place.startswith("left_out")] == []
    assert [key for key in REASONS if key in started["asked"]] == []


def test_commands_run_and_warn_of_each() -> None:
    done = run("manage.py", "check")
    assert (done.returncode, done.stderr.count("(portal.W001) The plugin ")) == (0, len(REASONS))
    assert "portal.W001) The plugin outdated (left_out.declarations:Outdated) is left out: " in done.stderr


def test_second_package_of_a_key_is_not_passed_over_silently() -> None:
    first, same, second = [EntryPoint("tools", path, GROUP) for path in ("a.apps:A", "a.apps:A", "b.apps:B")]
    assert sort_out([first, same, second]) == (
        {"tools": first},
        [(second, "another package has this key: a.apps:A")],
    )
