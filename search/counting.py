"""Counting what is asked and read, without writing anything in a page's request and without anybody in it.

The browser says it afterwards (`search.beacon`). Each process keeps sums and writes them every
`SEARCH_COUNT_SECONDS`, in the request that finds them old; what a dying process has not yet written is lost, which no
report notices. That somebody's network was counted today is known to the cache alone, as a keyed hash that no one can
turn back after the day.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from search.contract import get_provider
from search.models import SearchCount, SearchDocument, ViewCount

logger = logging.getLogger(__name__)

#: Sums a process holds at most; what comes beyond them before the next writing is not counted.
MOST_HELD = 2000
#: Different questions counted a day, in all communities and languages; those known that day go on being counted.
MOST_A_DAY = 5000
_BATCH = 200
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """A question where and how it was asked: `community` is a code or empty."""

    community: str
    language: str
    words: str


@dataclass
class _Held:
    """Sums that are not yet written. `questions` counts by question and the field of SearchCount."""

    questions: Counter[tuple[Asked, str]] = field(default_factory=Counter)
    views: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.questions) + len(self.views)


_lock = Lock()
_held = _Held()
_written_at = 0.0


def is_new(kind: str, what: str, visitor: str) -> bool:
    """Whether this network does it for the first time today.

    The key has the day in it and is hashed with the installation's secret: it says nothing about network or question.
    """
    day = timezone.localdate().isoformat()
    digest = salted_hmac("search.counting", f"{day}\n{kind}\n{visitor}\n{what}").hexdigest()[:24]
    return cache.add(f"counted:{digest}", 1, _DAY)


def count_question(asked: Asked, **sums: int) -> None:
    """`sums` by field of SearchCount: visits=1, empty=1."""
    _add({(asked, name): number for name, number in sums.items() if number}, {})


def count_view(entry_id: str) -> None:
    _add({}, {entry_id: 1})


def _add(questions: dict[tuple[Asked, str], int], views: dict[str, int]) -> None:
    with _lock:
        is_known = questions.keys() <= _held.questions.keys() and views.keys() <= _held.views.keys()
        if is_known or len(_held) < MOST_HELD:
            _held.questions.update(questions)
            _held.views.update(views)
    write_if_old()


def write_if_old() -> None:
    global _written_at
    with _lock:
        now = monotonic()
        is_due = not _written_at or now - _written_at >= settings.SEARCH_COUNT_SECONDS
        if not is_due:
            return
        _written_at = now
    write()


def write() -> None:
    """Write and forget what is held. A database that refuses it costs the counts, nobody's page."""
    global _held
    with _lock:
        held, _held = _held, _Held()
    try:
        with transaction.atomic():
            _write_questions(held.questions)
            _write_views(held.views)
    except DatabaseError as error:
        logger.warning("Counts of %d questions and pages are lost: %s", len(held), error)


def _write_questions(counted: Counter[tuple[Asked, str]]) -> None:
    sums: dict[Asked, dict[str, int]] = {}
    for (asked, name), number in counted.items():
        sums.setdefault(asked, {})[name] = number
    known = _open_communities(asked.community for asked in sums)
    wanted = [asked for asked in sums if asked.community in known]
    for start in range(0, len(wanted), _BATCH):
        _write_batch({asked: sums[asked] for asked in wanted[start : start + _BATCH]})


def _open_communities(codes: Iterable[str]) -> set[str]:
    """With the city; a code that somebody made up makes no rows."""
    wanted = sorted({code for code in codes if code})
    return {"", *get_provider().communities(wanted)} if wanted else {""}


def _write_batch(sums: dict[Asked, dict[str, int]]) -> None:
    """Four queries. New rows come first and without sums, so that adding is the same for all; locked in one order."""
    day = timezone.localdate()
    rows = SearchCount.objects.filter(day=day, asked__in={asked.words for asked in sums})
    missing = sums.keys() - {_asked_of(row) for row in rows}
    room = max(0, MOST_A_DAY - SearchCount.objects.filter(day=day).count()) if missing else 0
    new = [SearchCount(day=day, community=a.community, language=a.language, asked=a.words) for a in missing][:room]
    SearchCount.objects.bulk_create(new, ignore_conflicts=True)
    changed = [row for row in rows.select_for_update().order_by("pk") if _asked_of(row) in sums]
    for row in changed:
        for name, number in sums[_asked_of(row)].items():
            setattr(row, name, getattr(row, name) + number)
        row.empty = min(row.empty, row.visits)
    _upsert(changed, ["visits", "empty", "clicks", "places"])


def _asked_of(row: SearchCount) -> Asked:
    return Asked(row.community, row.language, row.asked)


def _write_views(counted: Counter[str]) -> None:
    """Five queries a batch. Ids that somebody made up make no rows."""
    ids, today = sorted(counted), timezone.localdate()
    for start in range(0, len(ids), _BATCH):
        found = SearchDocument.objects.filter(entry_id__in=ids[start : start + _BATCH], is_present=True)
        batch = set(found.values_list("entry_id", flat=True))
        rows = ViewCount.objects.filter(entry_id__in=batch)
        missing = batch - set(rows.values_list("entry_id", flat=True))
        new = [ViewCount(entry_id=id_, faded_on=today) for id_ in sorted(missing)]
        ViewCount.objects.bulk_create(new, ignore_conflicts=True)
        changed = list(rows.all().select_for_update().order_by("pk"))
        for row in changed:
            row.weight += counted[row.entry_id]
        _upsert(changed, ["weight"])


def _upsert(rows: list, fields: list[str]) -> None:
    """The same as bulk_update, at a tenth of its cost."""
    if rows:
        type(rows[0]).objects.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=fields)
