"""Who sees how the search index is, and what it could not take."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.home.page_source import entry_id
from portal.services.search_source import notes_to_edit
from search.contract import EntryRef, catch_up
from search.models import SearchDocument, SearchSync, SearchTarget
from tests.factories.guides import make_guide
from tests.factories.home import opened_community
from tests.factories.people import city_administrator, staff

pytestmark = pytest.mark.django_db
HEALTH, DASHBOARD = "/admin/search-health/", "/admin/"


@pytest.fixture
def own() -> Community:
    return opened_community(slug="own")


def park(page: Any, error: str = "mapper_parsing_exception") -> SearchDocument:
    """What the search has once it was refused."""
    catch_up()
    row = SearchDocument.objects.get(entry_id=entry_id(page), language="zh-hans")
    SearchDocument.objects.filter(pk=row.pk).update(error=error, waiting_since=row.updated_at)
    return row


def test_administrator_sees_each_index_and_what_is_parked(client: Client, own: Community) -> None:
    guide = make_guide("permit", community=own)
    row = park(guide)
    target = SearchTarget.objects.create(language="zh-hans", index="linli-zh-hans-1", state="live")
    building = SearchTarget.objects.create(language="en", index="linli-en-2", state="building")
    SearchSync.objects.create(target=target, document=row, dirty=False, is_there=True, version=1)
    SearchSync.objects.create(target=building, document=row, dirty=False, version=1)
    other = SearchDocument.objects.get(entry_id=entry_id(guide), language="en")
    SearchSync.objects.create(target=building, document=other)
    client.force_login(city_administrator())
    page = client.get(HEALTH)
    text = page.content.decode()
    assert [(index["it"].index, index["it"].documents, index["percent"]) for index in page.context["indexes"]] == [
        ("linli-zh-hans-1", 1, None),
        ("", 0, 50),
    ]
    assert "mapper_parsing_exception" in text
    assert f"/admin/pages/{guide.pk}/edit/" in text
    assert HEALTH in client.get(DASHBOARD).content.decode()


def test_editor_is_shown_her_own_pages_alone(client: Client, own: Community) -> None:
    mine = make_guide("permit", community=own)
    theirs = make_guide("passport", community=opened_community(slug="other"))
    for page in (mine, theirs):
        park(page)
    client.force_login(staff(own, Role.EDITOR))
    text = client.get(DASHBOARD).content.decode()
    assert (f"/admin/pages/{mine.pk}/edit/" in text, f"/admin/pages/{theirs.pk}/edit/" in text) == (True, False)
    assert client.get(HEALTH).status_code == 302


def test_nobody_is_told_while_all_is_well(client: Client, own: Community) -> None:
    make_guide("permit", community=own)
    catch_up()
    client.force_login(staff(own, Role.EDITOR))
    assert "search-parked" not in client.get(DASHBOARD).content.decode()


def test_editor_has_her_page_tried_again(
    client: Client, own: Community, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = park(make_guide("permit", community=own))
    client.force_login(staff(own, Role.EDITOR))
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{HEALTH}{row.pk}/again/", follow=True)
    row.refresh_from_db()
    assert (row.error, row.waiting_since, row.version) == ("", None, row.prepared_version)
    assert "已重新收录" in response.content.decode()


@pytest.mark.parametrize("visit", [Client.get, Client.post])
def test_others_cannot_have_a_page_tried_again(client: Client, own: Community, visit: Callable[..., Any]) -> None:
    row = park(make_guide("permit", community=own))
    client.force_login(staff(opened_community(slug="other"), Role.EDITOR))
    assert visit(client, f"{HEALTH}{row.pk}/again/").status_code in (302, 403, 405)
    row.refresh_from_db()
    assert row.error == "mapper_parsing_exception"


def test_note_on_a_city_guide_is_edited_where_it_was_written(client: Client, own: Community) -> None:
    guide = make_guide("permit")
    ref = EntryRef(f"overlay:{guide.translation_key}:{own.code}", "zh-hans")
    assert [it.url for it in notes_to_edit([ref], staff(own, Role.EDITOR)).values()] == [
        f"/admin/city-guides/{own.code}/{guide.translation_key}/"
    ]
    assert notes_to_edit([ref], staff(opened_community(slug="other"), Role.EDITOR)) == {}
