"""The editors' screens: what a community makes of the city's guides, for its own editors alone."""

import datetime as dt
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import ModelLogEntry

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.names import Names
from portal.services.actions import confirm_overlay, hide_guide, record_feedback, set_overlay
from portal.services.models import GuideOverlay, GuidePage
from portal.services.queries import GuideState, changed_notes_for, city_guides_in, guides_to_check
from tests.factories.guides import make_guide, make_pair, published
from tests.factories.home import opened_community
from tests.factories.people import city_administrator, staff

pytestmark = pytest.mark.django_db
NOTE = Names({"zh-hans": "请按门铃"})


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


@pytest.fixture
def guide(sunshine: Community) -> GuidePage:
    return make_guide("permit")


@pytest.fixture
def editor(sunshine: Community, client: Client) -> User:
    """Logged in on `client`."""
    user = staff(sunshine)
    client.force_login(user)
    return user


def address(community: Community, guide: GuidePage, action: str = "") -> str:
    return f"/admin/city-guides/{community.code}/{guide.translation_key}/{action}"


def form_of(**values: str) -> dict[str, str]:
    return {"note_zh_hans": "", "hours_rules": "", "phone": "", **values}


def republish(guide: GuidePage) -> None:
    """The city changes its text a day later."""
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=1), tick=False):
        guide.summary = "New text"
        published(guide)


def states(community: Community) -> dict[str, GuideState]:
    return {row.guide.slug: row.state for row in city_guides_in(community)}


def test_list_says_what_the_community_makes_of_guides(sunshine: Community) -> None:
    noted, hidden, changed, _plain = [make_guide(slug) for slug in ("noted", "hidden", "changed", "plain")]
    set_overlay(community=sunshine, guide_key=noted.translation_key, by=None, note=NOTE)
    hide_guide(community=sunshine, guide_key=hidden.translation_key, by=None)
    set_overlay(community=sunshine, guide_key=changed.translation_key, by=None, note=NOTE)
    republish(changed)
    assert states(sunshine) == {
        "noted": GuideState.NOTED,
        "hidden": GuideState.HIDDEN,
        "changed": GuideState.CHANGED,
        "plain": GuideState.SHOWN,
    }


def test_confirming_ends_the_reminder(sunshine: Community, guide: GuidePage) -> None:
    overlay = set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, note=NOTE)
    republish(guide)
    confirm_overlay(overlay=overlay, by=None)
    assert states(sunshine) == {"permit": GuideState.NOTED}


def test_late_translation_is_no_new_text(sunshine: Community) -> None:
    chinese, english = make_pair("permit")
    set_overlay(community=sunshine, guide_key=chinese.translation_key, by=None, note=NOTE)
    republish(english)
    assert states(sunshine) == {"permit": GuideState.NOTED}


def test_editor_is_told_on_the_dashboard(client: Client, sunshine: Community, guide: GuidePage, editor: User) -> None:
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=editor, note=NOTE)
    assert address(sunshine, guide) not in client.get("/admin/").content.decode()
    republish(guide)
    assert address(sunshine, guide) in client.get("/admin/").content.decode()


def test_reminders_are_for_own_communities(sunshine: Community, guide: GuidePage) -> None:
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, note=NOTE)
    republish(guide)
    readers = [staff(sunshine), staff(opened_community(slug="heping")), staff(sunshine, Role.CONTRIBUTOR)]
    told = [[title for _overlay, title in changed_notes_for(user, limit=5)] for user in readers]
    assert told == [["permit zh-hans"], [], []]


def test_guides_due_for_review_are_named(sunshine: Community) -> None:
    past = dt.date(2020, 1, 1)
    make_guide("city", review_by=past)
    make_guide("own", community=sunshine, review_by=past)
    make_guide("later", community=sunshine, review_by=dt.date(2999, 1, 1))
    readers = [staff(sunshine), city_administrator()]
    due = [[guide.slug for guide in guides_to_check(user, limit=5)] for user in readers]
    assert due == [["own"], ["city", "own"]]


def test_editor_of_one_community_is_sent_there(client: Client, sunshine: Community, editor: User) -> None:
    response = client.get("/admin/city-guides/")
    assert (response.status_code, response["Location"]) == (302, f"/admin/city-guides/{sunshine.code}/")


