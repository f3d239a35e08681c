"""What installed plugins cost a page: nothing where they are off, at most a query each where they are on."""

from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tool_library.apps import ToolLibraryConfig

from portal.communities.models import Community
from portal.plugins.actions import enable_plugin, set_policy
from portal.plugins.activation import states_for
from portal.plugins.api import Card, hookimpl
from portal.plugins.calling import plugin_manager, register_plugin
from portal.plugins.choices import Policy
from portal.plugins.models import InstalledPlugin
from tests.factories.communities import CommunityFactory
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db

MANY = [f"many_{number}" for number in range(20)]


@hookimpl
def home_cards(community: Community) -> list[Card]:
    """One query, as the hook allows."""
    return [] if Community.objects.filter(pk=community.pk).exists() else [Card("none", "", "")]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Twenty plugins in the registry, each with a card; available, off everywhere."""
    for key in MANY:
        plugin = replace(ToolLibraryConfig.plugin, key=key, needs=(), urls="", settings_form="", personal_data="")
        values = {"name": key, "label": key, "plugin": plugin, "path": "/"}
        config_class = type("ManyConfig", (ToolLibraryConfig,), values)
        config = config_class(key, ModuleType(key))
        config.apps, config.models = apps, {}
        monkeypatch.setitem(apps.app_configs, key, config)
        hooks = ModuleType(f"{key}.hooks")
        hooks.home_cards = home_cards
        register_plugin(config, hooks)
        InstalledPlugin.objects.create(key=key, app_label=key, names=plugin.names)
        set_policy(key, Policy.AVAILABLE)
    yield MANY
    for key in MANY:
        plugin_manager.unregister(name=key)


def cost_of_home(client: Client) -> int:
    assert client.get("/en/sunshine/").status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/sunshine/")
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


def test_plugins_that_are_off_cost_no_query(client: Client, request: pytest.FixtureRequest) -> None:
    opened_community(slug="sunshine")
    without = cost_of_home(client)
    request.getfixturevalue("many")
    assert cost_of_home(client) == without


def test_plugins_that_are_on_cost_a_query_each(client: Client, many: list[str]) -> None:
    community = opened_community(slug="sunshine")
    costs = [cost_of_home(client)]
    for key in many:
        enable_plugin(key, community=community)
    costs.append(cost_of_home(client))
    assert costs[1] - costs[0] == len(many)


def test_reading_twenty_plugins_is_one_query(many: list[str], django_assert_num_queries) -> None:
    street = opened_community(slug="sunshine").street
    Community.objects.bulk_create(
        CommunityFactory.build(street=street, slug=f"other-{number}") for number in range(1_409)
    )
    community = Community.objects.with_street().get(slug="sunshine")
    assert Community.objects.count() == 1_410
    with django_assert_num_queries(1):
        states = states_for(community)
    assert states.keys() >= set(many)
