from django.db import models

from portal.plugins.api import Community, NamesField


class Named(models.Model):
    """Something with a name in a community."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    names = NamesField(max_length=60)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.names)