def test_administrator_chooses_a_community(client: Client, sunshine: Community) -> None:
    opened_community(slug="heping")
    client.force_login(city_administrator())
    pages = [
        client.get(f"/admin/city-guides/{query}").context["page_obj"]
        for query in ("", "?q=suns", f"?q={sunshine.names['zh-hans']}")
    ]
    assert [[place.slug for place in page] for page in pages] == [["sunshine", "heping"], ["sunshine"], ["sunshine"]]


def test_editor_writes_what_is_different_here(
    client: Client, sunshine: Community, guide: GuidePage, editor: User
) -> None:
    data = form_of(
        note_zh_hans="请按门铃", hours_rules="Mon-Fri 9:00-19:30", phone="0199-5551101", counter_en="Window 1"
    )
    assert client.post(address(sunshine, guide), data).status_code == 302
    overlay = GuideOverlay.objects.get(community=sunshine, guide_key=guide.translation_key)
    assert (overlay.note, overlay.counter) == ({"zh-hans": "请按门铃"}, {"en": "Window 1"})
    assert (overlay.phone, overlay.hours.short_text("en")) == ("0199-5551101", "Mon–Fri 9:00–19:30")
    assert ModelLogEntry.objects.filter(action="services.set_overlay", user=editor).count() == 1


@pytest.mark.parametrize("bad", [{"hours_rules": "whenever"}, {"phone": "call us"}, {"note_en": "x" * 1001}])
def test_wrong_values_are_shown_again(
    client: Client, sunshine: Community, guide: GuidePage, editor: User, bad: dict[str, str]
) -> None:
    response = client.post(address(sunshine, guide), form_of(**bad))
    assert (response.status_code, GuideOverlay.objects.count()) == (422, 0)


def test_buttons_hide_show_and_confirm(client: Client, sunshine: Community, guide: GuidePage, editor: User) -> None:
    client.post(address(sunshine, guide, "hide/"), {"hidden": "yes"})
    assert states(sunshine) == {"permit": GuideState.HIDDEN}
    client.post(address(sunshine, guide, "hide/"), {"hidden": "no"})
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=editor, note=NOTE)
    republish(guide)
    client.post(address(sunshine, guide, "confirm/"))
    assert states(sunshine) == {"permit": GuideState.NOTED}
    assert client.get(address(sunshine, guide, "confirm/")).status_code == 405


def test_other_communities_are_out_of_reach(client: Client, guide: GuidePage, editor: User) -> None:
    heping = opened_community(slug="heping")
    paths = [
        f"/admin/city-guides/{heping.code}/",
        *(address(heping, guide, name) for name in ("", "hide/", "confirm/")),
    ]
    for path in paths:
        for answer in (client.get(path), client.post(path, form_of(hidden="yes"))):
            assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert GuideOverlay.objects.count() == 0


def test_contributor_does_not_reach_the_list(client: Client, sunshine: Community) -> None:
    client.force_login(staff(sunshine, Role.CONTRIBUTOR))
    for path in ("/admin/city-guides/", f"/admin/city-guides/{sunshine.code}/", "/admin/guide-feedback/"):
        assert client.get(path).status_code == 302
    assert "city-guides" not in client.get("/admin/").content.decode()


def test_feedback_is_listed_for_own_communities(client: Client, sunshine: Community, editor: User) -> None:
    guide = make_guide("permit")
    for community in (sunshine, opened_community(slug="heping"), None):
        record_feedback(
            token=uuid4(),
            guide_key=guide.translation_key,
            language="zh-hans",
            community=community,
            helpful=False,
        )
    mine = client.get("/admin/guide-feedback/").context["rows"]
    client.force_login(city_administrator())
    everybodys = client.get("/admin/guide-feedback/?helpful=no").context["rows"]
    assert [(row.community, title) for row, title in mine] == [(sunshine, "permit zh-hans")]
    assert len(everybodys) == 3


def test_each_screen_has_one_main_heading(client: Client, editor: User, sunshine: Community, guide: GuidePage) -> None:
    screens = (f"/admin/city-guides/{sunshine.code}/", address(sunshine, guide), "/admin/guide-feedback/")
    assert [client.get(screen).content.count(b"<h1") for screen in screens] == [1, 1, 1]
