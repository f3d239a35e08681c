"""What owners are asked, and the one standing answer of each unit."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plugins.api import EncryptedTextField, HouseholdAnswer, HouseholdMatter, NamesField
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, Voice
from portal.plugins.bundled.elevator_consultations.models.case import Case
from portal.plugins.bundled.elevator_consultations.models.register import Unit
from portal.plugins.bundled.elevator_consultations.models.rules import Rules


class Question(Rules):
    """With the rules in force when it opened. `shown_units` and `shown_area` (a whole per cent) are the participation
    that residents see while it is open, taken once a day; when it is closed, `result` has the sums as decided."""

    changes_pages = True  # seldom: opened, counted once a day, decided; answers change nothing that pages show

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind"), max_length=10, choices=QuestionKind)
    texts = NamesField(pgettext_lazy("elevator case", "question"), multiline=True, max_length=2000)
    matter = models.OneToOneField(
        HouseholdMatter, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    opens_at = models.DateTimeField(pgettext_lazy("elevator case", "opens"))
    closes_at = models.DateTimeField(pgettext_lazy("elevator case", "closes"))
    shown_units = models.PositiveIntegerField(default=0, editable=False)
    shown_area = models.PositiveSmallIntegerField(default=0, editable=False)
    shown_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(_("counted at"), null=True, editable=False)
    result = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(Rules.Meta):
        ordering = ("case_id", "opens_at", "pk")
        default_permissions = ()
        verbose_name = _("question of a case")
        verbose_name_plural = _("questions of a case")
        constraints = [
            *Rules.Meta.constraints,
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="elevator_question_closes_later"),
            models.UniqueConstraint(
                fields=("case", "kind"), condition=Q(decided_at=None), name="elevator_one_question_of_a_kind_asked"
            ),
        ]

    def __str__(self) -> str:
        return str(self.texts)

    @property
    def is_open(self) -> bool:
        return self.decided_at is None and self.opens_at <= timezone.now() < self.closes_at


class Answer(HouseholdAnswer):
    """`household` is the unit's. `point` is what the household adds; sealed, for those who work on the case only."""

    changes_pages = False

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    unit = models.ForeignKey(Unit, on_delete=models.RESTRICT, related_name="answers")
    voice = models.CharField(pgettext_lazy("elevator case", "answer"), max_length=10, choices=Voice)
    point = EncryptedTextField(_("what should be considered"), blank=True, max_length=1000)
    #: SHA-256 of the scan behind an answer on paper, which stands in the chain as well.
    scan_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(HouseholdAnswer.Meta):
        default_permissions = ()
        verbose_name = _("answer in a case")
        verbose_name_plural = _("answers in a case")
        constraints = [
            *HouseholdAnswer.Meta.constraints,
            models.UniqueConstraint(fields=("question", "unit"), name="elevator_one_answer_a_unit"),
            models.CheckConstraint(condition=Q(voice__in=Voice.values), name="elevator_voice_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}/{self.unit_id}"
