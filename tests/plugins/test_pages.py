"""Plugins' pages: made in every language at once, found by community."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from tool_library.models import ToolLibraryPage

from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db
TITLES = {"zh-hans": "工具", "en": "Tools"}


def test_pages_are_made_in_every_language_once() -> None:
    community = community_with("tools", slug="sunshine")
    ToolLibraryPage.objects.get(locale__language_code="en").delete()
    added = ToolLibraryPage.add_in_every_language(community, titles=TITLES, slug="tools", introduction="Borrow")
    assert [(page.title, page.slug, page.live, page.introduction) for page in added] == [
        ("Tools", "tools", True, "Borrow")
    ]
    assert len({page.translation_key for page in ToolLibraryPage.objects.all()}) == 1
    assert ToolLibraryPage.add_in_every_language(community, titles=TITLES, slug="tools") == []


def test_pages_are_found_by_community_and_language(django_assert_num_queries) -> None:
    here, _there = community_with("tools"), community_with("tools")
    homes = set(here.home_pages.values_list("pk", flat=True))
    assert {page.get_parent().pk for page in ToolLibraryPage.objects.in_community(here)} == homes
    with translation.override("en"), django_assert_num_queries(1):
        found = ToolLibraryPage.objects.live().in_community(here).in_active_language().get()
        assert found.locale.language_code == "en"


def test_page_leads_back_to_its_community(client: Client) -> None:
    community_with("tools", slug="sunshine")
    page = client.get("/en/sunshine/tools/").context["page"]
    routed = client.get("/en/sunshine/tools/").context["meta"].breadcrumbs
    preview = page.get_breadcrumbs(RequestFactory().get("/preview/"))
    assert [(crumb.url, routed == tuple(preview)) for crumb in routed] == [("/en/sunshine/", True)]


def test_staff_lists_have_addresses_of_their_own(admin_client: Client) -> None:
    community_with("tools")
    assert reverse("tool_library_loan:index") == "/admin/tool_library/loan/"
    assert admin_client.get("/admin/tool_library/loan/").status_code == 200
