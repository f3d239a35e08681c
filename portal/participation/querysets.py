from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db import models
from django.utils import timezone

from portal.phones import plain_phone

if TYPE_CHECKING:  # the models are made with this
    from portal.participation.models import Entry

RowFilter = Callable[["EntryQuerySet"], "EntryQuerySet"]
_filters: list[RowFilter] = []


def register_row_filter(only: RowFilter) -> None:
    """Have `EntryQuerySet.shown` leave out more: the plugin host does so for what is off."""
    if only not in _filters:
        _filters.append(only)


class EntryQuerySet(models.QuerySet):
    def of_phone(self, phone: str) -> "EntryQuerySet":
        plain = plain_phone(phone)
        return self.filter(phone=plain) if plain else self.none()

    def kept(self) -> "EntryQuerySet":
        """Those that still say whose they are."""
        return self.filter(erased_at=None)

    def shown(self) -> "EntryQuerySet":
        """Kept, and of something that is on: what residents and staff may come across."""
        rows = self.kept()
        for only in _filters:
            rows = only(rows)
        return rows

    def specific(self, *, with_gone: bool = False) -> "list[Entry]":
        """Each as what it is, in this order. One query, and one more a kind.

        Of a kind whose package is gone only the person's part is left, `with_gone`.
        """
        rows: list[Any] = list(self.select_related("community"))
        by_kind: dict[str, list[Any]] = {}
        for row in rows:
            by_kind.setdefault(row.kind, []).append(row.pk)
        found: dict[Any, Any] = {row.pk: row for row in rows} if with_gone else {}
        for kind, pks in by_kind.items():
            if model := model_of(kind):
                found |= model._default_manager.select_related("community", *model.read_with).in_bulk(pks)
        return [found[row.pk] for row in rows if row.pk in found]


class TakingQuerySet(models.QuerySet):
    def run_out(self) -> "TakingQuerySet":
        """Places that were held for a time that is over."""
        return self.filter(until__lte=timezone.now())


def model_of(kind: str) -> "type[Entry] | None":
    """The class of an entry, by `Entry.kind`; None where its package is gone."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return None
    is_kind = any(parent._meta.label == "participation.Entry" for parent in model._meta.get_parent_list())
    return cast("type[Entry]", model) if is_kind else None
