"""The plugins screen of a community: what its lead sees, switches and sets."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from tool_library.models import Tool
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.roles import give_role
from portal.plugins.actions import change_settings, disable_plugin, enable_plugin, set_policy
from portal.plugins.activation import is_on, states_for
from portal.plugins.admin.cards import cards_for
from portal.plugins.choices import Policy
from portal.plugins.models import Activation
from tests.factories.communities import StreetFactory
from tests.factories.home import opened_community
from tests.factories.people import city_administrator, staff
from tests.factories.plugins import community_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


@pytest.fixture
def _english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def sunshine() -> Community:
    """An open community; the city makes the tool library available."""
    community = opened_community(slug="sunshine")
    set_policy("tools", Policy.AVAILABLE)
    return community


@pytest.fixture
def lead(sunshine: Community, client: Client) -> Any:
    """Logged in on `client`."""
    user = staff(sunshine, Role.LEAD)
    client.force_login(user)
    return user


def address(community: Community, rest: str = "") -> str:
    return f"/admin/plugins/{community.code}/{rest}"


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_lead_of_one_community_is_sent_there(client: Client, sunshine: Community, lead: Any) -> None:
    assert client.get("/admin/plugins/").headers["Location"] == address(sunshine)
    give_role(community=opened_community(slug="heping"), user=lead, role=Role.LEAD)
    assert [community.slug for community in client.get("/admin/plugins/").context["page_obj"]] == ["sunshine", "heping"]


def test_lead_sees_what_the_city_offers(client: Client, sunshine: Community, lead: Any) -> None:
    page = client.get(address(sunshine)).content.decode()
    assert ["Tool library" in page, "Craft lessons" in page, "Siren tests" in page] == [True, False, False]
    assert "Neighbours borrow drills, ladders and trolleys" in page
    set_policy("tools", Policy.WITHHELD)
    assert "The city has not opened any plugin" in client.get(address(sunshine)).content.decode()


def test_nearest_users_are_named(sunshine: Community) -> None:
    street = sunshine.street
    far, district, beside = (
        community_with("tools", slug="far"),
        community_with("tools", slug="district", street=StreetFactory(district=street.district)),
        community_with("tools", slug="beside", street=street),
    )
    farther = community_with("tools", slug="farther")
    Community.objects.filter(pk=farther.pk).update(status="preparing")
    enable_plugin("tools", community=sunshine)
    (card,) = cards_for(sunshine)
    assert (card.others, card.neighbours) == (3, (beside, district, far))


def test_page_before_the_switch_says_what_appears(client: Client, sunshine: Community, lead: Any) -> None:
    page = client.get(address(sunshine, "tools/on/"))
    assert page.context["offering"] == [
        "pages of the kind “tool library page”",
        "pages of its own that residents read or fill in",
        "a box on the home page",
        "a link in the menu",
        "lines above pages, when there is something to know",
        "buttons on service guides",
        "entries in the search",
        "places left, in the search",
        "dates in the calendar",
        "reminders on the start page of the admin",
        "lists in the admin: tools · loans",
    ]
    assert "Name and phone of whoever borrows a tool" in page.content.decode()
    assert not is_on("tools", sunshine)


def test_lead_switches_on_and_off(client: Client, sunshine: Community, lead: Any) -> None:
    answer = client.post(address(sunshine, "tools/on/"))
    assert (answer.headers["Location"], said(answer)) == (address(sunshine), ["“Tool library” is on."])
    assert is_on("tools", sunshine)
    page = client.get(address(sunshine, "tools/off/")).content.decode()
    assert "2 pages answer “not found” from then on." in page
    answer = client.post(address(sunshine, "tools/off/"))
    assert (is_on("tools", sunshine), said(answer)[-1]) == (False, "“Tool library” is off. Nothing was deleted.")


def test_double_click_switches_once(client: Client, sunshine: Community, lead: Any) -> None:
    for _click in range(2):
        assert client.post(address(sunshine, "tools/on/")).status_code == 302
    assert ModelLogEntry.objects.filter(action="plugins.enable", user=lead).count() == 1


def test_looking_changes_nothing(client: Client, sunshine: Community, lead: Any) -> None:
    for rest in ("", "tools/on/", "tools/off/", "tools/settings/"):
        assert client.get(address(sunshine, rest)).status_code == 200
    assert not Activation.objects.exists()


def test_required_plugin_has_no_switch(client: Client, sunshine: Community, lead: Any) -> None:
    set_policy("tools", Policy.REQUIRED)
    page = client.get(address(sunshine)).content.decode()
    assert ["The city wants it on here" in page, "tools/off/" in page] == [True, False]
    assert "The city requires “Tool library” here." in client.get(address(sunshine, "tools/off/")).content.decode()
    assert said(client.post(address(sunshine, "tools/off/"))) == ["The city requires “Tool library” here."]


def test_plugin_that_needs_another_says_so(client: Client, sunshine: Community, lead: Any) -> None:
    set_policy("lessons", Policy.AVAILABLE)
    why = "“Craft lessons” needs Tool library. Switch that on first."
    assert why in client.get(address(sunshine)).content.decode()
    assert why in client.get(address(sunshine, "lessons/on/")).content.decode()
    assert said(client.post(address(sunshine, "lessons/on/"))) == [why]
    client.post(address(sunshine, "tools/on/"))
    client.post(address(sunshine, "lessons/on/"))
    assert is_on("lessons", sunshine)


def test_paused_plugin_is_explained(client: Client, sunshine: Community, lead: Any) -> None:
    enable_plugin("tools", community=sunshine)
    Activation.objects.update(muted_at="2026-01-01T00:00Z")
    assert "It failed several times, so it is paused here" in client.get(address(sunshine)).content.decode()


def test_settings_are_kept_for_the_community(client: Client, sunshine: Community, lead: Any) -> None:
    enable_plugin("tools", community=sunshine)
    assert 'value="3"' in client.get(address(sunshine, "tools/settings/")).content.decode()
    answer = client.post(address(sunshine, "tools/settings/"), {"on_home": "7"})
    assert said(answer) == ["Settings of “Tool library” saved."]
    assert states_for(sunshine)["tools"].settings == {"on_home": 7}
    assert 'value="7"' in client.get(address(sunshine, "tools/settings/")).content.decode()
    disable_plugin("tools", community=sunshine)
    assert states_for(sunshine)["tools"].settings == {"on_home": 7}


@pytest.mark.parametrize(
    ("language", "error"),
    [("en", "Ensure this value is less than or equal to 20."), ("zh-hans", "确保该值小于或等于20")],
)
def test_wrong_setting_is_said_at_its_field(
    client: Client, sunshine: Community, lead: Any, settings: Any, language: str, error: str
) -> None:
    settings.LANGUAGE_CODE = language
    answer = client.post(address(sunshine, "tools/settings/"), {"on_home": "99"})
    assert (answer.status_code, states_for(sunshine)["tools"].settings) == (422, {})
    assert error in answer.content.decode()


def test_settings_form_that_fails_costs_itself_only(client: Client, sunshine: Community, lead: Any) -> None:
    set_policy("faulty", Policy.AVAILABLE)
    change_settings("faulty", community=sunshine, settings={"form": "refuses_to_be_made"})
    answer = client.get(address(sunshine, "faulty/settings/"))
    assert (answer.status_code, "The settings of this plugin cannot be shown" in answer.content.decode()) == (200, True)
    assert client.post(address(sunshine, "faulty/settings/"), {}).status_code == 422
    assert Activation.objects.get(plugin="faulty").failures == 2


def test_plugin_without_settings_has_no_page_for_them(client: Client, sunshine: Community, lead: Any) -> None:
    set_policy("lessons", Policy.AVAILABLE)
    assert client.get(address(sunshine, "lessons/settings/")).status_code == 404


@pytest.mark.parametrize("rest", ["nothing/on/", "sirens/on/", "lessons/on/", "lessons/off/"])
def test_what_is_not_offered_is_not_found(client: Client, sunshine: Community, lead: Any, rest: str) -> None:
    assert client.get(address(sunshine, rest)).status_code == 404
    assert client.post(address(sunshine, rest)).status_code == 404


@pytest.mark.parametrize("rest", ["", "tools/on/", "tools/off/", "tools/settings/"])
def test_screen_is_for_own_leads(client: Client, sunshine: Community, rest: str) -> None:
    other = opened_community(slug="heping")
    people = [staff(sunshine, Role.EDITOR), staff(sunshine, Role.CONTRIBUTOR), staff(other, Role.LEAD)]
    for user in people:
        client.force_login(user)
        for answer in (client.get(address(sunshine, rest)), client.post(address(sunshine, rest))):
            assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    assert not Activation.objects.exists()
    client.force_login(city_administrator())
    assert client.get(address(sunshine, rest)).status_code == 200


def test_menu_leads_there_whom_it_concerns(client: Client, sunshine: Community, lead: Any) -> None:
    found = []
    for user in (lead, staff(sunshine, Role.EDITOR), city_administrator()):
        client.force_login(user)
        page = client.get("/admin/").content.decode()
        found.append([f'"url": "/admin/{path}/"' in page for path in ("plugins", "city-plugins", "personal-data")])
    assert found == [[True, False, True], [False, False, False], [False, True, True]]


@pytest.mark.parametrize("others", [1, 3])
@pytest.mark.parametrize("plugins", [1, 3])
def test_cards_are_five_queries(
    sunshine: Community, others: int, plugins: int, django_assert_num_queries: Callable
) -> None:
    for key in ("tools", "lessons", "faulty")[:plugins]:
        set_policy(key, Policy.AVAILABLE)
    for _number in range(others):
        community_with("tools")
    sunshine = Community.objects.with_street().get(pk=sunshine.pk)
    with django_assert_num_queries(5):
        assert [card.others for card in cards_for(sunshine)][-1] in (0, others)


def test_personal_rows_stay_while_it_is_off(client: Client, sunshine: Community, lead: Any) -> None:
    client.post(address(sunshine, "tools/on/"))
    Tool.objects.create(community=sunshine, names={"en": "Drill"})
    client.post(address(sunshine, "tools/off/"))
    assert Tool.objects.count() == 1
