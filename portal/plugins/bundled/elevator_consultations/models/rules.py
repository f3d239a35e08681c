"""Thresholds and how they are counted, as data with its source."""

from fractions import Fraction
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import NamesField


class Rules(models.Model):
    """Two thresholds, each asked of the number of owners and of the area alike. The defaults are article 278 of the
    Civil Code for rebuilding: two thirds take part, three quarters of those taking part agree."""

    changes_pages = False

    part_over = models.PositiveSmallIntegerField(_("taking part: numerator"), default=2)
    part_under = models.PositiveSmallIntegerField(_("taking part: denominator"), default=3)
    part_is_strict = models.BooleanField(_("taking part: more than that"), default=False)
    consent_over = models.PositiveSmallIntegerField(_("consent: numerator"), default=3)
    consent_under = models.PositiveSmallIntegerField(_("consent: denominator"), default=4)
    consent_is_strict = models.BooleanField(_("consent: more than that"), default=False)
    abstention_takes_part = models.BooleanField(_("abstention counts as taking part"), default=True)
    silence_takes_part = models.BooleanField(_("silence counts as taking part"), default=False)
    least_shown = models.PositiveSmallIntegerField(
        _("answers from which on sums are shown"),
        default=5,
        validators=[MinValueValidator(1)],
        help_text=_("With fewer, sums would give away who said what."),
    )
    allows_electronic = models.BooleanField(_("consent may be given by code"), default=False)
    notice_days = models.PositiveSmallIntegerField(
        _("days of public notice"), default=10, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    needs_settled_objections = models.BooleanField(_("no written objection may be left unsettled"), default=False)
    legal_basis = NamesField(_("legal basis"), multiline=True, max_length=1000)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(part_over__gt=0, part_over__lte=F("part_under")), name="%(class)s_part_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(consent_over__gt=0, consent_over__lte=F("consent_under")),
                name="%(class)s_consent_is_a_share",
            ),
        ]

    @property
    def part_needed(self) -> Fraction:
        return Fraction(self.part_over, self.part_under)

    @property
    def consent_needed(self) -> Fraction:
        return Fraction(self.consent_over, self.consent_under)


#: What a question takes over from the rules of its city.
RULE_FIELDS = tuple(field.name for field in Rules._meta.local_fields)


class RuleSet(Rules):
    """What a city asks. A question takes its numbers over when it opens: later changes are for later questions."""

    code = models.SlugField(_("short code"), max_length=40, unique=True)
    names = NamesField(_("name"), max_length=100)

    class Meta(Rules.Meta):
        ordering = ("code",)
        verbose_name = _("rules of elevator cases")
        verbose_name_plural = _("rules of elevator cases")

    def __str__(self) -> str:
        return str(self.names)

    def clean(self) -> None:
        """Said beside the number, where the constraint would say it of the whole form."""
        super().clean()
        shares = {"part_over": self.part_under, "consent_over": self.consent_under}
        over = {name: getattr(self, name) for name in shares}
        wrong = [name for name, top in over.items() if None not in (top, shares[name]) and not 0 < top <= shares[name]]
        if wrong:
            text = _("A share lies above nought and is at most the whole: such as 2 and 3 for two thirds.")
            raise ValidationError(dict.fromkeys(wrong, text))
