"""What processes share of the fuse: counts, muting, and the one mail about it. Rows here are really committed."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from portal.communities.models import Community
from portal.plugins.activation import states_for
from portal.plugins.fuse import run_contained
from portal.plugins.models import Activation
from tests.factories.communities import CommunityFactory

DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def committed(django_db_setup, django_db_blocker, settings) -> Iterator[Community]:
    """A community that other connections see, too; taken away afterwards. No transaction around the test."""
    settings.ADMINS = [("Operations", "ops@example.org")]
    with django_db_blocker.unblock():
        community = CommunityFactory()
        settings.TASKS = DATABASE_TASKS
        try:
            yield community
        finally:
            community.delete()
            community.street.delete()
            community.street.district.delete()
            DBTaskResult.objects.all().delete()


def fail(community: Community, times: int = 1) -> None:
    """A hook's query is refused by the database, so many times."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column FROM communities_community")

    for _time in range(times):
        run_contained(run, plugin="faulty", hook="home_cards", community=community)


def elsewhere(*works: Callable[[], object]) -> list[object]:
    """Do them at the same moment, each on a connection of its own, as other processes would."""
    barrier = threading.Barrier(len(works))

    def work_alone(work: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=10)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(work_alone, works))


def state(community: Community) -> tuple[int, bool]:
    row = Activation.objects.get(plugin="faulty", community=community)
    return row.failures, row.muted_at is not None


def test_page_view_goes_on_without_a_transaction(committed: Community) -> None:
    fail(committed)
    assert (connection.in_atomic_block, Community.objects.filter(pk=committed.pk).exists()) == (False, True)
    assert state(committed) == (1, False)


def test_muting_is_seen_by_other_processes(committed: Community) -> None:
    fail(committed, 5)
    seen = elsewhere(lambda: states_for(committed)["faulty"].is_muted)
    assert (state(committed), seen) == ((5, True), [True])


@pytest.mark.postgresql
def test_failures_at_the_same_moment_all_count(committed: Community) -> None:
    """The row is made by one of them and counted up by all."""
    elsewhere(*[lambda: fail(committed)] * 4)
    assert state(committed) == (4, False)


@pytest.mark.postgresql
def test_muting_at_the_same_moment_is_mailed_once(committed: Community, mailoutbox) -> None:
    fail(committed, 3)
    elsewhere(*[lambda: fail(committed)] * 4)
    call_command("db_worker", batch=True, startup_delay=False)
    assert (state(committed), len(mailoutbox)) == ((7, True), 1)


def test_muting_is_mailed_to_admins_once(committed: Community, mailoutbox) -> None:
    fail(committed, 7)
    assert mail.outbox == []
    call_command("db_worker", batch=True, startup_delay=False)
    call_command("db_worker", batch=True, startup_delay=False)
    (sent,) = mailoutbox
    assert sent.to == ["ops@example.org"]
    assert sent.subject == f"[Linli] Plugin muted: faulty in {committed.slug}"
    assert "after 5 failures within an hour" in sent.body
    assert sent.body.count("home_cards: ") == 1


def test_mail_goes_with_the_transaction_that_counted(committed: Community) -> None:
    """An outbox: what is rolled back was never counted and is not told."""
    with transaction.atomic():
        fail(committed, 5)
        assert DBTaskResult.objects.count() == 1
        transaction.set_rollback(True)
    assert (DBTaskResult.objects.count(), Activation.objects.filter(community=committed).exists()) == (0, False)
