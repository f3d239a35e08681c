"""The health screen: what was left out, what is paused, what plugins say themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone
from tool_library.models import Loan, Tool

from portal.operations.due import due_jobs, run_due_jobs
from portal.plugins.admin.health_views import HealthView
from portal.plugins.models import Activation
from portal.plugins.quarantine import _quarantined, quarantine
from tests.factories.home import opened_community
from tests.factories.people import city_administrator, staff
from tests.factories.plugins import community_with
from tests.plugins.screens import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]
HEALTH = "/admin/plugin-health/"


@pytest.fixture
def _english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def admin(client: Client) -> Any:
    user = city_administrator()
    client.force_login(user)
    return user


def text(response: Any) -> str:
    return response.content.decode()


def mute(**values: Any) -> Activation:
    activation, _created = Activation.objects.get_or_create(plugin_id="tools", **values)
    Activation.objects.filter(pk=activation.pk).update(
        failures=5, last_failure="home_cards: ZeroDivisionError", muted_at=timezone.now()
    )
    return activation


def test_paused_plugin_is_named_and_called_again(client: Client, admin: Any) -> None:
    muted = mute(community=community_with("tools", slug="sunshine"))
    assert "home_cards: ZeroDivisionError" in text(client.get(HEALTH))
    assert client.get(f"{HEALTH}reset/{muted.pk}/").status_code == 405
    assert client.post(f"{HEALTH}reset/{muted.pk}/").headers["Location"] == HEALTH
    muted.refresh_from_db()
    assert (muted.muted_at, muted.failures) == (None, 0)


def test_plugin_paused_for_the_whole_city_is_called_again(client: Client, admin: Any) -> None:
    muted = mute(community=None)
    assert "the whole city" in text(client.get(HEALTH))
    client.post(f"{HEALTH}reset/{muted.pk}/")
    assert not Activation.objects.filter(muted_at__isnull=False).exists()


def test_failing_plugin_shows_before_it_is_paused(client: Client, admin: Any) -> None:
    community_with("tools")
    Activation.objects.update(failures=2, failing_since=timezone.now(), last_failure="menu_links: KeyError")
    assert "2 failures within the hour <code>menu_links: KeyError</code>" in text(client.get(HEALTH))


def test_plugins_say_how_they_are(client: Client, admin: Any) -> None:
    tool = Tool.objects.create(community=community_with("tools"), names={"en": "Drill"})
    Loan.objects.create(tool=tool, name="Mei", phone="13800000000")
    answer = client.get(HEALTH)
    assert {it.plugin.key: [report.value for report in it.reports] for it in answer.context["reports"]} == {
        "tools": ["1"]
    }


def test_plugin_that_does_not_answer_is_told(client: Client, admin: Any) -> None:
    mute(community=None)
    assert [it.reports for it in client.get(HEALTH).context["reports"]] == [None]


def test_held_data_and_timed_work_are_listed(client: Client, admin: Any) -> None:
    run_due_jobs(tuple(job for job in due_jobs() if job.name.startswith("plugins.")))
    answer = client.get(HEALTH)
    assert {plugin.key: held for plugin, held in answer.context["held"]}["tools"].startswith("Name and phone")
    assert [job.name for job in answer.context["jobs"]] == ["plugins.erase_due", "plugins.tell_all"]


@pytest.mark.parametrize("paused", [1, 3])
def test_health_is_a_constant_number_of_queries(
    rf: RequestFactory, paused: int, django_assert_num_queries: Callable
) -> None:
    for _number in range(paused):
        mute(community=opened_community())
    with django_assert_num_queries(9):
        read(HealthView, rf.get("/"))


def test_start_page_tells_city_administrators_only(client: Client, admin: Any) -> None:
    community = community_with("tools")
    assert "Plugins that do not work" not in text(client.get("/admin/"))
    mute(community=community)
    assert "A plugin is paused in one place because it kept failing." in text(client.get("/admin/"))
    client.force_login(staff(community))
    assert "Plugins that do not work" not in text(client.get("/admin/"))


def test_start_page_tells_of_what_was_left_out(client: Client, admin: Any) -> None:
    quarantine("broken", package="broken_package", error=ImportError("nothing there"))
    try:
        assert "“broken” was left out when the portal started." in text(client.get("/admin/"))
    finally:
        _quarantined.pop("broken")
