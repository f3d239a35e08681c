"""The conformance kit finds what is wrong with a plugin, and says it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tool_library.models import Tool

from portal.notifications import querysets
from portal.plugins.testing import NotConforming, Samples, conformance_checks
from portal.plugins.testing.conformance.hooked import refusing_connections
from portal.plugins.testing.conformance.source import named_modules
from portal.plugins.testing.conformance.texts import Text, texts_of_python, texts_of_template

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "sample_plugins"
LEAKING = SAMPLES / "leaking"


class OneTool(Samples):
    def fill(self, community, names):
        Tool.objects.create(community=community, names=names)


@pytest.mark.own_suite
def test_each_leaking_plugin_fails_for_its_reason() -> None:
    """They are installed in a process of their own; the other tests are better off without them."""
    packages = os.pathsep.join(map(str, (LEAKING, SAMPLES / "left_out")))
    environment = os.environ | {"PYTHONPATH": packages, "DATABASE_URL": "sqlite://:memory:", "REDIS_URL": ""}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", LEAKING / "conformance_of_leaks.py"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "28 passed" in done.stdout


def test_checks_are_named_as_what_holds() -> None:
    names = [parameter.id for parameter in conformance_checks("tools", Samples())]
    assert len(names) == len(set(names)) == 24
    assert all(parameter.marks for parameter in conformance_checks("tools", Samples()))


@pytest.mark.django_db
def test_samples_have_to_be_given() -> None:
    parameters = {parameter.id: parameter.values[0] for parameter in conformance_checks("tools", Samples())}
    with pytest.raises(NotImplementedError):
        parameters["it_is_filled"]()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("off_nobody_is_told", "Messages go out where the plugin is off: tools.asked, tools.asked"),
        ("off_staff_sees_nothing", "Who leads the community sees '彼处样品' at /admin/calls/"),
    ],
)
def test_messages_of_a_plugin_that_is_off_are_found(monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    """Where the host does not keep them back."""
    monkeypatch.setattr(querysets, "_withheld", [])
    parameters = {parameter.id: parameter.values[0] for parameter in conformance_checks("tools", OneTool())}
    with pytest.raises(NotConforming, match=f"^{said}"):
        parameters[name]()


def test_failed_check_does_not_show_the_way_through_the_kit() -> None:
    (absent, *_others) = [parameter.values[0] for parameter in conformance_checks("absent", Samples())]
    with pytest.raises(NotConforming) as failed:
        absent()
    assert len(failed.traceback) == 2  # this line and the check's own, which pytest hides


def test_texts_of_python_are_found() -> None:
    source = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy as p
from elsewhere import other
_("One"); p("month", "May"); ngettext("%d tool", "%d tools", 3); other("Two"); _(variable)
"""
    assert list(texts_of_python(source, "a.py")) == [
        Text("One", place="a.py"),
        Text("May", context="month", place="a.py"),
        Text("%d tool", "%d tools", place="a.py"),
    ]


def test_texts_of_templates_are_found() -> None:
    source = """{% load i18n %}{% translate "It's one" %}{% translate "May" context "month" as may %}
{% blocktranslate count n=n %}{{ n }} tool{% plural %}{{ n }} tools{% endblocktranslate %}{{ _("Two") }}"""
    assert [(text.context, text.text, text.plural) for text in texts_of_template(source, "a.html")] == [
        ("", "It's one", ""),
        ("month", "May", ""),
        ("", "%(n)s tool", "%(n)s tools"),
        ("", "Two", ""),
    ]


def test_modules_are_found_however_they_are_named() -> None:
    source = """
import portal.home, os
from portal import names
from portal.plugins import api
from portal.plugins.api import Card
from search.contract import mark_changed
from . import models
LATER = "portal.communities.models.Community"
TEXT = "The portal. It is ours."
"""
    assert list(named_modules(source)) == [
        "portal.home",
        "portal.names",
        "portal.plugins.api",
        "portal.plugins.api",
        "search.contract",
        "portal.communities.models.Community",
    ]


def test_connections_are_refused_and_noted() -> None:
    with refusing_connections() as tried:
        with pytest.raises(OSError, match=r"refuses 192\.0\.2\.1:80"), socket.socket() as made:
            made.connect(("192.0.2.1", 80))
        with pytest.raises(OSError, match=r"refuses weather\.example"):
            socket.getaddrinfo("weather.example", 80)
    assert tried == ["192.0.2.1:80", "weather.example"]


def test_failed_check_is_a_failed_assertion() -> None:
    assert issubclass(NotConforming, AssertionError)
