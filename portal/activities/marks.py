"""Marking entries to be asked for again, inside the transaction that changes them.

A mark survives a crash: it goes in the transaction that stores what the entry has become, and `run_due` works off
what is left.
"""

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from portal.activities import tasks
from portal.activities.models import SeriesMark

#: Up to so many entries are worked out in the editor's own request, more by a worker.
AT_ONCE = 20
_BATCH = 400  # rows; SQLite takes 999 parameters on old builds
EVERYTHING = ""


def mark(owner: str, uids: Iterable[str], *, for_days: bool = False) -> None:
    """Have these entries of an owner asked for again after the commit; `EVERYTHING` stands for all it has."""
    wanted = sorted(set(uids))
    if not wanted:
        return
    with transaction.atomic(savepoint=False):
        for start in range(0, len(wanted), _BATCH):
            rows = [SeriesMark(owner=owner, uid=uid, for_days=for_days) for uid in wanted[start : start + _BATCH]]
            # Known ones are touched, too: whoever works one off at this moment is waited for, and it is marked again.
            SeriesMark.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["owner", "uid"],
                update_fields=["marked_at", *(["for_days"] if for_days else [])],
            )
        _follow_after_commit(owner, wanted)


def _follow_after_commit(owner: str, uids: list[str]) -> None:
    """However often a transaction marks, the first callback follows for all; the others find nothing left."""
    own = vars(connections[DEFAULT_DB_ALIAS])  # this thread's; `django.db.connection` is all threads'
    pending: set[tuple[str, str]] = own.setdefault("_calendar_marks", set())
    pending.update((owner, uid) for uid in uids)

    def follow() -> None:
        marked = sorted(pending)
        pending.clear()
        if not marked:
            return
        if len(marked) > AT_ONCE or any(uid == EVERYTHING for _owner, uid in marked):
            tasks.work_out_dates.enqueue()
        else:
            tasks.work_out(marked)

    # Robust: a calendar that cannot follow must not fail what was published; `run_due` catches up.
    transaction.on_commit(follow, robust=True)
