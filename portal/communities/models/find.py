"""What a resident may type to find their community. Derived from names; written only by `find_terms`."""

from django.db import models

from portal.communities.choices import TermKind
from portal.communities.models.community import Community
from portal.communities.models.places import Compound

TERM_LENGTH = 60


class FindTerm(models.Model):
    """A name, or the rest of it from one of its characters on, so that "part of it" is the start of some row.

    All three columns say the same: folded text, pinyin without spaces, first letters. Their indexes serve LIKE 'x%'.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="find_terms")
    compound = models.ForeignKey(Compound, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=TermKind)
    position = models.PositiveSmallIntegerField(help_text="0 for the whole name")
    text = models.CharField(max_length=TERM_LENGTH, db_index=True)
    pinyin = models.CharField(max_length=TERM_LENGTH * 3, db_index=True)
    initials = models.CharField(max_length=TERM_LENGTH, db_index=True)

    def __str__(self) -> str:
        return self.text
