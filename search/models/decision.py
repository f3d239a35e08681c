"""Editors' decisions about one question: what stands first, and what is not shown. They act when somebody asks."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from search import text
from search.query import normalised

#: Of one question in one place; more would be no answer but a list.
MAX_PINNED = 5


class Verdict(models.TextChoices):
    PINNED = "pinned", _("Stands first")
    HIDDEN = "hidden", _("Is not shown")


class SearchDecision(models.Model):
    """One page (by its key, so in all languages) for one question. `community` is a community's code, empty for the
    whole city; what a community decides of a page outdoes what the city decided of it.

    `asked` is the question as search compares it: 居住證怎麼辦 and 居住证 are one.
    """

    community = models.CharField(_("community"), max_length=64, blank=True)
    query = models.CharField(
        _("question"), max_length=text.MAX_QUERY_LENGTH, help_text=_("As residents type it: 居住证.")
    )
    asked = models.CharField(max_length=text.MAX_QUERY_LENGTH, editable=False)
    key = models.CharField(_("page"), max_length=100)
    verdict = models.CharField(_("what happens to it"), max_length=10, choices=Verdict, default=Verdict.PINNED)
    position = models.PositiveSmallIntegerField(
        _("position"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("Where several pages stand first: the smaller number comes earlier."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("Why, for your colleagues."))
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("pinned or hidden result")
        verbose_name_plural = _("pinned and hidden results")
        ordering = ("asked", "verdict", "position", "pk")
        constraints = [
            # `asked` first: each search looks for it.
            models.UniqueConstraint(fields=("asked", "community", "key"), name="search_decision_once"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="search_decision_verdict_is_known"),
            models.CheckConstraint(condition=~Q(asked="") & ~Q(key=""), name="search_decision_is_about_something"),
            models.CheckConstraint(condition=Q(position__range=(1, 9)), name="search_decision_position"),
        ]

    def __str__(self) -> str:
        return self.query

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.asked = normalised(self.query)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.asked = normalised(self.query)
        if not self.asked:
            raise ValidationError({"query": _("There is no word in it.")})
        same = SearchDecision.objects.filter(asked=self.asked, community=self.community).exclude(pk=self.pk)
        if same.filter(key=self.key).exists():
            raise ValidationError({"key": _("There is a decision about this page for this question already.")})
        pinned = same.filter(verdict=Verdict.PINNED).count()
        if self.verdict == Verdict.PINNED and pinned >= MAX_PINNED:
            problem = _("%(count)d pages stand first for this question already.") % {"count": pinned}
            raise ValidationError({"verdict": problem})
