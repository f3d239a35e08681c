"""The calendar: what its entries may say of themselves, and how it learns that one changed."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.plugins.signals import calendar_entries_changed
from portal.recurrence import When

UID = re.compile(r"[A-Za-z0-9._-]{1,100}")
PATH = re.compile(r"(?!/)[^\s?#:]*")


class CalendarKind(models.TextChoices):
    """What the calendar filters by."""

    ACTIVITY = "activity", _("Activity")
    CLASS = "class", _("Class")
    DUTY = "duty", _("Volunteering")
    MEETING = "meeting", _("Meeting")
    NOTICE = "notice", _("Notice")
    WORKS = "works", _("Building works")
    OTHER = "other", _("Other")


def calendar_changed(owner: str, uids: Iterable[str]) -> None:
    """Say that these entries of an app (its label) or a plugin (its key) changed, appeared or went.

    Call it in the transaction that changes them: what is stored of them commits or rolls back with it. The
    `calendar_entries` hook is asked after the commit.
    """
    calendar_entries_changed.send(sender=None, owner=owner, uids=frozenset(uids))


def checked_uid(uid: str) -> None:
    if not UID.fullmatch(uid):
        raise ValueError(f"{uid!r} is no uid of a calendar entry")


def checked_times(starts: When, ends: When) -> None:
    if isinstance(starts, datetime) != isinstance(ends, datetime):
        raise ValueError("starts and ends are both datetimes or both dates")
    if isinstance(starts, datetime) and (starts.tzinfo is None or ends.tzinfo is None):  # type: ignore[union-attr]  # as starts
        raise ValueError("starts and ends are aware datetimes")
    if ends < starts or (ends == starts and not isinstance(starts, datetime)):
        raise ValueError("it ends before it starts")


def checked_paths(path: object, titles: Mapping[str, str]) -> dict[str, str]:
    """{language: path} for each language of the titles."""
    if not titles or not set(titles) <= {code for code, _label in settings.LANGUAGES}:
        raise ValueError(f"{sorted(titles)} are not some of LANGUAGES")
    paths: dict[str, Any] = dict(path) if isinstance(path, Mapping) else dict.fromkeys(titles, path)
    for code in titles:
        if not isinstance(paths.get(code), str) or not PATH.fullmatch(paths[code]):
            raise ValueError(f"{paths.get(code)!r} is no path below a community's address")
    return {code: paths[code] for code in titles}
