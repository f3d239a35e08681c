"""Timed work about households' codes."""

import datetime as dt

from portal.operations.due import register_due_job
from portal.participation.household_codes import erase_old_codes


def register_jobs() -> None:
    register_due_job("participation.erase_codes", erase_old_codes, every=dt.timedelta(days=1))
