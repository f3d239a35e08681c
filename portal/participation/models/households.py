"""What households are asked, and the codes that speak for them. Nobody's name is here: a household is a door."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.communities.models import Community, Household, Stairwell
from portal.names import NamesField
from portal.participation.household_querysets import HouseholdCodeQuerySet, HouseholdMatterQuerySet


class HouseholdMatter(models.Model):
    """Something each household has one voice in: a poll, a case. `owner` and `key` name it in the room or plugin that
    asks; `path` is where an answer is given, below the community's home page: `"renovation/pipes/needs/"`."""

    #: Residents' pages do not show it.
    changes_pages = False

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="household_matters", verbose_name=_("community")
    )
    owner = models.CharField(max_length=60, editable=False)
    key = models.CharField(max_length=60, editable=False)
    titles = NamesField(_("what it is about"), max_length=200)
    path = models.CharField(max_length=300, editable=False)
    letter_text = NamesField(_("what the letter says"), blank=True, multiline=True, max_length=3000)
    letter_digest = models.CharField(
        _("digest of the document"), max_length=128, blank=True, help_text=_("Printed below the letter’s text.")
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), db_index=True)
    stairwells = models.ManyToManyField(Stairwell, related_name="+", blank=True, verbose_name=_("stairwells asked"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = HouseholdMatterQuerySet.as_manager()

    class Meta:
        ordering = ("-closes_at", "-pk")
        verbose_name = _("question to households")
        verbose_name_plural = _("questions to households")
        constraints = [
            models.UniqueConstraint(fields=("owner", "key"), name="household_matter_once"),
            models.CheckConstraint(
                name="household_matter_closes_after_opening", condition=models.Q(closes_at__gt=models.F("opens_at"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.titles)

    def is_open(self, at: dt.datetime | None = None) -> bool:
        return self.opens_at <= (at or timezone.now()) < self.closes_at

    def is_over(self, at: dt.datetime | None = None) -> bool:
        return (at or timezone.now()) >= self.closes_at

    def households(self) -> models.QuerySet[Household]:
        """Those that are asked: of the stairwells named, or else of the whole community."""
        households = Household.objects.filter(stairwell__building__compound__community=self.community_id)
        named = self.stairwells.values("pk")
        return households.filter(stairwell__in=named) if self.stairwells.exists() else households


class HouseholdCode(models.Model):
    """The code itself stands in one letter and nowhere else. A household has one that is valid in each matter."""

    changes_pages = False

    matter = models.ForeignKey(HouseholdMatter, on_delete=models.CASCADE, related_name="codes")
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    used_at = models.DateTimeField(_("first used"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    objects = HouseholdCodeQuerySet.as_manager()

    class Meta:
        ordering = ("matter_id", "household_id", "-issued_at")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=("matter", "household"), condition=models.Q(replaced_at=None), name="household_code_one_valid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}/{self.household_id}"
