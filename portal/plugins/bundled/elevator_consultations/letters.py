"""What the letters to households say of a question, in every language."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal.plugins.api import Names
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind, Voice
from portal.plugins.bundled.elevator_consultations.models import Case, Question
from portal.plugins.bundled.elevator_consultations.wording import thresholds_text

LONGEST_TITLE, LONGEST_TEXT = 200, 3000


def in_all_languages(text: Callable[[], str], longest: int) -> Names:
    found = Names()
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            found[code] = text()[:longest]
    return found


def matter_titles(case: Case, question: Question) -> Names:
    def text() -> str:
        return f"{case}: {QuestionKind(question.kind).label}"

    return in_all_languages(text, LONGEST_TITLE)


def takes_codes(question: Question) -> bool:
    """Whether a letter's code answers it, or opens a page that says how it is answered on paper."""
    return question.kind == QuestionKind.SURVEY or question.allows_electronic


def letter_text(question: Question) -> Names:
    return in_all_languages(lambda: "\n\n".join(_paragraphs(question)), LONGEST_TEXT)


def _paragraphs(question: Question) -> list[str]:
    boxes = "　　".join(f"□ {voice.label}" for voice in Voice)
    if question.kind == QuestionKind.SURVEY:
        what = _("This is a survey: what your household thinks of it. It decides nothing yet.")
    else:
        what = thresholds_text(question)
    if takes_codes(question):
        how = _("Answer with the code below, or tick here, sign, and hand the sheet in at the counter:")
    else:
        how = _("The owner, or somebody with the owner’s written authority, ticks here, signs, and hands the sheet in:")
    sign = _("Signature: ____________　　Date: ____________")
    tenant = _("A tenant is not an owner: please pass this letter on to the owner.")
    chain = _("The digest below is the end of the case’s record as this was printed: keep the letter, it proves it.")
    return [str(question.texts), what, how, boxes, sign, tenant, chain]
