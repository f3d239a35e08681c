"""A guide in the editor: little is required, drafts may lack anything, ticks are kept."""

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import streamfield

from portal.communities.models import Community
from portal.services.models import GuideIndexPage, GuidePage
from tests.factories.guides import (
    guide_index,
    make_audience,
    make_category,
    make_guide,
    make_life_event,
    published,
    sent_guide,
)
from tests.factories.home import opened_community
from tests.factories.people import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine(client: Client) -> Community:
    """Its editor is logged in."""
    community = opened_community(slug="sunshine")
    client.force_login(staff(community))
    return community


def add(client: Client, community: Community, **values: Any) -> Any:
    index = guide_index(community)
    return client.post(f"/admin/pages/add/services/guidepage/{index.pk}/", sent_guide(**values))


def test_draft_needs_a_title_only(client: Client, sunshine: Community) -> None:
    assert add(client, sunshine, title="遛狗").status_code == 302
    guide = GuidePage.objects.get()
    assert (guide.live, guide.slug, guide.community) == (False, "liugou", sunshine)
    assert client.get(f"/admin/pages/{guide.pk}/view_draft/").status_code == 200


def test_taken_address_gets_a_number(client: Client, sunshine: Community) -> None:
    for _time in range(2):
        add(client, sunshine, title="遛狗")
    assert [guide.slug for guide in GuidePage.objects.all()] == ["liugou", "liugou-2"]


def test_address_is_made_of_the_whole_title(client: Client, sunshine: Community) -> None:
    """No script of the browser fills it in from what is ASCII in the title."""
    form = client.get(f"/admin/pages/add/services/guidepage/{guide_index(sunshine).pk}/")
    assert b"w-sync#apply" not in form.content
    add(client, sunshine, title="3号楼停车")
    assert GuidePage.objects.get().slug == "3-haoloutingche"


def test_publishing_needs_title_category_and_summary(client: Client, sunshine: Community) -> None:
    response = add(client, sunshine, title="遛狗", **{"action-publish": "1"})
    assert (response.status_code, sorted(response.context["form"].errors)) == (200, ["category", "summary"])


def test_guide_of_three_fields_is_published(client: Client, sunshine: Community) -> None:
    values = {"title": "遛狗", "summary": "哪里可以", "category": make_category().pk, "action-publish": "1"}
    assert add(client, sunshine, **values).status_code == 302
    assert client.get("/zh-hans/sunshine/guides/liugou/").status_code == 200


def test_ticks_become_rows_and_can_be_taken_back(client: Client, sunshine: Community) -> None:
    audiences, event = [make_audience(code) for code in ("seniors", "carers")], make_life_event()
    ticks = {"audience_choices": [label.pk for label in audiences], "life_event_choices": [event.pk]}
    add(client, sunshine, title="遛狗", **ticks)
    guide = GuidePage.objects.get()
    edit = f"/admin/pages/{guide.pk}/edit/"
    assert {row.audience for row in guide.get_latest_revision_as_object().audience_rows.all()} == set(audiences)
    client.post(edit, sent_guide(title="遛狗", slug="liugou", audience_choices=[audiences[1].pk]))
    latest = GuidePage.objects.get().get_latest_revision_as_object()
    assert [row.audience for row in latest.audience_rows.all()] == [audiences[1]]
    assert list(latest.life_event_rows.all()) == []


def test_hours_of_a_counter_are_read(client: Client, sunshine: Community) -> None:
    counter = {"place": "一号窗口", "hours": "周一至周五 9:00-17:00", "hours_note": "", "phone": "", "note": ""}
    add(client, sunshine, title="遛狗", channels=streamfield([("counter", counter)]))
    channel = GuidePage.objects.get().get_latest_revision_as_object().channels[0].value
    assert channel["hours"].short_text("en") == "Mon–Fri 9:00–17:00"


def test_wrong_hours_and_numbers_are_refused(client: Client, sunshine: Community) -> None:
    counter = {"place": "", "hours": "whenever", "hours_note": "", "phone": "call", "note": ""}
    response = add(client, sunshine, title="遛狗", channels=streamfield([("counter", counter)]))
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["channels"])


def test_promise_may_not_exceed_the_rule(client: Client, sunshine: Community) -> None:
    response = add(client, sunshine, title="遛狗", days_by_rule="5", days_promised="9")
    assert list(response.context["form"].errors) == ["days_promised"]


def test_revisions_can_be_compared(client: Client, sunshine: Community) -> None:
    guide = make_guide("canteen", community=sunshine, audiences=["seniors"])
    first = guide.latest_revision_id
    guide.summary = "New"
    guide.audience_rows = []
    second = published(guide).latest_revision_id
    assert client.get(f"/admin/pages/{guide.pk}/revisions/compare/{first}...{second}/").status_code == 200


def test_guide_of_the_city_is_out_of_an_editors_reach(client: Client, sunshine: Community) -> None:
    guide = make_guide("permit")
    response = client.get(f"/admin/pages/{guide.pk}/edit/")
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_index_is_not_added_by_hand(client: Client, sunshine: Community) -> None:
    """It would be the city's, and so would be the guides below it."""
    home = sunshine.home_pages.get(locale__language_code="zh-hans")
    GuideIndexPage.objects.child_of(home).get().delete()
    form = {"title": "Ours", "slug": "guides", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    client.post(f"/admin/pages/add/services/guideindexpage/{home.pk}/", form)
    assert not GuideIndexPage.objects.child_of(home).exists()
