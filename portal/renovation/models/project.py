"""A renovation project as surveys, notices and acceptance know it: one row for its pages in all languages."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.documents import get_document_model_string

from portal.communities.models import Building, Community, Compound, Stairwell
from portal.communities.models.places import must_be_in
from portal.names import NamesField
from portal.renovation.choices import Stage
from portal.renovation.satisfaction import LEAST_SHOWN

LINE = (MinValueValidator(10), MaxValueValidator(50))


def is_accepted_by_both() -> models.Q:
    """A project is done only with both halves of acceptance, the residents' at or above the line."""
    professional = models.Q(professional_on__isnull=False, professional_document__isnull=False)
    asked_enough = models.Q(accepted_count__isnull=False, accepted_count__gte=models.F("least_answers"))
    line = GreaterThanOrEqual(
        models.F("accepted_total") * 10, models.F("satisfaction_line") * models.F("accepted_count")
    )
    return ~models.Q(stage=Stage.DONE) | (professional & asked_enough & models.Q(line))


class RenovationProject(ClusterableModel):
    """`key` is the pages' translation key, `slug` their address. The row is made by the page and outlives it.

    `satisfaction_line` is in tenths: 40 is an average of 4.0 of 5. `accepted_count` and `accepted_total` are the
    answers of the round in which the line was reached, and their sum.
    """

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="renovation_projects", verbose_name=_("community")
    )
    key = models.UUIDField(unique=True, editable=False)
    slug = models.CharField(max_length=255, editable=False)
    names = NamesField(_("project"), max_length=255)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.ASKING)
    compound = models.ForeignKey(
        Compound, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("compound")
    )
    buildings = models.ManyToManyField(
        Building,
        related_name="+",
        blank=True,
        verbose_name=_("buildings"),
        help_text=_("None: the whole compound, or the whole community where no compound is named."),
    )
    stairwells = models.ManyToManyField(
        Stairwell, related_name="+", blank=True, verbose_name=_("only these stairwells")
    )
    satisfaction_line = models.PositiveSmallIntegerField(
        _("satisfaction line"),
        default=40,
        validators=LINE,
        help_text=_("In tenths: 40 is an average of 4.0 of 5. Below it the project cannot be accepted."),
    )
    least_answers = models.PositiveSmallIntegerField(
        _("least number of answers"),
        default=10,
        validators=[MinValueValidator(LEAST_SHOWN)],
        help_text=_("Households that must have answered for the result to count."),
    )
    professional_on = models.DateField(_("professional acceptance on"), null=True, blank=True)
    professional_document = models.ForeignKey(
        get_document_model_string(),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("its document"),
    )
    accepted_count = models.PositiveIntegerField(null=True, blank=True, editable=False)
    accepted_total = models.PositiveIntegerField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("community_id", "-updated_at", "-pk")
        verbose_name = _("renovation project")
        verbose_name_plural = _("renovation projects")
        constraints = [
            models.CheckConstraint(name="renovation_stage_is_known", condition=models.Q(stage__in=Stage)),
            models.CheckConstraint(
                name="renovation_line_in_reason", condition=models.Q(satisfaction_line__range=(10, 50))
            ),
            models.CheckConstraint(
                name="renovation_least_is_not_small", condition=models.Q(least_answers__gte=LEAST_SHOWN)
            ),
            models.CheckConstraint(
                name="renovation_done_is_accepted_by_both",
                condition=is_accepted_by_both(),
                violation_error_message=_("A project is done only when it was accepted by both sides."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.names) or self.slug

    def clean(self) -> None:
        super().clean()
        must_be_in(self.community_id, "compound", self.compound)
        if bool(self.professional_on) != bool(self.professional_document_id):
            raise ValidationError({"professional_on": _("Give the day and the document, or neither.")})

    def stairwells_touched(self) -> models.QuerySet[Stairwell]:
        """Of the buildings and stairwells named, or else of the compound, or else of the whole community."""
        everywhere = Stairwell.objects.filter(building__compound__community=self.community_id)
        named = models.Q(pk__in=self.stairwells.values("pk")) | models.Q(building__in=self.buildings.values("pk"))
        if self.stairwells.exists() or self.buildings.exists():
            return everywhere.filter(named)
        return everywhere.filter(building__compound=self.compound_id) if self.compound_id else everywhere


class StageDates(models.Model):
    """When a stage is to be, and when it really was."""

    project = ParentalKey(RenovationProject, on_delete=models.CASCADE, related_name="stage_dates")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    planned_from = models.DateField(_("planned from"), null=True, blank=True)
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    began_on = models.DateField(_("began on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ("project_id", "pk")
        verbose_name = _("dates of a stage")
        verbose_name_plural = _("dates of stages")
        constraints = [
            models.UniqueConstraint(fields=("project", "stage"), name="renovation_stage_dates_once"),
            models.CheckConstraint(
                name="renovation_stage_planned_in_order",
                condition=models.Q(planned_from=None)
                | models.Q(planned_until=None)
                | models.Q(planned_until__gte=models.F("planned_from")),
                violation_error_message=_("It would end before it begins."),
            ),
            models.CheckConstraint(
                name="renovation_stage_dates_in_order",
                condition=models.Q(began_on=None)
                | models.Q(ended_on=None)
                | models.Q(ended_on__gte=models.F("began_on")),
                violation_error_message=_("It would end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(Stage(self.stage).label)
