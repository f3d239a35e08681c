"""The fuse: what a plugin does wrong costs its own box, not the page; what goes on doing it is not called any more."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from time import perf_counter
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core.mail import mail_admins
from django.db import connection, transaction
from django.utils import timezone, translation
from django_tasks import task

from portal.communities.models import Community
from portal.plugins.app_config import ANYTHING
from portal.plugins.hookspecs import ON_PAGES
from portal.plugins.models import Activation

logger = logging.getLogger("portal.plugins")
T = TypeVar("T")
SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
FORGOTTEN_AFTER = timedelta(hours=1)


class TooManyQueries(Exception):
    """A call asked the database more often than any call may."""


@dataclass(slots=True)
class Meter:
    """What one call cost."""

    max_queries: float
    max_milliseconds: float
    queries: int = 0
    milliseconds: float = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        """Django's `execute_wrapper`: count, and refuse what is far beyond the budget; savepoints are free."""
        if not sql.startswith(SAVEPOINTS):
            self.queries += 1
            self.refuse_excess()
        return execute(sql, *args)

    def refuse_excess(self) -> None:
        """Asked once more at the end, for the plugin may have caught what was raised at its query."""
        if self.queries > self.max_queries:
            raise TooManyQueries(f"more than {self.max_queries} queries")


def meter_for(hook: str) -> Meter:
    """A reader waits for the hooks of pages; the others may take what they need."""
    if hook in ON_PAGES:
        return Meter(settings.PLUGIN_MAX_QUERIES, settings.PLUGIN_MAX_MILLISECONDS)
    return Meter(inf, inf)


#: (plugin, hook) of which this process has called something.
_called: set[tuple[str, str]] = set()


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    value: T | None
    failed: bool


def run_contained(
    run: Callable[[], T],
    *,
    plugin: str,
    hook: str,
    community: Community | None,
    clock: Callable[[], float] = perf_counter,
) -> Outcome[T]:
    """`run()` with everything it may do wrong contained: exceptions, SystemExit, endless recursion, too many queries.

    Inside a transaction it gets a savepoint; on page views there is none. Time over the budget is counted against the
    plugin, its result is used: it has been paid for. The first call in a process is not timed, for it loads modules,
    templates and addresses. What hangs is ended by the time limits of database statements and sockets; a loop in Python
    is not (docs/plugins/checklist.md). `clock` gives seconds.
    """
    meter = meter_for(hook)
    is_first = (plugin, hook) not in _called
    _called.add((plugin, hook))
    try:
        with _measured(meter, clock), _surroundings(meter):
            value = run()
            meter.refuse_excess()
    except ANYTHING as error:
        _note(f"{hook}: {type(error).__name__}", plugin=plugin, community=community, error=error)
        return Outcome(None, failed=True)
    finally:
        if settings.PLUGIN_TRACE:
            cost = (meter.milliseconds, meter.queries)
            logger.warning("%s of %s in %s: %.1f ms, %d queries", hook, plugin, place_of(community), *cost)
    if meter.milliseconds > meter.max_milliseconds and not is_first:
        _note(f"{hook}: {meter.milliseconds:.0f} ms", plugin=plugin, community=community)
    return Outcome(value, failed=False)


@contextmanager
def _measured(meter: Meter, clock: Callable[[], float]) -> Iterator[None]:
    started = clock()
    try:
        yield
    finally:
        meter.milliseconds = (clock() - started) * 1000


@contextmanager
def _surroundings(meter: Meter) -> Iterator[None]:
    """Language and time zone stay the reader's afterwards, and a transaction stays whole."""
    with ExitStack() as stack:
        stack.enter_context(translation.override(translation.get_language()))
        stack.enter_context(timezone.override(timezone.get_current_timezone()))
        if connection.in_atomic_block:
            stack.enter_context(transaction.atomic())
        stack.enter_context(connection.execute_wrapper(meter))
        yield


def _note(what: str, *, plugin: str, community: Community | None, error: BaseException | None = None) -> None:
    """Log it, count it, mute the plugin there if it was one too many. Never raises: the page is worth more."""
    logger.error("The plugin %s failed in %s: %s", plugin, place_of(community), what, exc_info=error)
    try:
        with transaction.atomic():
            count_failure(plugin=plugin, community=community, what=what)
    except Exception:  # a database that takes no writes now, a mail server that is away
        logger.exception("The failure of %s could not be counted", plugin)


def count_failure(*, plugin: str, community: Community | None, what: str) -> None:
    """One more failure within the hour; the last of PLUGIN_MAX_FAILURES mutes the plugin there and tells ADMINS."""
    now = timezone.now()
    Activation.objects.get_or_create(plugin_id=plugin, community=community)
    state = Activation.objects.select_for_update().get(plugin_id=plugin, community=community)
    if state.failing_since is None or now - state.failing_since > FORGOTTEN_AFTER:
        state.failures, state.failing_since = 0, now
    state.failures += 1
    state.last_failure = what[:200]
    if state.failures >= settings.PLUGIN_MAX_FAILURES and state.muted_at is None:
        state.muted_at = now
        # A row of the same transaction where workers run: told once, and only if it is committed.
        tell_admins.enqueue(plugin, place_of(community), state.last_failure)
    # Not `save()`: the page cache must not start anew for it.
    Activation.objects.filter(pk=state.pk).update(
        failures=state.failures,
        failing_since=state.failing_since,
        last_failure=state.last_failure,
        muted_at=state.muted_at,
    )


@task()
def tell_admins(plugin: str, where: str, what: str) -> None:
    mail_admins(
        f"Plugin muted: {plugin} in {where}",
        f"The hooks of {plugin} are not called any more in {where} after {settings.PLUGIN_MAX_FAILURES} failures "
        f"within an hour, the last one being {what}. The log has the tracebacks. Once it is mended, reset it on the "
        f"plugins screen: {settings.PORTAL_BASE_URL}/admin/",
    )


def place_of(community: Community | None) -> str:
    """As it stands in logs and mails, which are in English."""
    return community.slug if community else "the city"
