"""What everybody may see of a question: while it is open how many have answered, as counted once a day; the sums once
it is decided, and only from a number of answers on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.plugins.api import day_text
from portal.plugins.bundled.elevator_consultations.choices import QuestionKind
from portal.plugins.bundled.elevator_consultations.counting import facts_of
from portal.plugins.bundled.elevator_consultations.models import Case, Question
from portal.plugins.bundled.elevator_consultations.tally import UnitFacts
from portal.plugins.bundled.elevator_consultations.wording import needed_text, thresholds_text


@dataclass(frozen=True, slots=True)
class Bar:
    """One of the two halves of a threshold."""

    label: str
    value: int  # whole per cent, for the width of the bar
    text: str


@dataclass(frozen=True, slots=True)
class Threshold:
    title: str
    sentence: str
    is_met: bool
    bars: tuple[Bar, Bar]


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """As the page of a case shows it. `state` is soon, open, over (closed, not counted yet), few or decided."""

    question: Question
    title: str
    state: str
    participation: str = ""
    bar: Bar | None = None
    thresholds: tuple[Threshold, ...] = ()
    verdict: str = ""
    is_met: bool = False
    voices: str = ""

    @property
    def rule(self) -> str:
        return thresholds_text(self.question)


def participation_context(case: Case) -> dict[str, Any]:
    """`questions` of a case, the newest first; each is shown by `elevator_consultations/_question.html`. One query."""
    questions = case.questions.order_by("-opens_at", "-pk")
    return {"questions": [shown_question(question) for question in questions]}


def shown_question(question: Question) -> ShownQuestion:
    """No query."""
    title = str(QuestionKind(question.kind).label)
    if question.decided_at:
        return _decided(question, title)
    if timezone.now() < question.opens_at:
        return ShownQuestion(question, title, "soon")
    state = "open" if question.is_open else "over"
    return ShownQuestion(question, title, state, *_participation(question))


def _participation(question: Question) -> tuple[str, Bar | None]:
    if question.shown_at is None:
        return _("How many have answered is counted once a day, for the first time tonight."), None
    at = day_text(timezone.localdate(question.shown_at))
    if question.shown_units < question.least_shown:
        values = {"least": question.least_shown, "day": at}
        return _("Fewer than %(least)d had answered by %(day)s.") % values, None
    values = {"count": question.shown_units, "share": question.shown_area, "day": at}
    text = ngettext(
        "%(count)d unit with %(share)d %% of the area had answered by %(day)s.",
        "%(count)d units with %(share)d %% of the area had answered by %(day)s.",
        question.shown_units,
    )
    share = f"{question.shown_area} %"
    return text % values, Bar(_("Area of those who have answered"), question.shown_area, share)


def _decided(question: Question, title: str) -> ShownQuestion:
    result = question.result
    if result["answered"] < question.least_shown:
        return ShownQuestion(question, title, "few", is_met=result["is_met"], verdict=verdict_text(question))
    thresholds = (
        threshold(
            pgettext("threshold", "Taking part"),
            result["part"],
            result["whole"],
            needed_text(question.part_needed, is_strict=question.part_is_strict),
            is_met=result["part_is_met"],
        ),
        threshold(
            _("Agreeing, of those taking part"),
            result["agree"],
            result["part"],
            needed_text(question.consent_needed, is_strict=question.consent_is_strict),
            is_met=result["consent_is_met"],
        ),
    )
    return ShownQuestion(
        question,
        title,
        "decided",
        thresholds=thresholds,
        verdict=verdict_text(question),
        is_met=result["is_met"],
        voices=voices_text(result),
    )


def threshold(title: str, some: dict[str, Any], whole: dict[str, Any], needed: str, *, is_met: bool) -> Threshold:
    """`some` and `whole` are sums of a result: {"number", "area"}."""
    by_area = per_cent(Decimal(some["area"]), Decimal(whole["area"]))
    by_number = per_cent(Decimal(some["number"]), Decimal(whole["number"]))
    values = {"some": some["number"], "whole": whole["number"], "area": by_area, "needed": needed}
    of = _("%(some)d of %(whole)d") % values
    return Threshold(
        title,
        _("%(some)d of %(whole)d owners, %(area)s %% of the area; needed: %(needed)s of both.") % values,
        is_met,
        (Bar(_("By number of owners"), int(by_number), of), Bar(_("By area"), int(by_area), f"{by_area} %")),
    )


def per_cent(some: Decimal, whole: Decimal) -> str:
    """Whole, and never rounded over a line: 66.7 is 66 of what needs two thirds. Decisions go by exact fractions."""
    return str(int(some * 100 / whole)) if whole else "0"


def verdict_text(question: Question) -> str:
    if question.kind == QuestionKind.SURVEY:
        return _("The survey is over. It decides nothing.")
    if question.result["is_met"]:
        return _("Both thresholds are reached: the owners have agreed.")
    return _("The thresholds are not reached: the owners have not agreed.")


def voices_text(result: dict[str, Any]) -> str:
    values = {name: result[name]["number"] for name in ("agree", "object", "abstain")}
    return _("Agree: %(agree)d, object: %(object)d, abstain: %(abstain)d, by number of owners.") % values


def answered_share(facts: Sequence[UnitFacts]) -> tuple[int, int]:
    """(units, whole per cent of the area) that have answered."""
    area = sum((unit.area for unit in facts), Decimal(0))
    answered = [unit for unit in facts if unit.voice]
    return len(answered), int(per_cent(sum((unit.area for unit in answered), Decimal(0)), area))


def show_participation(question: Question) -> None:
    """Take the day's count. It reads no answers' words and tells nobody's."""
    question.shown_units, question.shown_area = answered_share(facts_of(question.case, question))
    question.shown_at = timezone.now()
    question.save(update_fields=["shown_units", "shown_area", "shown_at"])
