"""What the demo remembers of its own seeding."""

from django.db import models


class SeededPage(models.Model):
    """A guide as the demo last wrote it: its words' digest, and the newest revision of each language then.

    A page with a newer revision was edited by somebody, and is left alone from then on.
    """

    key = models.CharField(max_length=100, unique=True)
    digest = models.CharField(max_length=64)
    revisions = models.JSONField(default=dict)

    changes_pages = False

    def __str__(self) -> str:
        return self.key
