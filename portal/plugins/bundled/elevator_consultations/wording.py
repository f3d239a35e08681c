"""How a case stands, in words, in the active language."""

from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.plugins.api import day_text
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.models.rules import Rules


def stage_note(case: Case) -> str:
    since = day_text(timezone.localdate(case.stage_since))
    return _("%(stage)s, since %(day)s") % {"stage": Stage(case.stage).label, "day": since}


def share_text(share: Fraction) -> str:
    """Two thirds, three quarters, 60 %: as people say it."""
    known = {
        Fraction(1, 2): pgettext("share of a whole", "half"),
        Fraction(2, 3): pgettext("share of a whole", "two thirds"),
        Fraction(3, 4): pgettext("share of a whole", "three quarters"),
        Fraction(4, 5): pgettext("share of a whole", "four fifths"),
        Fraction(1): pgettext("share of a whole", "all"),
    }
    return known.get(share) or f"{share.numerator}/{share.denominator}"


def needed_text(share: Fraction, *, is_strict: bool) -> str:
    if is_strict:
        return _("more than %(share)s") % {"share": share_text(share)}
    return _("at least %(share)s") % {"share": share_text(share)}


def thresholds_text(rules: Rules) -> str:
    """Both halves of both thresholds in one sentence."""
    values = {
        "part": needed_text(rules.part_needed, is_strict=rules.part_is_strict),
        "consent": needed_text(rules.consent_needed, is_strict=rules.consent_is_strict),
    }
    text = _(
        "Needed: %(part)s of the owners and of the area take part, and of those %(consent)s agree, by number and by "
        "area alike."
    )
    return text % values
