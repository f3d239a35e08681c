"""Where the rows go: the engine's indexes, what each has of each row, and whose turn it is to see to it."""

from django.db import models
from django.db.models import Q

from search.models.document import SearchDocument
from search.models.retrying import Retried
from search.querysets import SearchSyncQuerySet, SearchTargetQuerySet


class TargetState(models.TextChoices):
    BUILDING = "building"
    LIVE = "live"
    RETIRED = "retired"


class SearchTarget(models.Model):
    """One index of one language. Residents search the live one; the one being built is fed as well until it has
    everything and takes its place. Retired ones are deleted with the next round.

    `fingerprint` says which mapping it was made with. One that is not what the code wants now, or empty because the
    index was found wrong, has the language built anew.
    """

    changes_pages = False

    language = models.CharField(max_length=12)
    index = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=TargetState)
    fingerprint = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SearchTargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TargetState.values), name="search_target_state_is_known"),
            models.UniqueConstraint(
                fields=["language"], condition=Q(state="live"), name="search_target_live_once_a_language"
            ),
            models.UniqueConstraint(
                fields=["language"], condition=Q(state="building"), name="search_target_building_once_a_language"
            ),
        ]

    def __str__(self) -> str:
        return self.index

    @property
    def writing_alias(self) -> str:
        """Writes name an alias and are refused without it: a late one must not create an index by itself."""
        return f"{self.index}-w"


class SearchSync(Retried):
    """What one index has of one row: the row's `version` there, 0 for nothing yet, and whether `is_there` a document.

    `dirty`: the row has something newer. Written only by who holds the lock of the SearchDocument, so that no two can
    wait for each other. `error` says why the engine refuses the document.
    """

    changes_pages = False

    target = models.ForeignKey(SearchTarget, on_delete=models.CASCADE, related_name="syncs", db_index=False)
    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="syncs", db_index=False)
    dirty = models.BooleanField(default=True)
    version = models.PositiveBigIntegerField(default=0)
    is_there = models.BooleanField(default=False)

    objects = SearchSyncQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "document"], name="search_sync_once")]
        indexes = [models.Index(fields=["target", "document"], condition=Q(dirty=True), name="search_sync_dirty")]

    def __str__(self) -> str:
        return f"{self.document_id} in {self.target_id}"


class SearchLease(models.Model):
    """One row: which worker is at it, and until when nobody else is. See `search.lease`."""

    changes_pages = False

    holder = models.CharField(max_length=100, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="search_lease_one_row")]

    def __str__(self) -> str:
        return self.holder
