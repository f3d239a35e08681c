"""Staff: what is asked in a case, opened, moved and decided; how many have answered, and who has not."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.plugins.api import LinkItem, can_lead, household_letters_url, private_page
from portal.plugins.bundled.elevator_consultations.asking import ASKED_IN, decide_question, move_closing, open_question
from portal.plugins.bundled.elevator_consultations.counting import facts_of
from portal.plugins.bundled.elevator_consultations.doors import door_of
from portal.plugins.bundled.elevator_consultations.form_errors import add_errors
from portal.plugins.bundled.elevator_consultations.models import Case, Question
from portal.plugins.bundled.elevator_consultations.question_forms import ClosingForm, DecideForm, OpenQuestionForm
from portal.plugins.bundled.elevator_consultations.results import answered_share, shown_question
from portal.plugins.bundled.elevator_consultations.staff_page import case_for, meta_of, url_of

FORM = "elevator_consultations/staff/form.html"


@private_page
@require_safe
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    rows = [
        LinkItem(
            str(each.get_kind_display()),
            url_of(request, "question", pk=pk, question=each.pk),
            summary=str(each.texts),
            note=state_note(each),
        )
        for each in case.questions.order_by("-opens_at", "-pk")
    ]
    can_ask = can_lead(request.user, case.community_id) and any(case.stage in stages for stages in ASKED_IN.values())
    context = {
        "meta": meta_of(request, _("Questions to owners"), case),
        "rows": rows,
        "open_url": url_of(request, "question_open", pk=pk) if can_ask else "",
    }
    return render(request, "elevator_consultations/staff/questions.html", context)


def state_note(question: Question) -> str:
    shown = shown_question(question)
    return shown.verdict or shown.participation or str(question.get_kind_display())


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def question_open(request: HttpRequest, pk: int) -> HttpResponse:
    case = case_for(request, pk)
    form = OpenQuestionForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            asked = open_question(case, by=_staff(request), **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The question is asked. Print the letters next."))
            return redirect(url_of(request, "question", pk=pk, question=asked.pk))
    explanation = _("One voice a unit. What is asked, and by which rules, stands in the case’s record from now on.")
    return _form(request, case, form, title=_("Ask owners"), button=_("Ask it"), explanation=explanation)


@private_page
@require_safe
def question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Who has answered, not what. The same queries for 24 units and for 400."""
    case, asked = question_for(request, pk, question)
    facts = facts_of(case, asked)
    said = {unit.unit for unit in facts if unit.voice}
    units = case.units.counted().select_related("household__stairwell__building__compound")
    is_lead = can_lead(request.user, case.community_id)
    views = ["paper", "call_list"] if asked.is_open else []
    if is_lead and not asked.decided_at:
        views += ["question_close", "question_decide"] if asked.closes_at > timezone.now() else ["question_decide"]
    answered, share = answered_share(facts)
    context = {
        "meta": meta_of(request, str(asked.get_kind_display()), case),
        "asked": asked,
        "shown": shown_question(asked),
        "answered": answered,
        "share": share,
        "rows": [(unit.pk, door_of(unit.household), unit.pk in said) for unit in units],
        "urls": {view: url_of(request, view, pk=pk, question=question) for view in views},
        "letters_url": household_letters_url(asked.matter) if asked.matter and asked.is_open else "",
        "single_url": url_of(request, "single_answer", pk=pk, question=question) if is_lead else "",
    }
    return render(request, "elevator_consultations/staff/question.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def question_close(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """Another closing time, not past."""
    case, asked = question_for(request, pk, question)
    initial = {"closes_at": timezone.localtime(asked.closes_at)}
    form = ClosingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            move_closing(asked, form.cleaned_data["closes_at"], by=_staff(request), why=form.cleaned_data["why"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Answers are taken until then. Letters that are out stay good."))
            return redirect(url_of(request, "question", pk=pk, question=question))
    title = _("Another closing time")
    explanation = _("Everybody who was asked has to hear of it: put it on the notice board, too.")
    return _form(
        request, case, form, title=title, button=pgettext("closing time", "Change it"), explanation=explanation
    )


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def question_decide(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """What is past its time counts itself; this does so at once, or before its time."""
    case, asked = question_for(request, pk, question)
    here = url_of(request, "question", pk=pk, question=question)
    if asked.decided_at:
        return redirect(here)
    form = DecideForm(request.POST if request.method == "POST" else None, is_early=asked.closes_at > timezone.now())
    if request.method == "POST" and form.is_valid():
        try:
            decide_question(asked, by=_staff(request), why=form.cleaned_data.get("why", ""))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("It is counted. The sums stay as they are from now on."))
            return redirect(here)
    explanation = _("No answer is taken or changed after this. The sums are frozen and stand in the case’s record.")
    return _form(
        request, case, form, title=_("Close it and count"), button=_("Close and count"), explanation=explanation
    )


def question_for(request: HttpRequest, pk: int, question: int) -> tuple[Case, Question]:
    case = case_for(request, pk)
    asked = get_object_or_404(Question.objects.select_related("matter"), pk=question, case=case)
    asked.case = case
    return case, asked


def _staff(request: HttpRequest) -> Any:
    return request.user  # the gate lets staff in


def _form(request: HttpRequest, case: Case, form: Form, *, title: str, **more: Any) -> HttpResponse:
    context = {"meta": meta_of(request, title, case), "form": form, **more}
    return render(request, FORM, context, status=422 if form.errors else 200)
