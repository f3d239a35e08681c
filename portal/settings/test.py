"""This repository's own suite."""

import sys
from pathlib import Path

# Sample plugins, as installed packages are: found by their entry points.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "sample_plugins"))

from .base import SQLITE_OPTIONS
from .plugin_tests import *  # noqa: F403 - settings are layered by star import, as Django's own docs do
from .plugin_tests import DATABASES, INSTALLED_APPS

PORTAL_DATA_KEYS = ["demo-only-not-a-secret"]  # the demo's: it also starts on a city that the suite has seeded
INSTALLED_APPS = ["portal.demo", *INSTALLED_APPS, "portal.styleguide", "tests.gardens", "tests.workshops"]
if str(DATABASES["default"]["NAME"]).endswith(".sqlite3"):  # a portal that is served, for journeys and measurements
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
