"""Courses follow what changes beside their pages: holidays, and where the pages stand."""

import datetime as dt
from typing import Any

from django.db.models.signals import post_delete
from wagtail.signals import page_slug_changed, post_page_move

from portal.plugins.api import (
    consent_withdrawn,
    holidays_changed,
    places_freed,
    register_due_job,
    school_terms_changed,
    told,
)
from portal.plugins.bundled.class_signups.drawing import publish_lists
from portal.plugins.bundled.class_signups.messages import NEEDS
from portal.plugins.bundled.class_signups.minimum import decide_minimums
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassIndexPage, ClassPage, ClassSignUp
from portal.plugins.bundled.class_signups.offers import KIND, move_lists, start_clock
from portal.plugins.bundled.class_signups.residence import end_priorities
from portal.plugins.bundled.class_signups.storing import follow_all, store_course
from portal.plugins.bundled.class_signups.waiting import fill, locked_course


def follow_page(instance: ClassPage, **_signal: Any) -> None:
    store_course(instance.translation_key)


def follow_tree(instance: Any, **_signal: Any) -> None:
    """Moved, or its list has another address now."""
    for key in ClassPage.objects.descendant_of(instance, inclusive=True).values_list("translation_key", flat=True):
        store_course(key)


def follow_days(**_signal: Any) -> None:
    """Of holidays, make-up days or school terms."""
    follow_all()


def follow_places(places: Any, **_signal: Any) -> None:
    """Some are free: whoever waits is asked."""
    if ClassCourse.objects.filter(pk=places.pk).exists():
        fill(locked_course(places.pk))


def follow_told(message: Any, **_signal: Any) -> None:
    """Somebody knows of an offer."""
    kind, _colon, rest = message.key.partition(":")
    pk = rest.partition(":")[0]
    if kind == KIND and pk.isdecimal():
        start_clock(int(pk), message.told_at)


def follow_consent(consent: Any, **_signal: Any) -> None:
    """Nobody agrees any more that the needs are kept: they go."""
    if consent.notice.key == NEEDS:
        ClassSignUp.objects.filter(pk=consent.entry_id).update(needs="")


def connect() -> None:
    """Called in AppConfig.ready(); the uids keep a second call harmless."""
    post_delete.connect(follow_page, sender=ClassPage, dispatch_uid="class_signups_deleted")
    for sender in (ClassPage, ClassIndexPage):
        page_slug_changed.connect(follow_tree, sender=sender, dispatch_uid=f"class_signups_slug_{sender.__name__}")
        post_page_move.connect(follow_tree, sender=sender, dispatch_uid=f"class_signups_move_{sender.__name__}")
    holidays_changed.connect(follow_days, dispatch_uid="class_signups_holidays")
    school_terms_changed.connect(follow_days, dispatch_uid="class_signups_terms")
    places_freed.connect(follow_places, dispatch_uid="class_signups_places")
    consent_withdrawn.connect(follow_consent, dispatch_uid="class_signups_consent")
    told.connect(follow_told, dispatch_uid="class_signups_told")
    register_due_job("class_signups.move_lists", move_lists)
    register_due_job("class_signups.end_priorities", end_priorities)
    register_due_job("class_signups.publish_lists", publish_lists)
    register_due_job("class_signups.decide_minimums", decide_minimums)
    register_due_job("class_signups.follow_pages", follow_all, every=dt.timedelta(days=1))
