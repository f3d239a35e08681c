"""Ctrl-C stops the demo whatever it is doing."""

from datetime import timedelta

import pytest

from portal.demo.__main__ import Stop
from portal.operations.due import DueJob, run_due_jobs


def test_timed_work_gives_way_to_a_stop(db):
    def job():
        raise Stop

    with pytest.raises(Stop):
        run_due_jobs((DueJob("tests.stop", job, timedelta(0)),))
