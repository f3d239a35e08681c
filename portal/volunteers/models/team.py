"""A team as members and duties know it: one row for the pages in all languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.communities.models import Community
from portal.names import NamesField
from portal.volunteers.querysets import TeamQuerySet


class Team(models.Model):
    """`key` is the page's translation key. The row is made by the page and outlives it; its names are the live pages'
    titles. The leader is a member, and confirms who came."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="volunteer_teams", verbose_name=_("community")
    )
    key = models.UUIDField(unique=True, editable=False)
    names = NamesField(_("name"), max_length=255)
    leader = models.ForeignKey(
        "volunteers.Member",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("leader"),
        help_text=_("A member of the team. Confirms who came, after signing in by a code to the phone."),
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self) -> str:
        return str(self.names) or str(self.key)
