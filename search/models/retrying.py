"""What cannot be done with one document now: tried again later and later, and shown with its reason."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

_BACK_OFF = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
_LONGEST_ERROR = 1000
_MOST_ATTEMPTS = 1000
#: What `refuse` and `accept` change.
RETRY_FIELDS = ("attempts", "next_try_at", "error")


class Retried(models.Model):
    """`error` is empty where nothing is wrong."""

    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        abstract = True

    def refuse(self, error: str) -> None:
        self.next_try_at = timezone.now() + _BACK_OFF[min(self.attempts, len(_BACK_OFF) - 1)]
        self.attempts, self.error = min(self.attempts + 1, _MOST_ATTEMPTS), error[:_LONGEST_ERROR] or "?"

    def accept(self) -> None:
        self.attempts, self.next_try_at, self.error = 0, None, ""
