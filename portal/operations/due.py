"""Timed work: apps register jobs in AppConfig.ready(), `manage.py run_due` does those that are due.

Import this module inside ready(): it has a model.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from portal.operations.models import TimedJob

logger = logging.getLogger(__name__)


class Away(Exception):
    """Raised by a job that can do nothing while something outside does not answer; says what. No failure of ours: the
    log gets a line at each run, and no traceback."""


@dataclass(frozen=True, slots=True)
class DueJob:
    name: str
    run: Callable[[], object]
    every: timedelta


_jobs: dict[str, DueJob] = {}


def register_due_job(name: str, run: Callable[[], object], *, every: timedelta = timedelta(0)) -> None:
    """Have `run()` called at every `run_due`, or once its last success is `every` ago.

    It must be idempotent, opens its own transactions, and raises when it failed: it is then tried again at the next
    run, and `run_due` and /readyz say so. It raises Away when it only has to wait.
    Names are unique; `app.verb_noun` is the custom.
    """
    if name in _jobs and _jobs[name].run is not run:
        raise ValueError(f"there is a due job {name!r} already")
    _jobs[name] = DueJob(name, run, every)


def due_jobs() -> tuple[DueJob, ...]:
    return tuple(_jobs.values())


def run_due_jobs(jobs: tuple[DueJob, ...]) -> list[str]:
    """Run those of the jobs that are due, each for itself; the names of the failed ones."""
    failed = []
    for job in jobs:
        state, _created = TimedJob.objects.get_or_create(name=job.name)
        if state.succeeded_at and state.succeeded_at + job.every > timezone.now():
            continue
        try:
            job.run()
        except Away as reason:
            state.failed_at, state.error = timezone.now(), f"waits: {reason}"[:200]
            logger.warning("The timed job %s waits, and is tried again at the next run: %s", job.name, reason)
        except Exception as error:  # one broken job must not keep the others from their work
            failed.append(job.name)
            known, state.error = state.error, f"{type(error).__name__}: {error}"[:200]
            state.failed_at = timezone.now()
            # The whole story once, not every minute.
            logger.error("The timed job %s failed: %s", job.name, state.error, exc_info=state.error != known)
        else:
            state.succeeded_at, state.failed_at, state.error = timezone.now(), None, ""
        state.save()
    return failed
