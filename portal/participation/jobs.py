"""Timed work: free what was only held, erase what is past its time."""

import datetime as dt

from portal.operations.due import register_due_job
from portal.participation.erasing import erase_due
from portal.participation.places import end_holds
from portal.participation.sign_in import forget_sign_ins

DAILY = dt.timedelta(days=1)


def register_jobs() -> None:
    register_due_job("participation.end_holds", end_holds)
    register_due_job("participation.forget_sign_ins", forget_sign_ins)
    register_due_job("participation.erase_due", erase_due, every=DAILY)
