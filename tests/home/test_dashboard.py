"""What people of a community find first when they have logged in."""

import pytest
from django.test import Client

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.home.models import CommunityHomePage
from portal.services.models import GuideIndexPage
from tests.factories.home import opened_community
from tests.factories.people import city_administrator, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def dashboard(client: Client) -> str:
    return client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.EDITOR])
def test_desk_leads_to_own_pages(client: Client, sunshine: Community, role: Role) -> None:
    opened_community(slug="heping")
    client.force_login(staff(sunshine, role))
    home = CommunityHomePage.objects.get(community=sunshine, locale__language_code="zh-hans")
    index = GuideIndexPage.objects.get(community=sunshine, locale__language_code="zh-hans")
    page = dashboard(client)
    assert f'href="/admin/pages/add/services/guidepage/{index.pk}/"' in page
    assert f'href="/admin/pages/{home.pk}/edit/"' in page
    assert 'href="/zh-hans/sunshine/"' in page
    assert "heping" not in page


def test_city_administrators_have_no_desk(client: Client, sunshine: Community) -> None:
    client.force_login(city_administrator())
    assert "/admin/pages/add/" not in dashboard(client)


def test_closed_community_has_no_desk(client: Client, sunshine: Community) -> None:
    client.force_login(staff(sunshine))
    Community.objects.update(status="archived")
    assert "/admin/pages/add/" not in dashboard(client)


@pytest.mark.parametrize("guides", [1, 3])
def test_dashboard_takes_constant_queries(client: Client, django_assert_max_num_queries, guides: int) -> None:
    for number in range(guides):
        community = opened_community(slug=f"place-{number}")
    client.force_login(staff(community))
    dashboard(client)
    with django_assert_max_num_queries(60):
        dashboard(client)
