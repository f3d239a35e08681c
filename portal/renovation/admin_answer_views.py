"""Admin: paper answers, counting, and the rounds of acceptance. Every address names the project."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.participation.household_choices import AnswerChannel
from portal.participation.household_visits import CodeRefused
from portal.renovation.actions.acceptance import (
    accept_project,
    answer_satisfaction,
    ask_satisfaction,
    decide_round,
    tally_of,
)
from portal.renovation.actions.surveys import answer_needs, count_needs
from portal.renovation.admin_answer_forms import DecideForm, NeedsPaperForm, RoundForm, SatisfactionPaperForm
from portal.renovation.admin_views import DeskForm, MoveView
from portal.renovation.choices import RoundOutcome, Stage
from portal.renovation.models import NeedsSurvey, SatisfactionRound
from portal.renovation.satisfaction import line_text


class PaperView(DeskForm):
    """Once a paper is in, the form stands there again for the next one."""

    page_title = gettext_lazy("Answer on paper")
    explanation = gettext_lazy("What a household wrote or said, entered for it. Who entered it, when and why is kept.")
    done = gettext_lazy("The answer was entered")

    def act(self, form: Any) -> None:
        try:
            self.enter(form.cleaned_data)
        except CodeRefused as refused:
            raise ValidationError(str(refused.problem.label)) from None

    def enter(self, given: dict[str, Any]) -> None:
        raise NotImplementedError


class NeedsPaperView(PaperView):
    form_class = NeedsPaperForm

    @property
    def asked(self) -> NeedsSurvey:
        survey = self.survey
        if survey is None or survey.matter is None:
            raise Http404
        return survey

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"survey": self.asked}

    def form_valid(self, form: NeedsPaperForm) -> HttpResponse:
        self.wishes = form.chosen
        return super().form_valid(form)

    def enter(self, given: dict[str, Any]) -> None:
        answer_needs(self.asked, self.wishes, household=given["household"], by=self.user, why=given["why"])


class SatisfactionPaperView(PaperView):
    form_class = SatisfactionPaperForm

    @property
    def asked(self) -> SatisfactionRound:
        asked = self.last_round
        if asked is None or asked.matter is None:
            raise Http404
        return asked

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"matter": self.asked.matter}

    def enter(self, given: dict[str, Any]) -> None:
        answer_satisfaction(
            self.asked,
            household=given["household"],
            rating=given["rating"],
            reason=given["reason"],
            by=self.user,
            why=given["why"],
        )


class CountView(MoveView):
    """End the survey and count it: POST from the desk."""

    done = gettext_lazy("The survey was counted")

    def act(self, form: forms.Form) -> None:
        survey = self.survey
        if survey is None:
            raise ValidationError(_("There is no survey."))
        count_needs(survey, by=self.user)


class AskView(DeskForm):
    page_title = gettext_lazy("Ask whether residents are satisfied")
    explanation = gettext_lazy("Each household answers once, by its letter’s code or on paper.")
    form_class = RoundForm
    button = gettext_lazy("Begin")
    done = gettext_lazy("Residents are being asked")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"after_refusal": self.project.stage == Stage.MENDING}

    def act(self, form: RoundForm) -> None:
        ask_satisfaction(self.project, by=self.user, **form.cleaned_data)


class DecideView(DeskForm):
    """Count the round. What residents gave as reasons stands above, without the doors they came from."""

    template_name = "renovation/admin/decide.html"
    page_title = gettext_lazy("Count the answers and decide")
    form_class = DecideForm
    button = gettext_lazy("End the round and count")
    done = gettext_lazy("The round was decided")

    @property
    def asked(self) -> SatisfactionRound:
        asked = self.last_round
        if asked is None or asked.outcome != RoundOutcome.ASKED:
            raise Http404
        return asked

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.asked
        reasons = asked.answers.exclude(reason="").order_by("rating", "reason")
        return super().get_context_data(
            asked=asked,
            tally=tally_of(asked),
            line=line_text(asked.line),
            reasons=[(reason.rating, reason.reason, reason.channel == AnswerChannel.OPEN) for reason in reasons],
            **kwargs,
        )

    def act(self, form: DecideForm) -> None:
        given = form.cleaned_data
        decide_round(self.asked, by=self.user, to_mend=given["to_mend"], mend_until=given["mend_until"])


class AcceptView(MoveView):
    """Both halves are there: POST from the desk."""

    done = gettext_lazy("The project is accepted and done")

    def act(self, form: forms.Form) -> None:
        accept_project(self.project, by=self.user)
