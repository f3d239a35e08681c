"""The residents' half of acceptance: rounds in which each household says once how satisfied it is."""

from django.db import models
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.names import NamesField
from portal.participation.household_answers import HouseholdAnswer
from portal.participation.models import HouseholdMatter
from portal.renovation.choices import RoundOutcome
from portal.renovation.models.project import RenovationProject
from portal.renovation.satisfaction import RATINGS, Tally


def reaches_its_line() -> models.Q:
    line = GreaterThanOrEqual(models.F("total") * 10, models.F("line") * models.F("count"))
    return ~models.Q(outcome=RoundOutcome.REACHED) | (models.Q(count__gte=models.F("least")) & models.Q(line))


class SatisfactionRound(models.Model):
    """`line` (tenths) and `least` are the project's when the round began. When it is decided the sums are written here,
    by rating; answers, which say who said what, are deleted in time."""

    project = models.ForeignKey(
        RenovationProject, on_delete=models.CASCADE, related_name="rounds", verbose_name=_("project")
    )
    number = models.PositiveSmallIntegerField(_("round"))
    matter = models.OneToOneField(
        HouseholdMatter, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    takes_open = models.BooleanField(_("also without a code"), default=False)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    line = models.PositiveSmallIntegerField()
    least = models.PositiveSmallIntegerField()
    outcome = models.CharField(_("outcome"), max_length=10, choices=RoundOutcome, default=RoundOutcome.ASKED)
    decided_at = models.DateTimeField(null=True, blank=True)
    count = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=list, blank=True)
    open_counts = models.JSONField(default=list, blank=True)
    to_mend = NamesField(_("what will be mended"), blank=True, multiline=True, max_length=1000)
    mend_until = models.DateField(_("mended until"), null=True, blank=True)
    mended = NamesField(_("what was mended"), blank=True, multiline=True, max_length=1000)

    class Meta:
        ordering = ("project_id", "number")
        verbose_name = _("round of acceptance")
        verbose_name_plural = _("rounds of acceptance")
        constraints = [
            models.UniqueConstraint(fields=("project", "number"), name="satisfaction_round_once"),
            models.UniqueConstraint(
                fields=("project",), condition=models.Q(outcome=RoundOutcome.ASKED), name="satisfaction_one_round_asked"
            ),
            models.CheckConstraint(name="satisfaction_round_reaches_its_line", condition=reaches_its_line()),
            models.CheckConstraint(
                name="satisfaction_round_closes_after_opening", condition=models.Q(closes_at__gt=models.F("opens_at"))
            ),
            models.CheckConstraint(
                name="satisfaction_round_decided_or_asked",
                condition=models.Q(outcome=RoundOutcome.ASKED, decided_at=None)
                | (~models.Q(outcome=RoundOutcome.ASKED) & models.Q(decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} ({self.number})"

    @property
    def is_open(self) -> bool:
        return self.outcome == RoundOutcome.ASKED and self.opens_at <= timezone.now() < self.closes_at

    @property
    def tally(self) -> Tally:
        """Of a decided round."""
        return Tally.from_stored(self.counts)

    @property
    def open_tally(self) -> Tally:
        return Tally.from_stored(self.open_counts)


class SatisfactionAnswer(HouseholdAnswer):
    """A rating from 1 to 5 with a reason. Reasons are read by those who mend, without the door they came from."""

    changes_pages = False

    round = models.ForeignKey(SatisfactionRound, on_delete=models.CASCADE, related_name="answers")
    rating = models.PositiveSmallIntegerField(_("how satisfied"))
    reason = models.TextField(_("why"), max_length=500, blank=True)

    class Meta(HouseholdAnswer.Meta):
        default_permissions = ()
        verbose_name = _("answer about satisfaction")
        verbose_name_plural = _("answers about satisfaction")
        constraints = [
            *HouseholdAnswer.Meta.constraints,
            models.UniqueConstraint(fields=("round", "household"), name="satisfaction_answer_one_a_household"),
            models.CheckConstraint(
                name="satisfaction_rating_in_reason", condition=models.Q(rating__range=(RATINGS[0], RATINGS[-1]))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.channel}"
