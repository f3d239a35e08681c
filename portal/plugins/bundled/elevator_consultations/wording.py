"""How a case stands, in words, in the active language."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.plugins.api import day_text
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.models import Case


def stage_note(case: Case) -> str:
    since = day_text(timezone.localdate(case.stage_since))
    return _("%(stage)s, since %(day)s") % {"stage": Stage(case.stage).label, "day": since}
