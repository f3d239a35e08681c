from django.db import models

from leaking.rows import Named


class Guest(Named):
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20)


class Note(models.Model):
    """Outlives the guest it is about."""

    text = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.text
