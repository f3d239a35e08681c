"""What a failing plugin costs: its own box, and after some failures its turn; never the page."""

import logging
from contextlib import suppress

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone, translation

from portal.communities.models import Community
from portal.home.actions import open_community
from portal.plugins import fuse
from portal.plugins.actions import change_settings, disable_plugin, enable_plugin, reset_fuse, set_policy
from portal.plugins.activation import is_on
from portal.plugins.choices import Policy
from portal.plugins.fuse import run_contained
from portal.plugins.models import Activation
from tests.factories.communities import CommunityFactory
from tests.factories.home import opened_community
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db

WORKS, PLACEHOLDER = "The faulty plugin works.", "Not available at the moment."
FAILURES = {
    "integrity": "IntegrityError",
    "swallowed_integrity": "TransactionManagementError",
    "lazy_answer": "OperationalError" if connection.vendor == "sqlite" else "ProgrammingError",
    "lazy_context": "OperationalError" if connection.vendor == "sqlite" else "ProgrammingError",
    "template": "NoReverseMatch",
    "missing_template": "TemplateDoesNotExist",
    "recursion": "RecursionError",
    "leave": "SystemExit",
    "half": "RuntimeError",
    "text": "TypeError",
    "order": "TypeError",
    "lazy_title": "TypeError",
    "nothing_at_all": "StopIteration",
}


