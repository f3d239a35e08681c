"""Timed work: count what is over, forget who said what, let works notices go."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from portal.operations.due import register_due_job
from portal.renovation.actions.surveys import count_needs
from portal.renovation.models import NeedsAnswer, NeedsSurvey, SatisfactionAnswer, WorksNotice
from search.contract import mark_changed

DAILY = dt.timedelta(days=1)
#: How long answers outlive their count: long enough for objections to it.
KEPT = dt.timedelta(days=180)


def register_jobs() -> None:
    register_due_job("renovation.count_surveys", count_surveys)
    register_due_job("renovation.erase_answers", erase_answers, every=DAILY)
    register_due_job("renovation.archive_works", archive_works, every=DAILY)


def count_surveys() -> int:
    """Surveys whose time has come; each for itself."""
    due = NeedsSurvey.objects.filter(counted_at=None, closes_at__lte=timezone.now())
    return len([count_needs(survey, by=None) for survey in due.select_related("matter")])


@transaction.atomic
def erase_answers() -> int:
    """The sums stay; who said what goes."""
    before = timezone.now() - KEPT
    needs, _each = NeedsAnswer.objects.filter(survey__counted_at__lt=before).delete()
    ratings, _each = SatisfactionAnswer.objects.filter(round__decided_at__lt=before).delete()
    return needs + ratings


@transaction.atomic
def archive_works() -> int:
    """Search forgets works that ended since yesterday; calendar, alerts and lists do so by themselves."""
    now = timezone.now()
    ended = WorksNotice.objects.filter(ends__lte=now, ends__gt=now - 2 * DAILY)
    keys = set(ended.values_list("project__key", flat=True))
    mark_changed([f"page:{key}" for key in keys])
    return len(keys)
