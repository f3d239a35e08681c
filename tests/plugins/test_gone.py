"""An uninstalled package leaves content types and tables behind: nothing breaks, and its pages can be deleted."""

from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.checks import Tags, run_checks
from django.db import connection
from django.test import Client
from wagtail.models import Page

from portal.communities.models import Community
from tests.factories.gone import LABEL, rows_in, vanish
from tests.factories.people import UserFactory
from tests.factories.plugins import community_with

pytestmark = [
    pytest.mark.django_db,
    # What Wagtail says where it lists a page whose type is gone.
    pytest.mark.filterwarnings("ignore:A specific version of the following object"),
]


@pytest.fixture
def gone() -> Iterator[list[Page]]:
    """The two pages (Chinese, English) of a package that is gone."""
    vanish(community_with("tools", slug="sunshine"))
    yield list(Page.objects.filter(content_type__app_label=LABEL).order_by("path"))
    ContentType.objects.clear_cache()  # it knows types that are rolled back


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


def test_page_of_a_gone_package_is_not_found(client: Client, gone: list[Page]) -> None:
    assert [page.specific_class for page in gone] == [None, None]
    assert [client.get(f"/{code}/sunshine/tools/").status_code for code in ("zh-hans", "en")] == [404, 404]
    assert "/sunshine/tools/" not in client.get("/sitemap.xml").content.decode()
    assert client.get("/en/sunshine/").status_code == 200


def test_explorer_still_lists_a_gone_page(admin: Client, gone: list[Page]) -> None:
    home = gone[0].get_parent()
    answer = admin.get(f"/admin/pages/{home.pk}/")
    assert (answer.status_code, gone[0].title in answer.content.decode()) == (200, True)


def test_all_but_deleting_is_refused_kindly(admin: Client, gone: list[Page]) -> None:
    page = gone[0]
    why = "“Tool shed”, which this page belongs to, is not installed any more. The page can only be deleted."
    for address in ("edit", "copy", "move", "history", "usage", "view_draft", "unpublish", "add_subpage"):
        answer = admin.get(f"/admin/pages/{page.pk}/{address}/", headers={"Accept-Language": "en"}, follow=True)
        assert ([str(message) for message in answer.context["messages"]], answer.status_code) == ([why], 200), address


@pytest.mark.parametrize("report", ["site-history", "aging-pages", "page-types-usage", "workflow", "locked"])
def test_reports_work_beside_a_gone_page(admin: Client, gone: list[Page], report: str) -> None:
    assert admin.get(f"/admin/reports/{report}/").status_code == 200


def test_gone_page_is_deleted_with_its_orphaned_rows(admin: Client, gone: list[Page]) -> None:
    page, other = gone
    assert admin.get(f"/admin/pages/{page.pk}/delete/").status_code == 200
    assert admin.post(f"/admin/pages/{page.pk}/delete/").status_code == 302
    connection.check_constraints()
    assert list(Page.objects.filter(content_type__app_label=LABEL)) == [other]
    assert {table: rows_in(table) for table in ("toollibrarypage", "shelf", "board", "tool")} == {
        "toollibrarypage": 1,
        "shelf": 1,  # it may do without what it referred to
        "board": 1,
        "tool": 1,  # of the community, not of the page
    }


def test_gone_page_is_deleted_with_others(admin: Client, gone: list[Page]) -> None:
    address = f"/admin/bulk/wagtailcore/page/delete/?id={gone[0].pk}&id={gone[1].pk}"
    assert admin.post(address).status_code == 302
    connection.check_constraints()
    assert Page.objects.filter(content_type__app_label=LABEL).count() == rows_in("board") == 0


def test_system_check_names_what_was_left(gone: list[Page]) -> None:
    warnings = {warning.id: warning.msg for warning in run_checks(tags=[Tags.database], databases=["default"])}
    tables = ", ".join(f"{LABEL}_{name}" for name in ("board", "loan", "shelf", "tool", "toollibrarypage"))
    assert warnings["portal.W002"] == f"The plugin shed is not installed any more. It left 5 tables: {tables}."
    said = f"2 pages are of the type {LABEL}.toollibrarypage, which no installed package has."
    assert warnings["portal.W003"] == said


def test_system_check_is_silent_without_leftovers() -> None:
    assert Community.objects.count() == 0
    found = run_checks(tags=[Tags.database], databases=["default"])
    assert [warning.id for warning in found if str(warning.id).startswith("portal.")] == []
