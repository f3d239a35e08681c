"""What is searched, as rows: the outbox of the engine and the text of the database search in one."""

from django.db import models
from django.db.models import F, Q

from search.contract import EntryRef
from search.models.retrying import Retried
from search.querysets import SearchDocumentQuerySet


class SearchDocument(Retried):
    """One entry in one language, also one that is gone: rows are never deleted, so that versions only grow.

    State instead of events: `version` grows with every mark, in the transaction that makes the change.
    `prepared_version` says which mark the text below belongs to, and `prepared_with` which code worked it out; what an
    index has of it, a SearchSync says. `waiting_since` is set until residents find the row as it is. `error` says why
    the text cannot be worked out; the older one stays in service.
    """

    changes_pages = False  # nothing that is kept shows it

    entry_id = models.CharField(max_length=100)
    language = models.CharField(max_length=12)

    version = models.PositiveBigIntegerField(default=0)
    prepared_version = models.PositiveBigIntegerField(default=0)
    prepared_with = models.CharField(max_length=16, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)

    is_present = models.BooleanField(default=False)
    key = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=64, blank=True)
    category = models.CharField(max_length=64, blank=True)
    audiences = models.JSONField(default=list, blank=True)
    channels = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    community = models.CharField(max_length=64, blank=True)
    hidden_in = models.TextField(blank=True, help_text="Codes between commas, with one at both ends.")
    title = models.TextField(blank=True)
    keywords = models.JSONField(default=list, blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    other_titles = models.JSONField(default=list, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    popularity = models.PositiveIntegerField(default=0)

    folded = models.TextField(blank=True, help_text="Title, keywords, other titles, summary, body: a line each.")
    sound = models.TextField(blank=True, help_text="Syllables of title and of each keyword: a line each.")
    initials = models.TextField(blank=True, help_text="First letters of the same, ^ before each.")

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "language"], name="search_document_once_a_language"),
            models.CheckConstraint(
                condition=Q(prepared_version__lte=F("version")), name="search_document_versions_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["language", "community"], name="search_document_scope"),
            models.Index(fields=["key"], name="search_document_key"),
            models.Index(fields=["prepared_with"], name="search_document_code"),
            models.Index(
                fields=["language", "waiting_since"],
                condition=Q(waiting_since__isnull=False),
                name="search_document_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} ({self.language})"

    @property
    def ref(self) -> EntryRef:
        return EntryRef(self.entry_id, self.language)
