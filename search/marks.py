"""Marking entries as changed, inside the transaction that changes them."""

from collections.abc import Iterable, Sequence

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from search.conf import languages
from search.following import follow
from search.models import SearchDocument

_BATCH = 400  # ids; SQLite takes 999 parameters on old builds


def mark_changed(ids: Iterable[str]) -> None:
    """Two queries for up to 400 known ids, in every language. The text follows after commit (see `following`)."""
    wanted = sorted(set(ids))
    mark(wanted)
    if wanted:
        _follow_after_commit(wanted)


def mark_known(prefix: str, *, community: str = "") -> None:
    """One query more, and a batch's two for every 400 of them."""
    rows = SearchDocument.objects.filter(is_present=True, entry_id__startswith=prefix)
    if community:
        rows = rows.filter(community=community)
    mark_changed(rows.values_list("entry_id", flat=True))


def mark(ids: Sequence[str]) -> None:
    """Without following: whoever calls it does."""
    with transaction.atomic(savepoint=False):
        for start in range(0, len(ids), _BATCH):
            _mark(ids[start : start + _BATCH])


def _mark(ids: Sequence[str]) -> None:
    rows = _locked(ids)
    known = set(rows.values())
    missing = [(id_, language) for id_ in ids for language in languages() if (id_, language) not in known]
    if missing:
        new = [SearchDocument(entry_id=id_, language=language) for id_, language in missing]
        SearchDocument.objects.bulk_create(new, ignore_conflicts=True)
        rows = _locked(ids)
    SearchDocument.objects.filter(pk__in=list(rows)).update(
        version=F("version") + 1,
        waiting_since=Coalesce("waiting_since", timezone.now()),
        attempts=0,
        next_try_at=None,
        error="",
    )


def _locked(ids: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Locks are taken in one order, so that two editors' marks cannot wait for each other."""
    rows = SearchDocument.objects.filter(entry_id__in=ids).select_for_update(no_key=True).order_by("pk")
    return {pk: (id_, language) for pk, id_, language in rows.values_list("pk", "entry_id", "language")}


def waiting_for_commit() -> set[str]:
    """The ids that were marked on this thread's connection and not followed yet."""
    own = vars(connections[DEFAULT_DB_ALIAS])  # `django.db.connection` is all threads'
    pending: set[str] = own.setdefault("_search_marks", set())
    return pending


def _follow_after_commit(ids: list[str]) -> None:
    """However often a transaction marks, the first callback follows for all; the others find nothing left.

    Ids of a transaction that was rolled back stay until the next one commits, where they do no harm.
    """
    pending = waiting_for_commit()
    pending.update(ids)

    def follow_all() -> None:
        if pending:
            marked = sorted(pending)
            pending.clear()
            follow(marked)

    # Robust: a search that cannot follow must not fail what was published; `sync_search` catches up.
    transaction.on_commit(follow_all, robust=True)
