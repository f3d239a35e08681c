"""Who gets to a plugin's views: closed unless it is on there and declares the view open."""

import pytest
from django.test import Client
from tool_library.models import Loan, Tool

from portal.communities.choices import Role
from portal.plugins.actions import disable_plugin
from portal.plugins.addresses import plugin_url
from tests.factories.people import staff
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db


def test_public_view_answers_where_the_plugin_is_on(client: Client) -> None:
    community = community_with("tools", slug="sunshine")
    community_with(slug="riverside")
    assert plugin_url("tools", "ask", community=community, language="en") == "/en/sunshine/x/tools/ask/"
    assert client.get("/en/sunshine/x/tools/ask/").status_code == 200
    assert client.get("/en/riverside/x/tools/ask/").status_code == 404
    assert client.get("/en/x/tools/ask/").status_code == 404


def test_switched_off_plugin_answers_nothing(client: Client) -> None:
    community = community_with("tools", slug="sunshine")
    disable_plugin("tools", community=community)
    tool = Tool.objects.create(community=community, names={"en": "Drill"})
    sent = client.post("/en/sunshine/x/tools/ask/", {"tool": tool.pk, "name": "Mei", "phone": "0000-1"})
    assert (sent.status_code, Loan.objects.count()) == (404, 0)


def test_staff_view_wants_the_declared_role(client: Client) -> None:
    community = community_with("tools", slug="sunshine")
    other = community_with("tools", slug="riverside")
    answers = [client.get("/en/sunshine/x/tools/loans/")]
    assert answers[0].url == "/admin/login/?next=/en/sunshine/x/tools/loans/"
    for user in (staff(community, Role.CONTRIBUTOR), staff(other, Role.LEAD), staff(community, Role.EDITOR)):
        client.force_login(user)
        answers.append(client.get("/en/sunshine/x/tools/loans/"))
    assert [answer.status_code for answer in answers] == [302, 403, 403, 200]


def test_view_that_is_not_declared_stays_closed(client: Client) -> None:
    community = community_with("tools", slug="sunshine")
    client.force_login(staff(community, Role.LEAD))
    assert client.get("/en/sunshine/x/tools/unlisted/").status_code == 404


def test_forms_of_plugins_want_a_token(client: Client) -> None:
    community_with("tools", slug="sunshine")
    assert Client(enforce_csrf_checks=True).post("/en/sunshine/x/tools/ask/").status_code == 403


@pytest.mark.parametrize("address", ["x/tools/", "x/tools/nowhere/", "x/nothing/ask/", "x/", "x/tools/ask"])
def test_unknown_addresses_are_not_found(client: Client, address: str) -> None:
    community_with("tools", slug="sunshine")
    assert client.get(f"/en/sunshine/{address}").status_code in (404, 301)


def test_number_that_no_table_can_hold_is_not_found(client: Client) -> None:
    community = community_with("classes", slug="sunshine")
    client.force_login(staff(community, Role.EDITOR))
    for number in (2**63, 10**60):
        assert client.get(f"/en/sunshine/x/classes/{number}/staff/").status_code == 404
