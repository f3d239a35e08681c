"""Timed work: the clock of visits, the shifts of the coming weeks, forgetting."""

import datetime as dt

from portal.operations.due import register_due_job
from portal.volunteers.duties import make_all_shifts
from portal.volunteers.visits import erase_visited, escalate_visits

DAILY = dt.timedelta(days=1)


def register_jobs() -> None:
    register_due_job("volunteers.escalate_visits", escalate_visits)
    register_due_job("volunteers.make_shifts", make_all_shifts, every=DAILY)
    register_due_job("volunteers.erase_visited", erase_visited, every=DAILY)
