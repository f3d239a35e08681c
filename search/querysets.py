from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from search.contract import CommunityScope


class SearchDocumentQuerySet(models.QuerySet[Any]):
    def unprepared(self) -> "SearchDocumentQuerySet":
        """Rows whose text is older than their last mark."""
        return self.filter(prepared_version__lt=F("version"))

    def waiting(self, *, engine: bool) -> "SearchDocumentQuerySet":
        """Rows that residents do not yet find as they are; with an engine, also what it does not have."""
        behind = Q(prepared_version__lt=F("version"))
        return self.filter(behind | Q(indexed_version__lt=F("prepared_version")) if engine else behind)

    def to_index(self, language: str, *, index: str) -> "SearchDocumentQuerySet":
        """Rows that this index of a language lacks or has in an older version, longest waiting first."""
        lacks = Q(indexed_version__lt=F("prepared_version")) | ~Q(indexed_in=index)
        due = Q(next_try_at=None) | Q(next_try_at__lte=timezone.now())
        return self.filter(lacks, due, language=language, prepared_version__gt=0).order_by("waiting_since", "pk")

    def visible(self, community: CommunityScope | None, *, everywhere: bool) -> "SearchDocumentQuerySet":
        """What a reader in `community` may find: its own and the city's, or everybody's."""
        rows = self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), is_present=True)
        if community is None:
            return rows
        rows = rows.exclude(community="", hidden_in__contains=f",{community.code},")
        return rows if everywhere else rows.filter(community__in=["", community.code])
