"""Entries that cannot be searched as they are, for whoever can mend them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch

from search.contract import Editing, get_provider, mark_changed
from search.models import SearchDocument, SearchSync

#: More than anybody reads; what stands behind has the same reason.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Parked:
    """`editing` is None where nobody edits the entry in the admin, or it is gone."""

    row: SearchDocument
    error: str
    next_try_at: datetime | None
    editing: Editing | None

    @property
    def title(self) -> str:
        return (self.editing and self.editing.title) or self.row.title or self.row.entry_id


def parked_for(user: Any) -> Sequence[Parked]:
    """Administrators of the city see all, editors those they may change."""
    refused = Prefetch("syncs", SearchSync.objects.filter(error__gt="").order_by("pk"), to_attr="refused")
    rows = list(SearchDocument.objects.parked().prefetch_related(refused).order_by("pk")[:SHOWN])
    if not rows:
        return []
    provider = get_provider()
    editing = provider.editing([row.ref for row in rows], user=user)
    sees_all = provider.editor_places(user).is_city
    return [_parked(row, editing.get(row.ref)) for row in rows if sees_all or row.ref in editing]


def _parked(row: SearchDocument, editing: Editing | None) -> Parked:
    failed = row if row.error else next(iter(row.refused), row)  # type: ignore[attr-defined]  # prefetched above
    return Parked(row, failed.error, failed.next_try_at, editing)


def try_again(row: SearchDocument, *, by: Any) -> None:
    """At once, in every language, as if it had just been saved."""
    provider = get_provider()
    if not (provider.editor_places(by).is_city or row.ref in provider.editing([row.ref], user=by)):
        raise PermissionDenied
    with transaction.atomic():
        mark_changed([row.entry_id])