class Clock:
    """Seconds as a test wants them to pass: so many at each look."""

    def __init__(self, *, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def failing(**settings: object) -> Community:
    """An open community with the faulty plugin, set to fail as `settings` say, and the tool library beside it."""
    community = community_with("tools", "faulty", slug="sunshine")
    change_settings("faulty", community=community, settings=settings)
    return community


def state(community: Community, key: str = "faulty") -> tuple[int, str, bool]:
    row = Activation.objects.get(plugin=key, community=community)
    return row.failures, row.last_failure, row.muted_at is not None


def fail(community: Community, times: int) -> None:
    def run() -> None:
        raise RuntimeError

    for _time in range(times):
        run_contained(run, plugin="faulty", hook="home_cards", community=community)


@pytest.mark.parametrize("kind", FAILURES)
def test_failing_card_costs_its_own_box(client: Client, kind: str) -> None:
    community = failing(home_cards=kind)
    answer = client.get("/en/sunshine/")
    page = answer.content.decode()
    assert (answer.status_code, page.count(PLACEHOLDER), WORKS in page, "x/tools/ask/" in page) == (200, 1, False, True)
    assert state(community) == (1, f"home_cards: {FAILURES[kind]}", False)


@pytest.mark.parametrize("kind", ["integrity", "lazy_answer", "recursion", "leave", "half", "text"])
def test_failing_menu_link_costs_itself(client: Client, kind: str) -> None:
    failing(menu_links=kind)
    answer = client.get("/en/sunshine/")
    page = answer.content.decode()
    assert (answer.status_code, "/faulty/" in page, "x/tools/ask/" in page) == (200, False, True)


@pytest.mark.parametrize("hook", ["plugin_enabled", "community_opened"])
@pytest.mark.parametrize("kind", ["integrity", "swallowed_integrity", "lazy_answer", "recursion", "leave"])
def test_failing_write_leaves_the_transaction_whole(hook: str, kind: str) -> None:
    community = opened_community()
    set_policy("faulty", Policy.AVAILABLE)
    change_settings("faulty", community=community, settings={hook: kind})
    enable_plugin("faulty", community=community)
    assert (is_on("faulty", community), state(community)[0]) == (True, 1)


def test_failing_plugin_is_switched_off_all_the_same() -> None:
    community = failing(plugin_disabled="integrity")
    disable_plugin("faulty", community=community)
    assert not is_on("faulty", community)


def test_community_opens_beside_a_failing_plugin() -> None:
    opened_community()
    community = CommunityFactory()
    set_policy("faulty", Policy.REQUIRED)
    change_settings("faulty", community=community, settings={"community_opened": "integrity"})
    open_community(community=community)
    community.refresh_from_db()
    assert (community.is_open, community.home_pages.count(), state(community)[0]) == (True, 2, 1)


def test_last_of_too_many_failures_mutes(client: Client, settings) -> None:
    settings.PLUGIN_MAX_FAILURES = 3
    community = failing(home_cards="template")
    muted = []
    for _view in range(4):
        client.get("/en/sunshine/")
        muted.append(state(community))
    assert muted == [(count, "home_cards: NoReverseMatch", count == 3) for count in (1, 2, 3, 3)]


def test_muted_plugin_is_not_asked(client: Client, settings) -> None:
    settings.PLUGIN_MAX_FAILURES = 1
    community = failing(home_cards="template")
    client.get("/en/sunshine/")
    change_settings("faulty", community=community, settings={})
    page = client.get("/en/sunshine/").content.decode()
    assert (page.count(PLACEHOLDER), WORKS in page, "/faulty/" in page) == (1, False, False)


def test_plugin_is_muted_for_that_community_only(client: Client, settings) -> None:
    settings.PLUGIN_MAX_FAILURES = 1
    failing(home_cards="template")
    community_with("faulty", slug="riverside")
    client.get("/en/sunshine/")
    pages = [client.get(f"/en/{slug}/").content.decode() for slug in ("sunshine", "riverside")]
    assert [WORKS in page for page in pages] == [False, True]


def test_reset_plugin_is_asked_again(client: Client, settings) -> None:
    settings.PLUGIN_MAX_FAILURES = 1
    community = failing(home_cards="template")
    client.get("/en/sunshine/")
    change_settings("faulty", community=community, settings={})
    reset_fuse("faulty", community=community)
    page = client.get("/en/sunshine/").content.decode()
    assert (WORKS in page, state(community)) == (True, (0, "home_cards: NoReverseMatch", False))


def test_failures_of_an_hour_ago_are_forgotten(settings, time_machine) -> None:
    settings.PLUGIN_MAX_FAILURES = 3
    community = failing()
    time_machine.move_to("2026-03-02 09:00+08:00", tick=False)
    fail(community, 2)
    time_machine.move_to("2026-03-02 10:01+08:00", tick=False)
    fail(community, 2)
    assert state(community) == (2, "home_cards: RuntimeError", False)


def test_muted_plugin_stays_muted_after_an_hour(settings, time_machine) -> None:
    settings.PLUGIN_MAX_FAILURES = 1
    community = failing()
    time_machine.move_to("2026-03-02 09:00+08:00", tick=False)
    fail(community, 1)
    time_machine.move_to("2026-03-02 12:00+08:00", tick=False)
    fail(community, 1)
    assert state(community) == (1, "home_cards: RuntimeError", True)


def take(community: Community, seconds: float, *, hook: str = "home_cards") -> object:
    """A call of the faulty plugin takes so long; what it gave."""
    clock = Clock(step=seconds)
    return run_contained(lambda: "used", plugin="faulty", hook=hook, community=community, clock=clock).value


@pytest.mark.parametrize(("seconds", "failures"), [(0.5, 0), (0.501, 1)])
def test_time_over_the_budget_is_counted(seconds: float, failures: int) -> None:
    community = failing()
    take(community, 0)
    assert (take(community, seconds), state(community)[0]) == ("used", failures)


def test_first_call_in_a_process_is_not_timed() -> None:
    """It loads what later calls find: modules, templates, the addresses of the portal."""
    community = failing()
    fuse._called.discard(("faulty", "guide_actions"))
    counts = []
    for _call in range(2):
        take(community, 60, hook="guide_actions")
        counts.append(state(community)[0])
    assert counts == [0, 1]


def test_slow_card_is_shown_and_counted(client: Client, settings) -> None:
    settings.PLUGIN_MAX_MILLISECONDS = 20
    community = community_with("slow", slug="sunshine")
    client.get("/en/sunshine/")
    change_settings("slow", community=community, settings={"seconds": 0.03})
    page = client.get("/en/sunshine/").content.decode()
    assert ("The slow plugin is done." in page, state(community, "slow")[0]) == (True, 1)


@pytest.mark.parametrize(("queries", "works"), [(30, True), (31, False)])
def test_too_many_queries_are_refused(client: Client, queries: int, works: bool) -> None:
    community = community_with("slow", slug="sunshine")
    change_settings("slow", community=community, settings={"queries": queries})
    page = client.get("/en/sunshine/").content.decode()
    assert ("The slow plugin is done." in page, PLACEHOLDER in page) == (works, not works)
    assert state(community, "slow")[:2] == ((0, "") if works else (1, "home_cards: TooManyQueries"))


def test_refused_query_that_was_caught_is_counted() -> None:
    community = failing()

    def ask_on() -> str:
        for _query in range(40):
            with suppress(Exception):
                Community.objects.exists()
        return "value"

    outcome = run_contained(ask_on, plugin="faulty", hook="home_cards", community=community)
    assert (outcome.failed, state(community)[1]) == (True, "home_cards: TooManyQueries")


def test_hooks_of_writes_have_no_budget() -> None:
    community = failing()

    def work() -> int:
        return sum(Community.objects.count() for _query in range(40))

    for _call in range(2):
        run_contained(work, plugin="faulty", hook="community_opened", community=community, clock=Clock(step=60))
    assert state(community)[0] == 0


def test_language_and_time_zone_stay_the_readers(client: Client) -> None:
    failing(home_cards="language")
    answer = client.get("/en/sunshine/")
    assert ('<html lang="en"' in answer.content.decode(), timezone.get_current_timezone_name()) == (
        True,
        "Asia/Shanghai",
    )
    with translation.override("zh-hans"):
        run_contained(lambda: translation.activate("en"), plugin="faulty", hook="health", community=None)
        assert translation.get_language() == "zh-hans"


def test_traced_calls_are_in_the_log(client: Client, settings, caplog) -> None:
    community = failing(home_cards="integrity")
    settings.PLUGIN_TRACE = True
    caplog.set_level(logging.WARNING, "portal.plugins")
    run_contained(Community.objects.count, plugin="tools", hook="health", community=community, clock=Clock(step=0.002))
    run_contained(lambda: 1, plugin="tools", hook="health", community=None, clock=Clock(step=0.001))
    client.get("/en/sunshine/")
    lines = [record.getMessage() for record in caplog.records]
    assert lines[:2] == [
        "health of tools in sunshine: 2.0 ms, 1 queries",
        "health of tools in the city: 1.0 ms, 0 queries",
    ]
    assert [line.split(":")[0] for line in lines if line.startswith("home_cards")] == [
        "home_cards of tools in sunshine",
        "home_cards of faulty in sunshine",
    ]


def test_calls_are_not_traced_unasked(client: Client, caplog) -> None:
    failing()
    client.get("/en/sunshine/")
    assert caplog.records == []


def test_page_stands_where_nothing_can_be_counted(client: Client) -> None:
    """As while the database takes no writes: a stand-by that is being promoted, a full disk."""

    def refuse_writes(execute, sql, *args):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            raise DatabaseError("cannot execute in a read-only transaction")
        return execute(sql, *args)

    community = failing(home_cards="template")
    with connection.execute_wrapper(refuse_writes):
        answer = client.get("/en/sunshine/")
    assert (answer.status_code, PLACEHOLDER in answer.content.decode(), state(community)[0]) == (200, True, 0)
