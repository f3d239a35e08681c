"""The city's plugins screens: who uses what, what the city says of it, and switching in many communities."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client, RequestFactory
from django.utils import timezone

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.plugins.actions import enable_plugin, set_policy
from portal.plugins.activation import communities_with, is_on, states_for
from portal.plugins.admin.city_views import CityPluginsView, CityPluginView, PluginCommunitiesView
from portal.plugins.admin.policy_views import BulkView, PolicyView
from portal.plugins.bulk import STALLED_AFTER, start_bulk_switch
from portal.plugins.choices import Policy
from portal.plugins.models import Activation, BulkSwitch, InstalledPlugin, PolicyException
from portal.plugins.quarantine import _quarantined, quarantine
from portal.plugins.scope import Scope
from tests.factories.communities import CommunityFactory, StreetFactory
from tests.factories.people import city_administrator, staff
from tests.plugins.screens import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
TOOLS = "/admin/city-plugins/tools/"


@pytest.fixture
def _english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def admin(client: Client) -> Any:
    """Logged in on `client`."""
    user = city_administrator()
    client.force_login(user)
    return user


@pytest.fixture
def places() -> list[Community]:
    """Two in one street, one elsewhere; the plugin is available and on in the first."""
    street = StreetFactory()
    found = [CommunityFactory(street=street), CommunityFactory(street=street), CommunityFactory()]
    set_policy("tools", Policy.AVAILABLE)
    enable_plugin("tools", community=found[0])
    return found


@pytest.fixture
def _left_out() -> Any:
    quarantine("broken", package="broken_package", error=ImportError("nothing there"))
    yield
    _quarantined.pop("broken")


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def text(response: Any) -> str:
    return response.content.decode()


@pytest.mark.usefixtures("_left_out")
def test_list_says_who_uses_what(client: Client, places: list[Community], admin: Any) -> None:
    InstalledPlugin.objects.create(key="gone", app_label="gone", names={"en": "Gone plugin"})
    answer = client.get("/admin/city-plugins/")
    use = next(use for use in answer.context["uses"] if use.plugin.key == "tools")
    assert (use.on, use.muted, use.policy, use.exceptions, answer.context["total"]) == (1, 0, Policy.AVAILABLE, 0, 3)
    assert "1 of 3 communities" in text(answer)
    assert "ImportError: nothing there" in text(answer)
    assert "“Gone plugin” (gone) is gone" in text(answer)


def test_plugins_page_tells_all_there_is_to_know(client: Client, places: list[Community], admin: Any) -> None:
    set_policy("tools", Policy.REQUIRED, street=places[2].street)
    page = text(client.get(TOOLS))
    assert "2 of 3 communities" in page
    assert f"{places[2].street.district} · {places[2].street}: <strong>Required</strong>" in page
    assert "Name and phone of whoever borrows a tool" in page


def test_preparing_is_counted_until_plugins_are_told(
    client: Client, admin: Any, django_capture_on_commit_callbacks: Callable
) -> None:
    Community.objects.filter(pk=CommunityFactory().pk).update(status="open")
    set_policy("tools", Policy.REQUIRED)
    assert "one is being prepared" in text(client.get(TOOLS))


def test_communities_are_found_by_place_state_and_name(client: Client, places: list[Community], admin: Any) -> None:
    Activation.objects.update(muted_at=timezone.now())
    first, second, far = places
    queries = {
        "": places,
        "state=on": [first],
        "state=off": [second, far],
        "state=muted": [first],
        f"where=s{far.street.code}": [far],
        f"where=d{first.street.district.code}&state=off": [second],
        f"q={far.slug}": [far],
        "where=d000000": [],
    }
    found = {query: list(client.get(f"{TOOLS}communities/?{query}").context["page_obj"]) for query in queries}
    assert found == queries


@pytest.mark.parametrize("more", [1, 60])
@pytest.mark.parametrize(
    ("view", "query", "queries"),
    [
        (CityPluginsView, "", 6),
        (CityPluginView, "", 9),
        (PluginCommunitiesView, "state=on", 6),
        (PolicyView, "where=&policy=required", 4),
        (BulkView, "where=&to=on", 4),
    ],
)
def test_queries_do_not_grow_with_communities(
    rf: RequestFactory, more: int, view: type, query: str, queries: int, django_assert_num_queries: Callable
) -> None:
    set_policy("tools", Policy.AVAILABLE)
    for community in CommunityFactory.create_batch(more):
        enable_plugin("tools", community=community)
    with django_assert_num_queries(queries):
        read(view, rf.get(f"/?{query}"), plugin="tools")


def test_policy_is_shown_before_it_is_changed(client: Client, places: list[Community], admin: Any) -> None:
    answer = client.get(f"{TOOLS}policy/?where=&policy=required")
    assert [community.pk for community in answer.context["plan"].goes_on] == [place.pk for place in places[1:]]
    assert "Goes on in 2 communities" in text(answer)
    assert InstalledPlugin.objects.get(key="tools").policy == Policy.AVAILABLE
    answer = client.post(f"{TOOLS}policy/", {"where": "", "policy": "required"})
    assert (answer.headers["Location"], said(answer)) == (TOOLS, ["Policy of “Tool library” changed."])
    assert communities_with("tools").count() == 3


def test_policy_of_a_street_is_set_and_taken_back(client: Client, places: list[Community], admin: Any) -> None:
    where = f"s{places[0].street.code}"
    assert f'value="{where}" selected' in text(client.get(f"{TOOLS}policy/?where={where}"))
    client.post(f"{TOOLS}policy/", {"where": where, "policy": "withheld"})
    assert [states_for(place)["tools"].policy for place in places] == ["withheld", "withheld", "available"]
    assert "Goes on in one community" in text(client.get(f"{TOOLS}policy/?where={where}&policy=none"))
    client.post(f"{TOOLS}policy/", {"where": where, "policy": "none"})
    assert not PolicyException.objects.exists()


@pytest.mark.parametrize("data", [{"policy": "none"}, {"policy": "free"}, {"where": "s1", "policy": "required"}, {}])
def test_wrong_policy_is_said_at_its_field(client: Client, admin: Any, data: dict[str, str]) -> None:
    answer = client.post(f"{TOOLS}policy/", data)
    assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True)


def test_policy_warns_of_what_would_be_missing(client: Client, places: list[Community], admin: Any) -> None:
    page = text(client.get("/admin/city-plugins/lessons/policy/?where=&policy=required"))
    assert "In 2 communities “Craft lessons” would be on without “Tool library”, which it needs." in page


def test_dry_run_in_many_names_refusals(client: Client, places: list[Community], admin: Any) -> None:
    set_policy("tools", Policy.WITHHELD, street=places[2].street)
    answer = client.get(f"{TOOLS}bulk/?where=&to=on")
    assert ["Goes on in one community" in text(answer), "One is so already." in text(answer)] == [True, True]
    assert "Refused in one community: The city does not offer “Tool library” here." in text(answer)
    assert (communities_with("tools").count(), BulkSwitch.objects.count()) == (1, 0)


def test_switching_in_many_is_reported(
    client: Client, places: list[Community], admin: Any, django_capture_on_commit_callbacks: Callable
) -> None:
    set_policy("tools", Policy.WITHHELD, street=places[2].street)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{TOOLS}bulk/", {"where": "", "to": "on"})
    bulk = BulkSwitch.objects.get()
    assert (answer.headers["Location"], bulk.asked_by) == (f"{TOOLS}bulk/{bulk.pk}/", admin)
    page = text(client.get(answer.headers["Location"]))
    assert ["One community is switched." in page, "It is finished." in page] == [True, True]
    assert f"Refused in one community: The city does not offer “Tool library” here.</p><p>{places[2]}</p>" in page


def test_bulk_switch_that_stalled_goes_on(client: Client, places: list[Community], admin: Any) -> None:
    bulk = start_bulk_switch("tools", Scope(), on=True, by=admin)
    address = f"{TOOLS}bulk/{bulk.pk}/"
    assert 'http-equiv="refresh"' in text(client.get(address))
    client.post(address)
    assert communities_with("tools").count() == 1
    with time_machine.travel(timezone.now() + STALLED_AFTER * 2, tick=False):
        client.force_login(admin)
        assert "Nobody is working on it." in text(client.get(address))
        client.post(address)
    assert communities_with("tools").count() == 3


def test_plugin_of_the_city_is_switched_and_set(client: Client, admin: Any) -> None:
    CommunityFactory()
    sirens = "/admin/city-plugins/sirens/"
    client.post(f"{sirens}policy/", {"policy": "available"})
    assert client.post(f"{sirens}on/").headers["Location"] == sirens
    assert is_on("sirens", None)
    assert client.post(f"{sirens}settings/", {"day": "2026-09-18"}).status_code == 302
    assert states_for(None)["sirens"].settings == {"day": "2026-09-18"}
    assert 'value="2026-09-18"' in text(client.get(f"{sirens}settings/"))
    assert "It goes off in the whole city." in text(client.get(f"{sirens}policy/?policy=withheld"))
    assert "the whole city" in text(client.get("/admin/city-plugins/"))
    client.post(f"{sirens}off/")
    assert not is_on("sirens", None)


@pytest.mark.parametrize("path", ["sirens/bulk/", "nothing/", "tools/on/", "tools/settings/", "tools/bulk/1/"])
def test_what_there_is_not_is_not_found(client: Client, admin: Any, path: str) -> None:
    assert client.get(f"/admin/city-plugins/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "city-plugins/",
        "city-plugins/tools/",
        "city-plugins/tools/communities/",
        "city-plugins/tools/policy/",
        "city-plugins/tools/bulk/",
        "city-plugins/tools/bulk/1/",
        "city-plugins/sirens/on/",
        "city-plugins/sirens/off/",
        "city-plugins/sirens/settings/",
        "plugin-health/",
        "plugin-health/reset/1/",
    ],
)
def test_city_screens_are_closed_to_leads(client: Client, path: str) -> None:
    client.force_login(staff(CommunityFactory(), Role.LEAD))
    for answer in (client.get(f"/admin/{path}"), client.post(f"/admin/{path}", {"where": "", "policy": "required"})):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert InstalledPlugin.objects.get(key="tools").policy == Policy.WITHHELD
