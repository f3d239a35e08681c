"""Every admin address there is, opened with what belongs to another community."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.communities.access.gate import admission_for, admissions
from portal.communities.choices import Role
from tests.communities.walls import SAMPLES, Neighbour, admin_addresses, arguments, leaks, make_neighbour, scoped_models
from tests.factories.home import opened_community
from tests.factories.people import UserFactory, city_administrator, staff

pytestmark = [
    pytest.mark.django_db,
    # Making renditions of pictures leaves temporary files to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

# What the walk finds for somebody in front of whom no gate stands, so it has eyes for these.
KNOWN_HOLES = {
    "wagtail_bulk_action",
    "wagtail_localize:submit_page_translation",
    "wagtail_localize:translations_report",
    "wagtail_localize:translations_report_results",
    "wagtail_localize:update_translations",
    "wagtailadmin_api:documents:listing",
    "wagtailadmin_api:images:listing",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_explore",
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_pages:move_confirm",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_tag_autocomplete",
    "wagtaildocs:index",
    "wagtailimages:index",
    "wagtailimages_chooser:choose",
}


@pytest.fixture
def neighbour(django_capture_on_commit_callbacks: Callable, settings: Any, tmp_path: Path) -> Neighbour:
    settings.MEDIA_ROOT = tmp_path
    return make_neighbour(django_capture_on_commit_callbacks)


@pytest.mark.walk
def test_no_address_shows_a_neighbours_secrets(neighbour: Neighbour) -> None:
    assert leaks(staff(opened_community(slug="own"), Role.LEAD), neighbour) == {}


@pytest.mark.walk
@pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning")  # wagtail-localize's own
def test_walk_sees_what_it_looks_for(neighbour: Neighbour) -> None:
    superuser = UserFactory(is_superuser=True)
    assert leaks(superuser, neighbour, only=KNOWN_HOLES).keys() == KNOWN_HOLES


def test_walk_can_fill_every_address(neighbour: Neighbour) -> None:
    assert [str(address) for address in admin_addresses() if not arguments(address, neighbour)] == []


def test_every_scoped_model_has_a_sample() -> None:
    reverse("wagtailadmin_home")
    assert scoped_models() == SAMPLES.keys()


def test_every_admission_is_of_an_address() -> None:
    names = {address.name for address in admin_addresses()}
    namespaces = {f"{name.rpartition(':')[0]}:*" for name in names}
    assert admissions().keys() - names - namespaces == set()


def test_unlisted_addresses_are_closed_to_communities(client: Client) -> None:
    client.force_login(staff(opened_community(), Role.LEAD))
    assert admission_for("wagtailusers_users:index") is None
    assert client.get("/admin/users/").headers["Location"] == "/admin/"
    assert client.get("/admin/users/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_menu_leads_to_open_addresses_only(client: Client) -> None:
    client.force_login(staff(opened_community(), Role.LEAD))
    links = set(re.findall(r'"url": "(/admin/[^"#]*)"', client.get("/admin/").content.decode()))
    assert {"/admin/editors/", "/admin/reports/site-history/"} <= links
    assert [link for link in links if client.get(link).headers.get("Location") == "/admin/"] == []


def test_gate_lets_visitors_to_the_login(client: Client) -> None:
    assert client.get("/admin/users/").headers["Location"] == "/admin/login/?next=/admin/users/"


def test_gate_stands_open_for_city_administrators(client: Client) -> None:
    opened_community()
    client.force_login(city_administrator())
    assert client.get("/admin/reports/page-types-usage/").status_code == 200


def test_own_pages_stay_reachable(client: Client) -> None:
    community = opened_community()
    client.force_login(staff(community, Role.CONTRIBUTOR))
    home = community.home_pages.first()
    addresses = [
        "/admin/",
        f"/admin/pages/{home.get_parent().pk}/",
        f"/admin/pages/{home.pk}/",
        f"/admin/pages/{home.pk}/edit/",
        f"/admin/pages/{home.pk}/history/",
        f"/admin/choose-page/{home.pk}/",
        "/admin/choose-page/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/images/chooser/",
        "/admin/reports/aging-pages/",
        "/admin/reports/site-history/",
        "/admin/localize/reports/translations/",
        "/admin/account/",
    ]
    assert [url for url in addresses if client.get(url).status_code != 200] == []
