"""Timed work: what a crash left behind, and the days that go on."""

import datetime as dt

from django.utils import timezone

from portal.activities.models import DayEffect
from portal.activities.storing import catch_up, mark_all
from portal.operations.due import register_due_job

DAILY = dt.timedelta(days=1)
#: How long editors are told what an announcement did to their dates.
TOLD = dt.timedelta(days=60)


def register_jobs() -> None:
    # In this order: what the night marks is worked off in the same run.
    register_due_job("activities.mark_all", go_on, every=DAILY)
    register_due_job("activities.catch_up", catch_up)


def go_on() -> None:
    DayEffect.objects.filter(noted_at__lt=timezone.now() - TOLD).delete()
    mark_all()
