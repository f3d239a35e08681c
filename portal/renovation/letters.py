"""What letters to households say of a survey and of acceptance, in every language."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal.names import Names
from portal.renovation.models.acceptance import SatisfactionRound
from portal.renovation.models.survey import NeedsSurvey
from portal.renovation.satisfaction import line_text


def in_all_languages(text: Callable[[], str], longest: int) -> Names:
    """What `text` gives in each language."""
    found = Names()
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            found[code] = text()[:longest]
    return found


def needs_letter(survey: NeedsSurvey) -> Names:
    """The wishes with numbers, so that paper can be filled in."""

    def text() -> str:
        wishes = "\n".join(f"{place}. {wish}" for place, wish in enumerate(survey.wishes.all(), start=1))
        how = _("Choose up to %(most)d, the most wanted first. On paper: write their numbers here, in order:")
        places = "　".join("____" for _place in range(survey.most_choices))
        return "\n\n".join(
            part for part in (str(survey.intro), wishes, how % {"most": survey.most_choices}, places) if part
        )

    return in_all_languages(text, 3000)


def satisfaction_letter(asked: SatisfactionRound) -> Names:
    def text() -> str:
        question = _("The works are finished. How satisfied is your household, from 1 (not at all) to 5 (very)? Why?")
        line = _("Below an average of %(line)s the project is not accepted, and what is wrong will be mended.")
        paper = _("On paper: circle one.") + "　　1　　2　　3　　4　　5"
        before = str(asked.mended)
        return "\n\n".join(part for part in (before, question, line % {"line": line_text(asked.line)}, paper) if part)

    return in_all_languages(text, 3000)
