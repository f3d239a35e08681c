from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from search.conf import languages
from search.contract import CommunityScope
from search.fingerprints import text_fingerprint


def due() -> Q:
    """Not put off because it failed."""
    return Q(next_try_at=None) | Q(next_try_at__lte=timezone.now())


class SearchDocumentQuerySet(models.QuerySet[Any]):
    def waiting(self) -> "SearchDocumentQuerySet":
        """Rows that residents do not yet find as they are."""
        return self.filter(waiting_since__isnull=False, language__in=languages())

    def unprepared(self) -> "SearchDocumentQuerySet":
        """Rows whose text is older than their last mark, or than the code that works it out."""
        return self.waiting().filter(~Q(prepared_version=F("version")) | ~Q(prepared_with=text_fingerprint()))

    def unprepared_now(self) -> "SearchDocumentQuerySet":
        """Those of them that can be prepared now."""
        return self.unprepared().filter(due())

    def parked(self) -> "SearchDocumentQuerySet":
        """Rows that cannot be prepared, or that an index in service or being built refuses."""
        unprepared = self.waiting().filter(error__gt="").order_by().values("pk")
        refused = self.filter(
            syncs__dirty=True, syncs__error__gt="", syncs__target__state__in=["live", "building"]
        ).order_by()
        return self.filter(pk__in=unprepared.union(refused.values("pk")))

    def outdated(self) -> "SearchDocumentQuerySet":
        """Rows whose text other code has worked out, and nobody has noticed yet."""
        # Not `exclude`, which no index answers.
        other = Q(prepared_with__lt=text_fingerprint()) | Q(prepared_with__gt=text_fingerprint())
        return self.filter(other, prepared_version__gt=0, waiting_since=None)

    def locked(self) -> "SearchDocumentQuerySet":
        """For whoever writes what search says of rows. A row in somebody's transaction is left out and not waited for:
        what is written there brings it back."""
        return self.select_for_update(skip_locked=True, no_key=True).order_by("pk")

    def visible(self, community: CommunityScope | None, *, everywhere: bool) -> "SearchDocumentQuerySet":
        """What a reader in `community` may find: its own and the city's, or everybody's."""
        conditions = [Q(expires_at=None) | Q(expires_at__gt=timezone.now()), Q(is_present=True)]
        if community is not None:
            conditions.append(~Q(community="", hidden_in__contains=f",{community.code},"))
            if not everywhere:
                conditions.append(Q(community__in=["", community.code]))
        return self.filter(*conditions)  # at once: each step of putting it together copies what is there


class SearchTargetQuerySet(models.QuerySet[Any]):
    def fed(self) -> "SearchTargetQuerySet":
        """The live ones, then those being built."""
        return self.filter(state__in=["live", "building"]).order_by("-state", "language")


class SearchSyncQuerySet(models.QuerySet[Any]):
    def forget(self) -> None:
        """In one statement; `delete` would load every row of an index to send signals that nobody hears."""
        self._raw_delete(self.db)

    def pending(self) -> "SearchSyncQuerySet":
        """What is to be sent now."""
        return self.filter(due(), dirty=True, document__prepared_version__gt=0)

    def unfilled(self) -> "SearchSyncQuerySet":
        """What an index being built has to get before it is complete; what is parked does not hold it up."""
        possible = Q(document__prepared_version__gt=0) | Q(document__error="")
        return self.filter(possible, dirty=True, version=0, error="")
