"""Timed work: count what is over, and once a day how many have answered."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from portal.plugins.api import register_due_job
from portal.plugins.bundled.elevator_consultations.asking import decide_question
from portal.plugins.bundled.elevator_consultations.models import Question
from portal.plugins.bundled.elevator_consultations.results import show_participation

HOURLY = dt.timedelta(hours=1)


def register_jobs() -> None:
    register_due_job("elevator_consultations.decide_questions", decide_questions)
    register_due_job("elevator_consultations.show_participation", show_all_participation, every=HOURLY)


def decide_questions() -> int:
    """Those whose time has come; each for itself."""
    due = Question.objects.filter(decided_at=None, closes_at__lte=timezone.now()).select_related("matter")
    return len([decide_question(question, by=None) for question in due])


def show_all_participation() -> int:
    """Of questions that are open, the first time each day: what was counted in between shows to nobody."""
    now, shown = timezone.now(), 0
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    due = Question.objects.filter(decided_at=None, opens_at__lte=today, closes_at__gt=now)
    for question in due.exclude(shown_at__gte=today).select_related("case"):
        with transaction.atomic():
            show_participation(question)
        shown += 1
    return shown
