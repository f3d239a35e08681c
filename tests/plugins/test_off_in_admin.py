"""Where a plugin is off, no address of the admin shows anything of it, and none does anything with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Page

from portal.plugins.actions import disable_plugin
from tests.communities.walls import SECRET, Neighbour, leaks, scoped_models, text_of
from tests.factories.people import UserFactory
from tests.plugins.busy_pages import make_busy_pages

pytestmark = [
    pytest.mark.django_db,
    # Making renditions of pictures leaves temporary files to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

LISTS = {
    "explorer": "/admin/pages/{home}/",
    "its results": "/admin/pages/{home}/results/",
    "all of a type": "/admin/pages/usage/tool_library/toollibrarypage/",
    "search": "/admin/pages/search/?q=" + SECRET[:6],
    "side menu": "/admin/api/main/pages/?child_of={home}&for_explorer=1",
    "pages for scripts": "/admin/api/main/pages/",
    "chooser": "/admin/choose-page/{home}/",
    "its search": "/admin/choose-page/search/?q=" + SECRET[:6],
    "chosen pages": "/admin/choose-page/chosen-multiple/?id={page}",
    "start page": "/admin/",
    "locked pages": "/admin/reports/locked/",
    "workflows": "/admin/reports/workflow/",
    "workflow tasks": "/admin/reports/workflow_tasks/",
    "site history": "/admin/reports/site-history/",
    "aging pages": "/admin/reports/aging-pages/",
    "translations": "/admin/localize/reports/translations/",
    "tools": "/admin/tool_library/tool/",
    "loans": "/admin/tool_library/loan/",
}
CITYS_LISTS = {"page types": "/admin/reports/page-types-usage/", "redirects": "/admin/redirects/"}
# Wagtail's and wagtail-localize's, as far as they are about pages, and the plugin's own.
PREFIXES = ("wagtail_localize:", "wagtail_bulk", "wagtailadmin_", "wagtailimages:usage", "tool_library_")
BROKEN_BY_DESIGN = {"wagtailadmin_error_test"}


@pytest.fixture
def busy(django_capture_on_commit_callbacks: Callable, settings: Any, tmp_path: Path) -> Neighbour:
    settings.MEDIA_ROOT = tmp_path
    busy = make_busy_pages(django_capture_on_commit_callbacks)
    busy.ids |= {label: [999_999] for label in scoped_models() - busy.ids.keys()}
    return busy


@pytest.fixture
def off(busy: Neighbour) -> Neighbour:
    disable_plugin("tools", community=busy.community)
    return busy


def showing(client: Client, user: User, busy: Neighbour, lists: dict[str, str]) -> set[str]:
    client.force_login(user)
    found = set()
    for name, address in lists.items():
        answer = client.get(address.format(home=busy.home.pk, page=busy.draft.pk))
        assert answer.status_code == 200 or SECRET not in text_of(answer), name
        if SECRET in text_of(answer):
            found.add(name)
    return found


def test_lists_show_pages_and_rows_while_it_is_on(client: Client, busy: Neighbour) -> None:
    assert showing(client, busy.editor, busy, LISTS) == LISTS.keys()
    everything = LISTS | CITYS_LISTS
    assert showing(client, UserFactory(is_superuser=True), busy, everything) == everything.keys()


def test_no_list_shows_anything_while_it_is_off(client: Client, off: Neighbour) -> None:
    assert showing(client, off.editor, off, LISTS) == set()
    assert showing(client, UserFactory(is_superuser=True), off, LISTS | CITYS_LISTS) == set()


def test_filters_offer_no_page_types_of_it(client: Client, off: Neighbour) -> None:
    client.force_login(UserFactory(is_superuser=True))
    for address in ("/admin/pages/", "/admin/reports/aging-pages/", "/admin/reports/page-types-usage/"):
        assert "tool library page" not in client.get(address).content.decode().lower()


@pytest.mark.walk
def test_editor_finds_nothing_at_any_address(off: Neighbour) -> None:
    assert leaks(off.editor, off, prefixes=PREFIXES) == {}


@pytest.mark.walk
def test_city_administrator_finds_nothing_at_any_address(off: Neighbour) -> None:
    found = leaks(UserFactory(is_superuser=True), off, prefixes=PREFIXES)
    assert found.keys() - BROKEN_BY_DESIGN == set()
    assert Page.objects.filter(title__contains=SECRET).count() == 5
