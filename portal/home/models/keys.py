"""What pages are called outside: in import files, and in search."""

from django.core.validators import RegexValidator
from django.db import models


class PageKey(models.Model):
    """The key a page was imported under. It names the page in all languages and outlives a change of its type."""

    key = models.CharField(max_length=100, unique=True, validators=[RegexValidator(r"^[A-Za-z0-9:_.-]+$")])
    translation_key = models.UUIDField(unique=True)
    #: Of what was imported last: the same again changes nothing, whatever editors did to the page since.
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.key
