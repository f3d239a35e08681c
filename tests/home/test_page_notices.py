"""Lines above pages: they come through the hook, stand there in their time, and can be put away."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from tool_library.models import Tool

from portal.communities.models import Community
from portal.home.dismissing import dismiss_key
from portal.home.page_notices import standing, timed
from portal.keeping import PAGES
from portal.plugins.actions import disable_plugin
from portal.plugins.choices import Severity
from portal.plugins.contracts import PageNotice, changing_key
from tests.factories.plugins import community_with
from tests.served import ServedClient

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "/en/sunshine/"
NEW = "There is a new tool to borrow"
# Redis knows the time of its own clock, which no test can move.
OWN_CACHE = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "moved-clock"}}


def tool_in(community: Community, name: str = "Drill") -> Tool:
    return Tool.objects.create(community=community, names={"en": name})


@pytest.fixture
def sunshine() -> Community:
    return community_with("tools", slug="sunshine")


def test_page_notices_show_where_the_plugin_is_on(client: Client, sunshine: Community) -> None:
    tool_in(sunshine)
    tool_in(community_with(slug="riverside"))
    assert [NEW in client.get(f"/en/{slug}/").content.decode() for slug in ("sunshine", "riverside")] == [True, False]
    disable_plugin("tools", community=sunshine)
    assert NEW not in client.get(URL).content.decode()


def test_page_notices_cost_a_warm_page_no_query(sunshine: Community, django_assert_num_queries) -> None:
    """The one query reads where plugins are on."""
    client, url = ServedClient(), "/en/sunshine/guides/"
    for count in (0, 1, 3):
        for number in range(count):
            tool_in(sunshine, f"Drill {number}")
        PAGES.renew()
        client.get(url)
        with django_assert_num_queries(1):
            assert (NEW in client.get(url).content.decode()) == bool(count)


# In their time


@pytest.mark.parametrize(
    ("starts", "ends", "is_now", "changes_at"),
    [
        (None, None, True, None),
        (NOON, None, True, None),
        (NOON - HOUR, NOON + HOUR, True, NOON + HOUR),
        (NOON + HOUR, None, False, NOON + HOUR),
        (NOON + HOUR, NOON + 2 * HOUR, False, NOON + HOUR),
        (None, NOON, False, None),
    ],
)
def test_notice_stands_from_start_until_end(
    starts: datetime | None, ends: datetime | None, is_now: bool, changes_at: datetime | None
) -> None:
    found = timed(NOON, PageNotice("a", "Water is off", starts=starts, ends=ends))
    assert (found.is_now, found.changes_at) == (is_now, changes_at)


def test_kept_page_changes_when_a_notice_ends(client: Client, sunshine: Community, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    settings.CACHES = OWN_CACHE
    with time_machine.travel(NOON, tick=False) as clock:
        tool_in(sunshine)
        clock.move_to(NOON + timedelta(days=2) - timedelta(seconds=20))
        with_notice = client.get(URL).content.decode()
        kept = client.get(URL).content.decode()
        assert (NEW in with_notice, kept == with_notice) == (True, True)
        clock.shift(21)
        assert NEW not in client.get(URL).content.decode()


def test_most_severe_notices_stand_first() -> None:
    found = [timed(NOON, PageNotice(severity.value, severity.value, severity=severity)) for severity in Severity]
    assert [alert.severity for alert in standing(found)] == ["danger", "warn", "info"]


# Put away


def buttons(page: str) -> list[str]:
    return re.findall(r'name="key" value="([0-9a-f]{12})"', page)


def test_notice_is_put_away_by_its_button(client: Client, sunshine: Community) -> None:
    tool_in(sunshine)
    page = client.get(URL).content.decode()
    (key,) = buttons(page)
    assert "Set-Cookie" not in client.get(URL).headers
    answer = client.post("/en/alerts/dismiss/", {"key": key, "next": URL})
    assert (answer.status_code, answer["Location"]) == (303, URL)
    after = client.get(URL)
    assert (NEW in after.content.decode(), after["Content-Length"]) == (False, str(len(after.content)))
    assert NEW in Client().get(URL).content.decode()


def test_notice_comes_back_when_its_text_changes(client: Client, sunshine: Community) -> None:
    tool = tool_in(sunshine)
    (key,) = buttons(client.get(URL).content.decode())
    client.post("/en/alerts/dismiss/", {"key": key})
    tool.names = {"en": "Blue drill"}
    tool.save()
    assert NEW in client.get(URL).content.decode()


def test_page_that_is_kept_is_the_same_for_all(client: Client, sunshine: Community, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    settings.CACHES = OWN_CACHE
    tool_in(sunshine)
    whole = client.get(URL)
    (key,) = buttons(whole.content.decode())
    client.post("/en/alerts/dismiss/", {"key": key})
    own = client.get(URL)
    assert (NEW in own.content.decode(), NEW in Client().get(URL).content.decode()) == (False, True)
    assert whole["ETag"] != own["ETag"]


def test_browser_that_had_the_notice_gets_the_page_anew(client: Client, sunshine: Community) -> None:
    tool_in(sunshine)
    whole = client.get(URL)
    assert client.get(URL, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    client.post("/en/alerts/dismiss/", {"key": buttons(whole.content.decode())[0]})
    assert client.get(URL, headers={"If-None-Match": whole["ETag"]}).status_code == 200


def test_htmx_takes_the_notice_out_itself(client: Client) -> None:
    answer = client.post("/en/alerts/dismiss/", {"key": dismiss_key("a")}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content, answer.cookies["dismissed"].value) == (200, b"", dismiss_key("a"))


def test_cookie_holds_a_dozen_known_keys(client: Client) -> None:
    for number in range(14):
        client.post("/en/alerts/dismiss/", {"key": dismiss_key(str(number))})
    client.post("/en/alerts/dismiss/", {"key": "not a key"})
    assert client.cookies["dismissed"].value.split(".") == [dismiss_key(str(number)) for number in range(2, 14)]


@pytest.mark.parametrize(("headers", "status"), [({}, 303), ({"Sec-Fetch-Site": "cross-site"}, 403)])
def test_button_of_another_site_is_refused(headers: dict[str, str], status: int) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/en/alerts/dismiss/", {"key": dismiss_key("a")}, headers=headers)
    assert (answer.status_code, "dismissed" in answer.cookies) == (status, status == 303)


def test_reading_the_buttons_address_changes_nothing(client: Client) -> None:
    assert client.get("/en/alerts/dismiss/").status_code == 405


def test_key_changes_with_any_text() -> None:
    keys = {changing_key("a", *texts) for texts in (("b", "c"), ("bc", ""), ("b", "d"))}
    assert (len(keys), changing_key("a", "b", "c") in keys) == (3, True)
