"""Asking residents what is needed: wishes to be put in order, and what became of each."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.names import NamesField
from portal.participation.household_answers import HouseholdAnswer
from portal.participation.models import HouseholdMatter
from portal.renovation.choices import WishOutcome
from portal.renovation.models.project import RenovationProject


class NeedsSurvey(ClusterableModel):
    """One for each project. `counted_at` is set when it is over: from then on `Wish` holds the sums, and answers, which
    say who wanted what, are deleted in time."""

    project = models.OneToOneField(
        RenovationProject, on_delete=models.CASCADE, related_name="survey", verbose_name=_("project")
    )
    matter = models.OneToOneField(
        HouseholdMatter, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    intro = NamesField(
        _("what is asked"), blank=True, multiline=True, max_length=1000, help_text=_("Stands above the form.")
    )
    most_choices = models.PositiveSmallIntegerField(
        _("wishes on a list"), default=3, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    takes_open = models.BooleanField(
        _("also without a code"), default=False, help_text=_("Open answers are counted apart: they are advice.")
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    counted_at = models.DateTimeField(_("counted"), null=True, blank=True, editable=False)
    households_counted = models.PositiveIntegerField(default=0, editable=False)
    open_counted = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("-closes_at", "-pk")
        verbose_name = _("needs survey")
        verbose_name_plural = _("needs surveys")
        constraints = [
            models.CheckConstraint(
                name="needs_survey_closes_after_opening",
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                violation_error_message=_("It would close before it opens."),
            ),
            models.CheckConstraint(name="needs_survey_list_in_reason", condition=models.Q(most_choices__range=(1, 5))),
        ]

    def __str__(self) -> str:
        return str(self.project)

    def clean(self) -> None:
        super().clean()
        if self.counted_at:
            raise ValidationError(_("It was counted: what was asked stays as it was."))

    @property
    def is_open(self) -> bool:
        return self.counted_at is None and self.opens_at <= timezone.now() < self.closes_at

    @property
    def is_over(self) -> bool:
        return self.counted_at is not None or timezone.now() >= self.closes_at


class Wish(models.Model):
    """Something residents may ask for. The sums are those of households, and of open answers apart."""

    survey = ParentalKey(NeedsSurvey, on_delete=models.CASCADE, related_name="wishes")
    names = NamesField(_("what could be done"), max_length=150)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=WishOutcome, default=WishOutcome.OPEN)
    outcome_note = NamesField(_("in other words"), blank=True, max_length=300)
    lists = models.PositiveIntegerField(default=0, editable=False)
    first = models.PositiveIntegerField(default=0, editable=False)
    weight = models.PositiveIntegerField(default=0, editable=False)
    open_lists = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("order", "pk")
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [
            models.CheckConstraint(name="wish_outcome_is_known", condition=models.Q(outcome__in=WishOutcome)),
        ]

    def __str__(self) -> str:
        return str(self.names)

    @property
    def outcome_kind(self) -> str:
        """The kind of its badge."""
        return WishOutcome(self.outcome).badge


class NeedsAnswer(HouseholdAnswer):
    """A household's wishes, or an open answer's."""

    #: Residents' pages show sums only, once it is over.
    changes_pages = False

    survey = models.ForeignKey(NeedsSurvey, on_delete=models.CASCADE, related_name="answers")

    class Meta(HouseholdAnswer.Meta):
        default_permissions = ()
        verbose_name = _("answer to a needs survey")
        verbose_name_plural = _("answers to needs surveys")
        constraints = [
            *HouseholdAnswer.Meta.constraints,
            models.UniqueConstraint(fields=("survey", "household"), name="needs_answer_one_a_household"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.channel}"


class RankedWish(models.Model):
    """A place on a list; 1 is the most wanted."""

    changes_pages = False

    answer = models.ForeignKey(NeedsAnswer, on_delete=models.CASCADE, related_name="ranked")
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("answer_id", "place")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=("answer", "place"), name="ranked_wish_place_once"),
            models.UniqueConstraint(fields=("answer", "wish"), name="ranked_wish_once"),
            models.CheckConstraint(name="ranked_wish_place_in_reason", condition=models.Q(place__range=(1, 5))),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.wish_id}"
