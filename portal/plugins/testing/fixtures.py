"""pytest fixtures for the tests of a plugin. Which plugin that is, its conftest.py says:

@pytest.fixture
def plugin_key():
    return "tools"
"""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

from portal.communities.models import Community
from portal.plugins.testing.city import community_with, make_city, staff_of
from portal.plugins.testing.kept import BOOK


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Nothing remembered from the test before."""
    cache.clear()
    BOOK.open()


@pytest.fixture
def plugin_key() -> str:
    raise pytest.UsageError("Say which plugin is tested: a fixture `plugin_key` in conftest.py that returns its key")


@pytest.fixture
def city(db: None) -> None:
    """A city with its home pages, and no community yet."""
    make_city()


@pytest.fixture
def community_on(db: None, plugin_key: str) -> Community:
    """An open community that has the plugin; at /zh-hans/sunshine/ and /en/sunshine/."""
    return community_with(plugin_key, slug="sunshine")


@pytest.fixture
def community_off(db: None) -> Community:
    """An open community that has no plugin; at /zh-hans/riverside/ and /en/riverside/."""
    return community_with(slug="riverside")


@pytest.fixture
def editor(community_on: Community) -> User:
    """Somebody who writes and publishes in the community that has the plugin: `client.force_login(editor)`."""
    return staff_of(community_on)
