"""The admin's menu: what it shows of plugins is asked once a request, for all of them, and is true in the next one."""

from collections import Counter

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.roles import take_role
from portal.plugins.actions import disable_plugin
from portal.plugins.testing import staff_of
from portal.plugins.testing.city import superuser
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Community:
    return community_with("tools", "classes", slug="sunshine")


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shows_tools(client: Client) -> bool:
    answer = client.get(reverse("wagtailadmin_account"))
    return answer.status_code == 200 and reverse("tool_library_tool:index") in answer.content.decode()


@pytest.mark.parametrize("is_city", [False, True])
def test_menu_asks_nothing_twice(here: Community, is_city: bool) -> None:
    client = logged_in(superuser() if is_city else staff_of(here, Role.LEAD))
    shows_tools(client)
    with CaptureQueriesContext(connection) as found:
        assert shows_tools(client)
    asked = Counter(query["sql"] for query in found)
    assert [sql for sql, times in asked.items() if times > 1 and '"communities_' in sql] == []
    assert len([sql for sql in asked if '"plugins_' in sql]) == 1


def test_menu_goes_with_the_role(here: Community) -> None:
    user = staff_of(here, Role.EDITOR)
    client = logged_in(user)
    seen = [shows_tools(client)]
    take_role(community=here, user=user)
    assert [*seen, shows_tools(client)] == [True, False]


def test_menu_goes_with_the_plugin(here: Community) -> None:
    client = logged_in(staff_of(here, Role.EDITOR))
    seen = [shows_tools(client)]
    disable_plugin("tools", community=here)
    assert [*seen, shows_tools(client)] == [True, False]


def test_plugin_of_other_communities_is_not_shown(here: Community) -> None:
    """Each sees what is on where they work, however many others ask in the meantime."""
    riverside = community_with(slug="riverside")
    clients = [logged_in(staff_of(place, Role.EDITOR)) for place in (here, riverside)]
    assert [shows_tools(client) for client in (*clients, *clients)] == [True, False, True, False]
