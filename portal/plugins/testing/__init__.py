"""For the tests of plugins: `pytest_plugins = ["portal.plugins.testing"]` in a conftest.py beside pyproject.toml.

Needs the extra `linli[plugin-test]`, and `DJANGO_SETTINGS_MODULE = "portal.settings.plugin_tests"`. What there is, and
what the conformance kit proves: docs/plugins/testing.md.
"""

from pathlib import Path

from django.utils.translation.reloader import translation_file_changed

from portal.communities.choices import Role
from portal.operations.catalogues import compile_catalogues
from portal.plugins.actions import change_settings, disable_plugin, enable_plugin
from portal.plugins.registry import configs
from portal.plugins.testing.city import community_with, make_city, staff_of
from portal.plugins.testing.conformance import NotConforming, Samples, conformance_checks
from portal.plugins.testing.database import (  # noqa: F401 - fixtures
    django_db_keepdb,
    django_db_modify_db_settings,
    django_db_setup,
)
from portal.plugins.testing.fixtures import (  # noqa: F401 - fixtures
    _empty_cache,
    city,
    community_off,
    community_on,
    editor,
    plugin_key,
)
from portal.plugins.testing.kept import kept

__all__ = [
    "NotConforming",
    "Role",
    "Samples",
    "change_settings",
    "community_with",
    "conformance_checks",
    "disable_plugin",
    "enable_plugin",
    "kept",
    "make_city",
    "staff_of",
]


def pytest_configure() -> None:
    """The plugins' message catalogues are compiled beside their sources, as their wheels carry them."""
    compile_catalogues()
    compile_catalogues(*(Path(config.path) for config in configs()))
    translation_file_changed(sender=None, file_path=Path("django.mo"))
